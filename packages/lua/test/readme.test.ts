// Runs the examples of the README: each `ts` block must print the `text` block after it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import ts from "typescript";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)].map(([, code = "", output = ""]) => ({ code, output }));

// Below the package, so that its dependencies are found.
const folder = fileURLToPath(new URL("../.reports/readme/", import.meta.url));
beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

describe("README", () => {
  it("has examples", () => {
    expect(examples.length).toBe(readme.match(/```ts\n/g)?.length);
  });

  it.each(examples.map((example, index) => ({ index, ...example })))("example $index prints what it says", ({ index, code, output }) => {
    const file = `${folder}example-${index}.mjs`;
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
    writeFileSync(file, ts.transpileModule(code, { compilerOptions }).outputText);
    expect(execFileSync(process.execPath, [file], { encoding: "utf8" })).toBe(output);
  });
});
