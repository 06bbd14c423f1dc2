// Whoever composes sequences has to know when a closure runs: the documentation of each combinator says in which step, and the tests in
// combinators.test.ts hold it to that.

import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as exported from "@luster/gc-sequence";

const folder = new URL("../src/combinators/", import.meta.url);
const source = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), "utf8"))
  .join("\n");

/** The documentation of each exported function, by name. */
const docs = new Map(
  [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:function|const) (\w+)/g)].map(([, text, name]) => [name, text]),
);

const COMBINATORS = [
  "done", "ok", "fail", "fromFn", "fromPromise", "map", "mapErr", "thenDo", "andThen", "orElse", "chain", "flatten", "all", "race", "repeat",
] as const; // prettier-ignore

describe("the documentation of combinators", () => {
  it.each(COMBINATORS)("%s says in which step what happens", (name) => {
    expect(exported).toHaveProperty(name);
    expect(docs.get(name)).toMatch(/\bsteps?\b/i);
  });
});
