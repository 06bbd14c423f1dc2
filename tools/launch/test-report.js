// Sums the test reports of all packages. A report is an output of its package's test task, so a result that turbo takes from its
// cache counts like a fresh one, and a package whose report is missing has not been tested.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workspaceFolders } from "./fingerprint.js";

const REPORT = join(".reports", "vitest.json");

/** Folders of the packages that have a `test` script. */
export function testedFolders(root) {
  return workspaceFolders(root).filter((folder) => {
    const manifest = readJson(join(root, folder, "package.json"));
    return manifest?.scripts?.test !== undefined;
  });
}

/** Removes the reports of earlier runs. */
export function removeReports(root, folders) {
  for (const folder of folders) rmSync(join(root, folder, REPORT), { force: true });
}

/** Counts over all reports, and the folders that have none. */
export function sumReports(root, folders) {
  const total = { passed: 0, failed: 0, skipped: 0, missing: [] };
  for (const folder of folders) {
    const report = readJson(join(root, folder, REPORT));
    if (report === undefined) total.missing.push(folder);
    else addReport(total, report);
  }
  return total;
}

// A file that fails before its first test, say on an import, counts as one failure.
function addReport(total, report) {
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const file of report.testResults) {
    if (file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed")) total.failed += 1;
  }
}

/** The closing line: `N passed, N failed`, and `, N skipped` if any were. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
