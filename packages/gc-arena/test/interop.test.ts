import { createRequire } from "node:module";
import { expect, it } from "vitest";
import * as esm from "@luster/gc-arena";
import * as esmDebug from "@luster/gc-arena/debug";
import * as esmInspect from "@luster/gc-arena/inspect";
import { Node } from "./list.js";

const cjs = createRequire(import.meta.url)("@luster/gc-arena") as typeof esm;

it("both module formats export the same names", () => {
  expect(Object.keys(cjs).sort()).toEqual(Object.keys(esm).sort());
});

it("an object of one copy is collected by an arena of the other", () => {
  expect(cjs.Arena).not.toBe(esm.Arena);
  const arena = new cjs.Arena<never>((() => ({ head: new Node("esm") })) as never);
  arena.collectAll();
  expect(arena.metrics.liveBytes).toBe(64);
  const graph = esmInspect.inspectHeap(arena as never);
  expect(graph.explain((object) => object instanceof Node)).toBe("head: Node");
  esmDebug.enableDebug(arena as never, { verify: true });
  arena.collectAll();
});
