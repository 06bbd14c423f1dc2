// `npm test`: prepares the checkout, then builds, lints, checks formatting and types, runs every test, and measures the coverage where there is a threshold.
// The last line counts the tests of all packages. The exit code is 0 only if every task succeeded and tests did run.
import { PreparationError, install, requireNode, root, turbo } from "./prepare.js";
import { closingLine, removeReports, sumReports, testedFolders } from "./test-report.js";

const TASKS = ["build", "lint", "format:check", "typecheck", "test", "coverage"];

function run() {
  requireNode();
  install();
  const folders = testedFolders(root);
  removeReports(root, folders);
  const status = turbo([...TASKS, "--continue=dependencies-successful", "--output-logs=new-only", "--log-order=grouped"]);
  const total = sumReports(root, folders);
  for (const folder of total.missing) console.log(`not tested: ${folder}`);
  if (process.env.LUA_SUITE === undefined)
    console.log("The official Lua test suite was not run: LUA_SUITE is not set (see tools/conformance).");
  console.log(closingLine(total));
  return status === 0 && total.failed === 0 && total.missing.length === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = run();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(`luster: ${error.message}`);
  process.exitCode = 1;
}
