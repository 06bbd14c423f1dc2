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
  if (Object.hasOwn(generated, name)) return generated[name]();
  const lines = readFileSync(new URL(`${name}.txt`, folder), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("--"));
}

/** The Lua program that evaluates the cases of a list. */
export function driverOf(name) {
  return name === "fuzz" ? "fuzz-driver.lua" : "driver.lua";
}
