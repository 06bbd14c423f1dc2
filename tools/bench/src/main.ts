// Command of the benchmarks:
//   pnpm bench [--rounds n] [--limit seconds] [--on name,...] [--base name] [--out folder] [part of a program's name ...]
//   pnpm bench --compare commit [--rounds n] [part of a program's name ...]
// Writes results.json, results.md and results.svg, and the table to stdout; progress goes to stderr.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { svgChart } from "./chart.js";
import { comparisonReport, HERE, withBuildOf } from "./compare.js";
import { findImplementations, type Implementation } from "./implementations.js";
import { measure, type Benchmark, type Options } from "./measure.js";
import { listPrograms, type Program } from "./programs.js";
import { markdownReport } from "./report.js";

const REPORTS = fileURLToPath(new URL("../.reports", import.meta.url));

/** With fewer rounds every bit of noise would look like a change. */
const LEAST_COMPARED_ROUNDS = 3;

interface Settings extends Options {
  readonly programs: readonly Program[];
  readonly implementations: readonly Implementation[];
  readonly base: string;
  readonly folder: string;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      limit: { type: "string", default: "120" },
      on: { type: "string" },
      base: { type: "string" },
      out: { type: "string", default: REPORTS },
      compare: { type: "string" },
    },
    allowPositionals: true,
  });
  const implementations = chosen(values.on?.split(","));
  const settings: Settings = {
    rounds: positiveNumber("--rounds", values.rounds),
    limitSeconds: positiveNumber("--limit", values.limit),
    onRun: (round, program, { name }) => process.stderr.write(`\r\x1b[Kround ${round}: ${program.name} on ${name}`),
    programs: listPrograms().filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part))),
    implementations,
    base: values.base ?? (implementations.some(({ name }) => name === "lua5.4") ? "lua5.4" : (implementations[0]?.name ?? "")),
    folder: values.out,
  };
  if (settings.programs.length === 0) throw new Error(`no program is called ${positionals.join(" or ")}`);
  return values.compare === undefined ? await measureAll(settings) : await compare(settings, values.compare);
}

function chosen(names: readonly string[] | undefined): Implementation[] {
  const found = findImplementations();
  const missing = names?.filter((name) => !found.some((one) => one.name === name)) ?? [];
  if (missing.length > 0) throw new Error(`not installed or not built: ${missing.join(", ")}`);
  return found.filter(({ name }) => names?.includes(name) ?? true);
}

function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} needs a positive number, got ${JSON.stringify(text)}`);
  return value;
}

async function measureAll(settings: Settings): Promise<number> {
  const { programs, implementations, base } = settings;
  const benchmarks = await measure(programs, implementations, settings);
  const report = markdownReport(benchmarks, implementations, base);
  write(settings, {
    "results.json": JSON.stringify({ base, rounds: settings.rounds, implementations, benchmarks }, undefined, 2) + "\n",
    "results.md": report,
    "results.svg": svgChart(benchmarks, implementations, base),
  });
  process.stdout.write(report);
  return hasFailed("luster", benchmarks) ? 1 : 0;
}

async function compare(settings: Settings, commit: string): Promise<number> {
  if (settings.rounds < LEAST_COMPARED_ROUNDS) throw new Error(`a comparison needs at least ${LEAST_COMPARED_ROUNDS} rounds`);
  const ours = settings.implementations.find(({ name }) => name === "luster");
  if (ours === undefined) throw new Error("the luster command is not built");
  return await withBuildOf(commit, async (other) => {
    const implementations = [{ ...ours, name: HERE }, other];
    const benchmarks = await measure(settings.programs, implementations, settings);
    const report = comparisonReport(benchmarks, other.name);
    write(settings, {
      "comparison.json": JSON.stringify({ other: other.name, benchmarks }, undefined, 2) + "\n",
      "comparison.txt": report,
    });
    process.stdout.write(report);
    return hasFailed(HERE, benchmarks) ? 1 : 0;
  });
}

function hasFailed(name: string, benchmarks: readonly Benchmark[]): boolean {
  return benchmarks.some(({ results }) => results[name]?.kind === "failed");
}

function write({ folder }: Settings, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  process.stderr.write(`\r\x1b[K${Object.keys(files).join(", ")} are in ${folder}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\r\x1b[K${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
