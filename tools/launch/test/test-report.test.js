import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { closingLine, removeReports, sumReports, testedFolders } from "../test-report.js";
import { temporaryFolder } from "./temporary-folder.js";

function report({ passed = 0, failed = 0, pending = 0, todo = 0, files = [] }) {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
    testResults: files,
  });
}

describe("sumReports", () => {
  test("adds the counts of all packages", () => {
    const root = temporaryFolder({
      "packages/a/.reports/vitest.json": report({
        passed: 3,
        failed: 1,
        files: [{ status: "failed", assertionResults: [{ status: "failed" }] }],
      }),
      "tools/b/.reports/vitest.json": report({ passed: 4, pending: 1, todo: 1, files: [{ status: "passed", assertionResults: [] }] }),
    });
    expect(sumReports(root, ["packages/a", "tools/b"])).toEqual({ passed: 7, failed: 1, skipped: 2, missing: [] });
  });

  test("counts a file that fails before its first test", () => {
    const root = temporaryFolder({ "packages/a/.reports/vitest.json": report({ files: [{ status: "failed", assertionResults: [] }] }) });
    expect(sumReports(root, ["packages/a"])).toMatchObject({ passed: 0, failed: 1 });
  });

  test("names the packages without a report", () => {
    expect(sumReports(temporaryFolder({}), ["packages/a"]).missing).toEqual(["packages/a"]);
  });
});

test("testedFolders lists the packages that have a test script", () => {
  const root = temporaryFolder({
    "packages/a/package.json": '{"scripts":{"test":"x"}}',
    "packages/b/package.json": '{"scripts":{"build":"x"}}',
    "tools/c/package.json": '{"scripts":{"test":"x"}}',
    "tools/d/notes.md": "",
  });
  expect(testedFolders(root)).toEqual(["packages/a", "tools/c"]);
});

test("removeReports removes reports of earlier runs, and does not mind their absence", () => {
  const root = temporaryFolder({ "packages/a/.reports/vitest.json": report({}) });
  removeReports(root, ["packages/a", "packages/b"]);
  expect(existsSync(join(root, "packages/a/.reports/vitest.json"))).toBe(false);
});

test("closingLine names skipped tests only if there are any", () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(closingLine({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
});
