// The official test suite of Lua 5.4.8, from a checkout that the environment names. Without one, that is said, and nothing is run.
import { describe, expect, it } from "vitest";
import { SUITE_RUNS } from "../src/suite-runs.js";
import { SUITE_VARIABLE, runSuite, suiteFolder } from "../src/suite.js";

const TIME_LIMIT_MS = 1_000_000;

const checkout = process.env[SUITE_VARIABLE];

describe("the official test suite", () => {
  it("is looked for in the folder testes of a checkout", () => {
    expect(() => suiteFolder("/nowhere")).toThrow("LUA_SUITE: no test suite in /nowhere/testes");
  });

  if (checkout === undefined) {
    console.warn(`The official Lua test suite was not run: ${SUITE_VARIABLE} is not set.`);
  } else {
    const folder = suiteFolder(checkout);
    it.each(SUITE_RUNS.map((run) => ({ ...run, run })))(
      "$name",
      async ({ run }) => {
        const { passed, output } = await runSuite(folder, run);
        expect(passed ? "" : output).toBe("");
      },
      TIME_LIMIT_MS,
    );
  }
});
