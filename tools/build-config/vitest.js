// How the packages are tested: the tests import their package by its name, so they see what users see, the built files.
// Built files run as they are, not transformed. With `--coverage` the package's own name leads to its sources instead, so that
// lines are counted where they were written.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, mergeConfig } from "vitest/config";

/** Whether this run measures coverage, and so runs sources in the place of built files. */
export const measuresCoverage = process.argv.includes("--coverage") || process.argv.includes("--coverage.enabled");

const builtFiles = /\/packages\/[^/]+\/dist\//;

export function packageTests(overrides = {}) {
  const base = defineConfig({
    resolve: { alias: measuresCoverage ? ownSources(process.cwd()) : [] },
    test: {
      include: ["test/**/*.test.ts"],
      testTimeout: measuresCoverage ? 120_000 : 20_000,
      server: { deps: { external: [builtFiles] } },
      coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary", "json-summary"], reportsDirectory: ".reports/coverage" },
    },
  });
  return mergeConfig(base, overrides);
}

// Every entry in `exports` whose source file is there: `.` is src/index.ts, `./x` is src/x.ts.
function ownSources(packageFolder) {
  const { name, exports = {} } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  return Object.keys(exports)
    .map((entry) => ({
      find: new RegExp(`^${name}${entry.slice(1)}$`),
      replacement: join(packageFolder, "src", entry === "." ? "index.ts" : `${entry.slice(2)}.ts`),
    }))
    .filter(({ replacement }) => existsSync(replacement));
}
