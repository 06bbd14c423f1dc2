// docs/custom-vm.md: the program there runs as it stands, and prints what is written below it.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

test("the machine of docs/custom-vm.md does what it says", () => {
  const [, code = "", output = ""] =
    /```js\n(.*?)```\n\n```text\n(.*?)```/s.exec(readFileSync(pathOf("../../../docs/custom-vm.md"), "utf8")) ?? [];
  expect(output.split("\n").length).toBeGreaterThan(5);
  mkdirSync(pathOf("../.reports"), { recursive: true });
  const file = pathOf("../.reports/custom-vm.mjs");
  writeFileSync(file, code);
  expect(execFileSync(process.execPath, [file], { encoding: "utf8" })).toBe(output);
});
