// All cases: those written by hand (../cases/*.txt) and those made by rule, by the name under which their outputs are recorded.

import { readdirSync, readFileSync } from "node:fs";
import { generated } from "./generate.mjs";

const folder = new URL("../cases/", import.meta.url);

/** The names of all lists of cases. */
export function caseNames() {
  const written = readdirSync(folder).map((file) => file.replace(/\.txt$/, ""));
  return [...written.sort(), ...Object.keys(generated)];
}

/** The cases of a list: Lua expressions. */
export function casesOf(name) {
  if (isGenerated(name)) return generated[name]();
  return writtenCases(readFileSync(new URL(`${name}.txt`, folder), "utf8"));
}

/** A line is a case, or, below `@ f`, a number of argument lists of that function with ` ;; ` between them. `-` is the empty list. */
function writtenCases(text) {
  let called = "";
  return text.split("\n").flatMap((line) => {
    if (line === "" || line.startsWith("--")) return [];
    if (line.startsWith("@")) {
      called = line.slice(1).trim();
      return [];
    }
    return called === "" ? [line] : line.split(" ;; ").map((args) => `${called}(${args === "-" ? "" : args})`);
  });
}

/** Whether the cases of a list are made by rule. */
export const isGenerated = (name) => Object.hasOwn(generated, name);

/** The number of cases written by hand. */
export function writtenCount() {
  return caseNames().reduce((count, name) => count + (isGenerated(name) ? 0 : casesOf(name).length), 0);
}

/** The Lua program that evaluates the cases of a list. */
export function driverOf(name) {
  return name === "fuzz" ? "fuzz-driver.lua" : "driver.lua";
}
