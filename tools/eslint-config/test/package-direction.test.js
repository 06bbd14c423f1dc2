import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DIRECTION, TEST_ONLY } from "../workspace.js";
import { lintSnippet, repository } from "./lint-snippet.js";

const rule = "luster/package-direction";

describe("package-direction", () => {
  test("an upward import is an error", async () => {
    expect(await lintSnippet("packages/gc-arena/src/x.ts", 'import { Vm } from "@luster/vm";\nexport const a = Vm;\n')).toEqual([
      `${rule}: 'gc-arena' must not import 'vm': it may use no other package.`,
    ]);
  });

  test("a sideways import is an error", async () => {
    expect(await lintSnippet("packages/stdlib/src/x.ts", 'export { compile } from "@luster/compiler";\n')).toEqual([
      `${rule}: 'stdlib' must not import 'compiler': it may use vm, gc-sequence.`,
    ]);
  });

  test("a type import, a dynamic import and an import type count as well", async () => {
    const code =
      'import type { A } from "@luster/lua";\nexport type B = A | import("@luster/cli").C;\nexport const load = () => import("@luster/stdlib");\n';
    const messages = await lintSnippet("packages/vm/src/x.ts", code);
    const upward = messages.filter((message) => message.startsWith(rule));
    expect(upward.map((message) => /import '(.*?)'/.exec(message)?.[1])).toEqual(["lua", "cli", "stdlib"]);
  });

  test("a source does not import its own package by name, a test does", async () => {
    const code = 'export { Arena } from "@luster/gc-arena";\n';
    expect(await lintSnippet("packages/gc-arena/src/x.ts", code)).toHaveLength(1);
    expect(await lintSnippet("packages/gc-arena/test/x.test.ts", code)).toEqual([]);
  });

  test("tests of vm may compile Lua, its sources may not", async () => {
    const code = 'export { compile } from "@luster/compiler";\n';
    expect(await lintSnippet("packages/vm/test/x.test.ts", code)).toEqual([]);
    expect(await lintSnippet("packages/vm/src/x.ts", code)).toHaveLength(1);
  });

  test("a downward import is fine", async () => {
    expect(await lintSnippet("packages/vm/src/x.ts", 'export { Arena } from "@luster/gc-arena";\n')).toEqual([]);
  });

  test.each(Object.keys(DIRECTION))("the manifest of %s names exactly the packages it may use", (name) => {
    const manifest = JSON.parse(readFileSync(join(repository, "packages", name, "package.json"), "utf8"));
    const isBundled = name === "cli";
    const own = (dependencies = {}) => Object.keys(dependencies).filter((dependency) => dependency.startsWith("@luster/"));
    const expected = (names = []) => names.map((dependency) => `@luster/${dependency}`);
    expect(own(manifest.dependencies).sort()).toEqual(isBundled ? [] : expected(DIRECTION[name]).sort());
    expect(own(manifest.devDependencies).sort()).toEqual(expected(isBundled ? DIRECTION[name] : TEST_ONLY[name]).sort());
  });
});
