import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lintSnippet } from "./lint-snippet.js";

const rule = "luster/no-import-cycle";
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "luster-cycle-"));
});
afterEach(() => rmSync(root, { recursive: true }));

// Writes `files` (path below packages/vm/src -> code) and lints one of them.
function lint(files, path) {
  for (const [name, code] of Object.entries(files)) {
    const file = join(root, "packages/vm/src", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  return lintSnippet(join("packages/vm/src", path), files[path], root);
}

describe("no-import-cycle", () => {
  test("two files that import each other", async () => {
    const files = { "a.ts": 'export { b } from "./b.js";\n', "b.ts": 'import { a } from "./a.js";\nexport const b = a;\n' };
    expect(await lint(files, "a.ts")).toEqual([`${rule}: Import cycle: a.ts -> b.ts -> a.ts.`]);
  });

  test("a cycle through folders and import lists over several lines", async () => {
    const files = {
      "a.ts": 'import { b } from "./exec/b.js";\nexport const a = b;\n',
      "exec/b.ts": 'import {\n  c,\n  d,\n} from "../value/c.js";\nexport const b = [c, d];\n',
      "value/c.ts": 'import "../a.js";\nexport const c = 1;\nexport const d = 2;\n',
    };
    expect(await lint(files, "a.ts")).toEqual([`${rule}: Import cycle: a.ts -> exec/b.ts -> value/c.ts -> a.ts.`]);
  });

  test("a file that imports itself", async () => {
    expect(await lint({ "a.ts": 'export { a } from "./a.js";\n' }, "a.ts")).toEqual([`${rule}: Import cycle: a.ts -> a.ts.`]);
  });

  test("a chain that ends is fine, also beside a cycle of other files", async () => {
    const files = {
      "a.ts": 'export { b } from "./b.js";\n',
      "b.ts": 'export { c as b } from "./c.js";\n',
      "c.ts": 'export { b as c } from "./b.js";\n',
    };
    expect(await lint(files, "a.ts")).toEqual([]);
  });

  test("imports of types only close no cycle", async () => {
    const files = { "a.ts": 'export { b } from "./b.js";\n', "b.ts": 'import type { A } from "./a.js";\nexport const b: A = 1;\n' };
    expect(await lint(files, "a.ts")).toEqual([]);
    expect(await lint(files, "b.ts")).toEqual([]);
  });
});
