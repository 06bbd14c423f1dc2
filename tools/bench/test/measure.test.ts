import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Implementation } from "../src/implementations.js";
import { measure } from "../src/measure.js";
import type { Program } from "../src/programs.js";

// Programs are JavaScript files here, and an implementation is Node with a word in its environment: fast, and always installed.
const folder = mkdtempSync(join(tmpdir(), "luster-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, source: string, rest: Partial<Program> = {}): Program {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, source);
  return { name, path, needsLua53: false, timesItself: false, ...rest };
}

function implementation(name: string, rest: Partial<Implementation> = {}): Implementation {
  return { name, version: "", command: [process.execPath, `--title=${name}`], isLua53: true, ...rest };
}

const options = { rounds: 2, limitSeconds: 10 };
const [a, b, c] = [implementation("a"), implementation("b"), implementation("c")];

describe("measure", () => {
  it("runs every program on every implementation in each round, interleaved", async () => {
    const order: string[] = [];
    const programs = [program("p", "console.log(1)"), program("q", "console.log(2)")];
    const benchmarks = await measure(programs, [a, b], { ...options, onRun: (round, p, i) => order.push(`${round}${p.name}${i.name}`) });
    expect(order).toEqual(["1pa", "1pb", "1qa", "1qb", "2pa", "2pb", "2qa", "2qb"]);
    expect(benchmarks.map(({ name }) => name)).toEqual(["p", "q"]);
    expect(benchmarks[0]?.results["b"]).toMatchObject({ kind: "measured", times: [expect.any(Number), expect.any(Number)] });
  });

  it("counts an output that the others do not print as a failure", async () => {
    const odd = program("odd", "console.log(process.title === 'c')");
    const [benchmark] = await measure([odd], [a, b, c], options);
    expect(benchmark?.results["a"]?.kind).toBe("measured");
    expect(benchmark?.results["c"]).toEqual({ kind: "failed", reason: "prints something else" });
  });

  it("reports a program that fails, with its message, and does not repeat it", async () => {
    let runs = 0;
    const failing = program("failing", "console.error('oops'); process.exit(1)");
    const [benchmark] = await measure([failing], [a], { ...options, onRun: () => runs++ });
    expect(benchmark?.results["a"]).toEqual({ kind: "failed", reason: "oops" });
    expect(runs).toBe(1);
  });

  it("stops a program at the time limit", async () => {
    const endless = program("endless", "setInterval(() => {}, 1000)");
    const [benchmark] = await measure([endless], [a], { rounds: 1, limitSeconds: 0.3 });
    expect(benchmark?.results["a"]).toEqual({ kind: "too-slow", reason: "over 0.3 s" });
  });

  it("skips a program that an implementation cannot parse, and says so", async () => {
    const modern = program("modern", "console.log(1)", { needsLua53: true });
    const [benchmark] = await measure([modern], [a, implementation("old", { isLua53: false })], options);
    expect(benchmark?.results["old"]).toEqual({ kind: "skipped", reason: "needs Lua 5.3" });
  });

  it("makes a benchmark of each kernel of a program that times itself", async () => {
    const kernels = program("kernels", "console.log('one 0.500'); console.log('two 0.250')", { timesItself: true });
    const benchmarks = await measure([kernels], [a], options);
    expect(benchmarks).toEqual([
      { name: "one", group: "kernels", results: { a: { kind: "measured", times: [0.5, 0.5] } } },
      { name: "two", group: "kernels", results: { a: { kind: "measured", times: [0.25, 0.25] } } },
    ]);
  });
});
