import { describe, expect, test } from "vitest";
import { FakeCheckout } from "./fake-checkout.js";

const testable = { "packages/cli/package.json": JSON.stringify({ scripts: { test: "x" } }) };

// What turbo does in the test: leaves a report with these counts, then exits.
function turboThat({ passed = 0, failed = 0, exitCode = 0 }) {
  const report = JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, numTodoTests: 0, testResults: [] });
  return `
    const { mkdirSync, writeFileSync } = require("node:fs");
    mkdirSync("packages/cli/.reports", { recursive: true });
    writeFileSync("packages/cli/.reports/vitest.json", ${JSON.stringify(report)});
    process.exit(${exitCode});
  `;
}

function npmTest(files) {
  const { status, stdout } = new FakeCheckout({ ...testable, ...files }).run("test.js");
  return { status, lines: stdout.trimEnd().split("\n") };
}

describe("npm test", () => {
  test("ends with the count of the tests that ran", () => {
    const { status, lines } = npmTest({ "turbo-run.cjs": turboThat({ passed: 5 }) });
    expect(lines.at(-1)).toBe("5 passed, 0 failed");
    expect(status).toBe(0);
  });

  test("fails when a test failed", () => {
    const { status, lines } = npmTest({ "turbo-run.cjs": turboThat({ passed: 5, failed: 1, exitCode: 1 }) });
    expect(lines.at(-1)).toBe("5 passed, 1 failed");
    expect(status).toBe(1);
  });

  test("fails when another task failed, though all tests passed", () => {
    expect(npmTest({ "turbo-run.cjs": turboThat({ passed: 5, exitCode: 1 }) }).status).toBe(1);
  });

  test("fails when no test ran", () => {
    const { status, lines } = npmTest({ "turbo-run.cjs": turboThat({}) });
    expect(lines.at(-1)).toBe("0 passed, 0 failed");
    expect(status).toBe(1);
  });

  test("does not count the report of an earlier run, and fails without a new one", () => {
    const stale = JSON.stringify({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] });
    const { status, lines } = npmTest({ "packages/cli/.reports/vitest.json": stale });
    expect(lines).toContain("not tested: packages/cli");
    expect(lines.at(-1)).toBe("0 passed, 0 failed");
    expect(status).toBe(1);
  });
});
