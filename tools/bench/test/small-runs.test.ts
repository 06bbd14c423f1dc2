// Every program at a small size, through our command, against what PUC-Rio's Lua prints at that size (small-runs.json).
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findImplementations } from "../src/implementations.js";
import { listPrograms } from "../src/programs.js";
import { run } from "../src/run.js";

type SmallRuns = Record<string, { readonly arguments: readonly string[]; readonly output: readonly string[] }>;

const smallRuns = JSON.parse(readFileSync(new URL("../small-runs.json", import.meta.url), "utf8")) as SmallRuns;
const programs = listPrograms().filter(({ timesItself }) => !timesItself);

describe("a benchmark program prints what PUC-Rio's Lua prints", () => {
  it.for(programs)("$name", async (program) => {
    const ours = findImplementations().find(({ name }) => name === "luster");
    const expected = smallRuns[program.name];
    if (ours === undefined || expected === undefined) throw new Error("the luster command, or the run in small-runs.json, is missing");
    const result = await run(ours, program, expected.arguments, 15);
    expect(result).toMatchObject({ kind: "done", output: `${expected.output.join("\n")}\n` });
  });

  it("has a small run for each program, and none for what is no program", () => {
    expect(Object.keys(smallRuns).sort()).toEqual(programs.map(({ name }) => name).sort());
  });
});
