import { describe, expect, test } from "vitest";
import { lintSnippet } from "./lint-snippet.js";

describe("file-name", () => {
  test("a name that is not kebab-case is an error", async () => {
    expect(await lintSnippet("packages/vm/src/luaString.ts", "export {};\n")).toEqual([
      "luster/file-name: Name the file in kebab-case, not 'luaString.ts'.",
    ]);
  });

  test.each(["utils.ts", "types.ts", "helpers/stack.ts"])("%s says nothing of its content", async (path) => {
    expect(await lintSnippet(`packages/vm/src/${path}`, "export {};\n")).toEqual([
      `luster/file-name: 'src/${path}' says nothing about what is in it: name it after what it owns.`,
    ]);
  });

  test.each(["src/lua-string.ts", "test/lua-string.test.ts", "test/types/brand.test-d.ts", "tsup.config.ts"])(
    "%s is fine",
    async (path) => {
      expect(await lintSnippet(`packages/vm/${path}`, "export {};\n")).toEqual([]);
    },
  );
});

describe("everyday rules", () => {
  test("an index exports names one by one", async () => {
    expect(await lintSnippet("packages/vm/src/index.ts", 'export * from "./exec/thread.js";\n')).toEqual([
      "no-restricted-syntax: Export names one by one.",
    ]);
  });

  test.each([
    ["eqeqeq", "export const f = (a: unknown) => a == 1;\n"],
    ["no-eval", "eval('1');\n"],
    ["no-new-func", "export const f = new Function('1');\n"],
    ["@typescript-eslint/no-explicit-any", "export const f = (a: any) => a;\n"],
    ["@typescript-eslint/no-unused-vars", "const a = 1;\nexport {};\n"],
    ["@typescript-eslint/consistent-type-imports", 'import { A } from "./a.js";\nexport type B = A;\n'],
    ["max-lines", "\n".repeat(1501)],
  ])("%s", async (rule, code) => {
    expect((await lintSnippet("packages/vm/src/x.ts", code)).map((message) => message.split(":")[0])).toEqual([rule]);
  });
});
