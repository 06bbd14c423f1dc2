// The rounds: every program on every implementation, one after the other, again and again, so that a slow spell of the machine
// hits all of them. A run that was stopped or failed is not repeated; a very slow one is not repeated either.
import type { Implementation } from "./implementations.js";
import { parseKernelTimes, type Program } from "./programs.js";
import { run, type Run } from "./run.js";

export interface Options {
  readonly rounds: number;
  /** A run is stopped after this many seconds. */
  readonly limitSeconds: number;
  /** Called before each run. */
  readonly onRun?: (round: number, program: Program, implementation: Implementation) => void;
}

/** What the rounds of one benchmark on one implementation gave. */
export type Result =
  | { readonly kind: "measured"; readonly times: readonly number[] }
  | { readonly kind: "skipped" | "too-slow" | "failed"; readonly reason: string };

/** A line of the report: a program, or one of the kernels. */
export interface Benchmark {
  readonly name: string;
  readonly group: "kernels" | "programs";
  /** By the implementation's name. */
  readonly results: Readonly<Record<string, Result>>;
}

/** A program that takes longer than this is measured once. */
const REPEATABLE_SECONDS = 20;

const NEEDS_LUA_53: Result = { kind: "skipped", reason: "needs Lua 5.3" };

/** Measures all programs on all implementations; one that prints something else than most of them has failed. */
export async function measure(
  programs: readonly Program[],
  implementations: readonly Implementation[],
  options: Options,
): Promise<Benchmark[]> {
  const runs = new Map<Program, Map<Implementation, Run[]>>();
  for (const program of programs) runs.set(program, new Map());
  for (let round = 1; round <= options.rounds; round++) {
    for (const [program, byImplementation] of runs) {
      for (const implementation of implementations) {
        const earlier = byImplementation.get(implementation) ?? [];
        if (!isWorthARun(program, implementation, earlier)) continue;
        options.onRun?.(round, program, implementation);
        byImplementation.set(implementation, [...earlier, await run(implementation, program, [], options.limitSeconds)]);
      }
    }
  }
  return [...runs].flatMap(([program, byImplementation]) =>
    benchmarksOf(program, implementations, program.timesItself ? byImplementation : withAgreement(byImplementation)),
  );
}

function isWorthARun(program: Program, implementation: Implementation, earlier: readonly Run[]): boolean {
  if (program.needsLua53 && !implementation.isLua53) return false;
  const last = earlier.at(-1);
  return last === undefined || (last.kind === "done" && (program.timesItself || last.seconds <= REPEATABLE_SECONDS));
}

// A run whose output is not the one that most implementations print has failed, however fast it was.
function withAgreement(runs: ReadonlyMap<Implementation, readonly Run[]>): Map<Implementation, Run[]> {
  const agreed = commonOutput([...runs.values()].flatMap((ofOne) => ofOne.slice(0, 1)));
  const checked = (one: Run): Run =>
    one.kind === "done" && one.output !== agreed ? { kind: "failed", message: "prints something else" } : one;
  return new Map([...runs].map(([implementation, ofOne]) => [implementation, ofOne.map(checked)]));
}

function commonOutput(firstRuns: readonly Run[]): string | undefined {
  const votes = new Map<string, number>();
  for (const one of firstRuns) {
    if (one.kind === "done") votes.set(one.output, (votes.get(one.output) ?? 0) + 1);
  }
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function benchmarksOf(
  program: Program,
  implementations: readonly Implementation[],
  runs: ReadonlyMap<Implementation, readonly Run[]>,
): Benchmark[] {
  const resultsOf = (timeOf: (one: Run & { kind: "done" }) => number | undefined): Record<string, Result> =>
    Object.fromEntries(implementations.map((implementation) => [implementation.name, resultOf(runs.get(implementation), timeOf)]));
  if (!program.timesItself) return [{ name: program.name, group: "programs", results: resultsOf(({ seconds }) => seconds) }];
  return kernelNames(runs).map((kernel) => ({
    name: kernel,
    group: "kernels",
    results: resultsOf(({ output }) => parseKernelTimes(output).get(kernel)),
  }));
}

function kernelNames(runs: ReadonlyMap<Implementation, readonly Run[]>): string[] {
  const outputs = [...runs.values()].flat().filter((one) => one.kind === "done");
  return [...new Set(outputs.flatMap(({ output }) => [...parseKernelTimes(output).keys()]))];
}

function resultOf(runs: readonly Run[] | undefined, timeOf: (one: Run & { kind: "done" }) => number | undefined): Result {
  if (runs === undefined) return NEEDS_LUA_53;
  const times: number[] = [];
  for (const one of runs) {
    if (one.kind === "failed") return { kind: "failed", reason: one.message };
    if (one.kind === "too-slow") return { kind: "too-slow", reason: `over ${one.limitSeconds} s` };
    const time = timeOf(one);
    if (time === undefined) return { kind: "failed", reason: "not in the output" };
    times.push(time);
  }
  return { kind: "measured", times };
}
