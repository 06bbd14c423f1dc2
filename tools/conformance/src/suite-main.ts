// Command of the official test suite: `LUA_SUITE=<checkout of lua/lua at v5.4.8> node dist/suite-main.js [--mode m] [name of a run ...]`.
import { parseArgs } from "node:util";
import { MODES, type Mode } from "./modes.js";
import { SUITE_RUNS } from "./suite-runs.js";
import { SUITE_VARIABLE, runSuite, suiteFolder } from "./suite.js";

const checkout = process.env[SUITE_VARIABLE];
if (checkout === undefined) throw new Error(`set ${SUITE_VARIABLE} to a checkout of PUC-Rio's repository at v5.4.8`);
const folder = suiteFolder(checkout);
const { values, positionals: names } = parseArgs({ options: { mode: { type: "string", default: "default" } }, allowPositionals: true });
const mode = MODES.find((name) => name === values.mode) as Mode;
if (mode === undefined) throw new Error(`no such mode: ${values.mode}; there are ${MODES.join(", ")}`);
const unknown = names.filter((name) => SUITE_RUNS.every((run) => run.name !== name));
if (unknown.length > 0) throw new Error(`no such run: ${unknown.join(", ")}`);

for (const run of SUITE_RUNS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const { passed, seconds, output } = await runSuite(folder, run, mode);
  console.log(`${passed ? "pass" : "FAIL"} ${run.name} (${seconds.toFixed(1)} s)`);
  if (passed) continue;
  console.log(output);
  process.exitCode = 1;
}
