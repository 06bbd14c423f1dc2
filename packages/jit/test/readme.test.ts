// The example of the README runs as it stands there, and prints what its comments say.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

test("the example prints what it says", () => {
  const [, code = ""] = /```js\n(.*?)```/s.exec(readFileSync(pathOf("README.md"), "utf8")) ?? [];
  const expected = Array.from(code.matchAll(/\/\/ -> (.*)/g), ([, text]) => text);
  expect(expected.length).toBeGreaterThan(0);
  mkdirSync(pathOf(".reports"), { recursive: true });
  const file = pathOf(".reports/readme-example.mjs");
  writeFileSync(file, code);
  const output = execFileSync(process.execPath, [file], { encoding: "utf8" });
  expect(output.trimEnd().split("\n")).toEqual(expected);
});
