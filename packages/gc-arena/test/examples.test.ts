import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, it } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

const EXPECTED: Record<string, string> = {
  "cursor-list": `
list: red blue
cursors: red (gone) blue
live bytes: 288
`,
  "document-tree": `
body(list(one two three))
body(list(one))
open while they can be undone: body list one two three
body(list(one three))
closed two
open after forgetting: body list one three
closed three
closed one
closed list
closed body
open after closing: 0
`,
  "tiny-lisp": `
2432902008176640000
(0 1 4 9 16 25 36 49 64 81)
610
610
stopped at the memory limit
live objects below 3000: true
`,
};

it.each(Object.keys(EXPECTED))("the example %s prints what it should", async (name) => {
  const entryPoints = [join(PACKAGE, "examples", `${name}.ts`)];
  const { outputFiles } = await build({ entryPoints, bundle: true, platform: "node", format: "esm", target: "es2022", write: false });
  const folder = join(PACKAGE, ".reports", "examples");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, outputFiles[0]?.contents ?? "");
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(`\n${stdout}`).toBe(EXPECTED[name]);
});
