import { describe, expect, test } from "vitest";
import { lintSnippet } from "./lint-snippet.js";

const rule = "luster/no-node-import";

describe("no-node-import", () => {
  test.each(["node:fs", "fs", "node:fs/promises", "path"])("'%s' in a library source is an error", async (module) => {
    const messages = await lintSnippet("packages/stdlib/src/io.ts", `export { x } from "${module}";\n`);
    expect(messages).toEqual([
      `${rule}: '${module}' exists only in Node: move what needs it behind an interface that the package's './node' entry implements.`,
    ]);
  });

  test.each([
    "packages/stdlib/src/node.ts",
    "packages/lua/src/node/files.ts",
    "packages/cli/src/run.ts",
    "packages/vm/test/x.test.ts",
    "tools/bench/src/x.ts",
  ])("%s may import Node's modules", async (path) => {
    expect(await lintSnippet(path, 'export { readFileSync } from "node:fs";\n')).toEqual([]);
  });
});
