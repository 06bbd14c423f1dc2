import { describe, expect, test } from "vitest";
import { lintSnippet } from "./lint-snippet.js";

const rule = "luster/no-deep-import";

describe("no-deep-import", () => {
  test("a path into another package is an error", async () => {
    expect(await lintSnippet("packages/vm/src/x.ts", 'export { Op } from "@luster/bytecode/dist/opcode.js";\n')).toEqual([
      `${rule}: '@luster/bytecode/dist/opcode.js' is not an entry of its package: its package.json does not list './dist/opcode.js' in "exports".`,
    ]);
  });

  test("a relative path into another package is an error", async () => {
    expect(await lintSnippet("packages/vm/src/value/x.ts", 'export { Op } from "../../../bytecode/src/opcode.js";\n')).toEqual([
      `${rule}: '../../../bytecode/src/opcode.js' leaves the package: import another package by its name.`,
    ]);
  });

  test("a listed entry is fine, and so is a path within the package", async () => {
    expect(await lintSnippet("packages/lua/src/node.ts", 'export { nodeHost } from "@luster/stdlib/node";\n')).toEqual([]);
    expect(await lintSnippet("packages/vm/src/exec/x.ts", 'export { call } from "../meta/call.js";\n')).toEqual([]);
    expect(await lintSnippet("packages/vm/test/x.test.ts", 'export { call } from "../src/meta/call.js";\n')).toEqual([]);
  });
});
