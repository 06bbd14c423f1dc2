// The function that docs/jit.md follows has the bytecode and the JavaScript that are shown there.

import { readFileSync } from "node:fs";
import { disassemble } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { expect, it } from "vitest";
import { run } from "./machine.js";

const guide = readFileSync(new URL("../../../docs/jit.md", import.meta.url), "utf8");

/** The first block in the guide that is marked as of this language. */
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(guide)?.[1] ?? "";

const plainLines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) =>
      line
        .replace(/\/\/.*/, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");

const source = block("lua");

it("has the bytecode that is shown", () => {
  const listing = disassemble(compile(source, { chunkName: "=test" }));
  const [, sum = ""] = listing.split(/^function .*\n.*\n/m);
  expect(sum.length).toBeGreaterThan(0);
  const instructions = sum
    .split("\n")
    .filter((line) => /^ +\d+ +\[/.test(line))
    .join("\n");
  expect(plainLines(instructions.replace(/\[\d+\]/g, ""))).toEqual(plainLines(block("text")));
});

it("has the JavaScript that is shown", () => {
  const texts: string[] = [];
  const onCompile = ({ lineDefined, pc, text }: { readonly lineDefined: number; readonly pc: number; readonly text: string }): void => {
    if (lineDefined === 1 && pc === 0) texts.push(text);
  };
  run(`${source} for i = 1, 30 do sum(10) end`, { jit: { threshold: 20, onCompile } });
  const [text = ""] = texts;
  expect(plainLines(text.slice(text.indexOf("return (function")))).toEqual(plainLines(block("js")));
});
