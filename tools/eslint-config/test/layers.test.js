import { describe, expect, test } from "vitest";
import { lintSnippet } from "./lint-snippet.js";

describe("layers", () => {
  test("an import from a later layer is an error", async () => {
    expect(await lintSnippet("packages/vm/src/value/x.ts", 'export { call } from "../exec/machine.js";\n')).toEqual([
      "luster/layers: 'value' must not import from 'exec': the order of the layers is value <- meta <- exec <- host.",
    ]);
  });

  test("an import from an earlier layer, the same, or a folder outside of the order is fine", async () => {
    const code =
      'export { Table } from "../value/table.js";\nexport { step } from "./machine.js";\nexport { raise } from "../error/raise.js";\n';
    expect(await lintSnippet("packages/vm/src/exec/x.ts", code)).toEqual([]);
  });

  test("an import of types may point to a later layer", async () => {
    expect(await lintSnippet("packages/vm/src/value/x.ts", 'export type { Context } from "../host/context.js";\n')).toEqual([]);
  });
});
