// Two builds of ours on this machine: the working tree as it is built, and another commit, built in a worktree of its own.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { luster, type Implementation } from "./implementations.js";
import type { Benchmark } from "./measure.js";
import { meanRatio, ratioText, ratioTo } from "./report.js";
import { verdict } from "./statistics.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Names of the two builds in the results. */
export const HERE = "here";

/**
 * Builds a commit and hands its command to `work`; the worktree is removed when that is done.
 *
 * @throws Error if git does not know the commit, or it does not build
 */
export async function withBuildOf<T>(commit: string, work: (build: Implementation) => Promise<T>): Promise<T> {
  const id = git("rev-parse", "--short", `${commit}^{commit}`).trim();
  const folder = join(mkdtempSync(join(tmpdir(), "luster-bench-")), "worktree");
  git("worktree", "add", "--detach", folder, id);
  try {
    node(folder, join(ROOT, "node_modules/pnpm/bin/pnpm.mjs"), "install", "--frozen-lockfile", "--prefer-offline");
    node(folder, join(folder, "node_modules/turbo/bin/turbo"), "run", "build", "--filter=@luster/cli", "--output-logs=errors-only");
    const build = luster(id, join(folder, "packages/cli/dist/luster.js"));
    if (build === undefined) throw new Error(`${commit} builds no luster command`);
    return await work(build);
  } finally {
    git("worktree", "remove", "--force", folder);
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
}

function git(...words: string[]): string {
  return execFileSync("git", words, { cwd: ROOT, encoding: "utf8" });
}

// turbo looks for the pnpm of the checkout in PATH.
function node(folder: string, ...words: string[]): void {
  const path = [join(folder, "node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  execFileSync(process.execPath, words, { cwd: folder, env: { ...process.env, PATH: path }, stdio: ["ignore", "ignore", "inherit"] });
}

/** What got slower and what got faster here against the other build, the largest changes first, and the geometric mean. */
export function comparisonReport(benchmarks: readonly Benchmark[], other: string): string {
  const changes = benchmarks
    .flatMap((benchmark) => {
      const ratio = ratioTo(other, HERE, benchmark);
      return ratio === undefined ? [] : [{ name: benchmark.name, ratio, verdict: verdict(ratio) }];
    })
    .toSorted((a, b) => b.ratio.median - a.ratio.median);
  const list = (wanted: "slower" | "faster"): string[] => {
    const found = changes.filter((change) => change.verdict === wanted);
    return found.length === 0
      ? [`Nothing got ${wanted}.`]
      : [`${wanted}:`, ...found.map(({ name, ratio }) => `  ${name} ${ratioText(ratio)}`)];
  };
  const mean = meanRatio(other, HERE, benchmarks);
  return [
    `Time here relative to ${other}; in parentheses the quartiles of the rounds.`,
    ...list("slower"),
    ...list("faster"),
    mean === undefined ? "Nothing was measured on both." : `Geometric mean of ${mean.count}: ${mean.mean.toFixed(3)}`,
    "",
  ].join("\n");
}
