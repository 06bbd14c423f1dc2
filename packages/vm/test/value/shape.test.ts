import { describe, expect, test } from "vitest";
import { MAX_ROOT_TRANSITIONS, MAX_SHAPES, MAX_SHAPE_KEYS, MAX_TRANSITIONS, type Shape, ShapeTree } from "../../src/value/shape.js";
import { TestHeap } from "./heap.js";

function newTree(): ShapeTree {
  return new ShapeTree(new TestHeap().heap);
}

function chain(from: Shape, count: number, prefix = "k"): Shape | undefined {
  let shape: Shape | undefined = from;
  for (let i = 0; i < count && shape !== undefined; i++) shape = shape.add(prefix + i);
  return shape;
}

describe("shapes", () => {
  test("keys that are added in the same order lead to the same shape", () => {
    const { root } = newTree();
    expect(root.add("x")?.add("y")).toBe(root.add("x")?.add("y"));
    expect(root.add("x")?.add("y")).not.toBe(root.add("y")?.add("x"));
    expect(root.add("x")?.add("y")?.keys).toEqual(["x", "y"]);
  });

  test("lookup gives each key's slot, few keys or many", () => {
    const { root } = newTree();
    for (const count of [1, 4, 5, 30, 64]) {
      const shape = chain(root, count)!;
      for (let i = 0; i < count; i++) expect(shape.lookup(["k", i].join(""))).toBe(i);
      expect(shape.lookup(`k${count}`)).toBe(-1);
    }
  });

  test("transition knows only what was added", () => {
    const { root } = newTree();
    const x = root.add("x");
    expect(root.transition("x")).toBe(x);
    expect(root.transition("y")).toBeUndefined();
    root.add("y");
    expect(root.transition("x")).toBe(x);
  });
});

describe("bounds: on each side", () => {
  test("keys of a shape", () => {
    const full = chain(newTree().root, MAX_SHAPE_KEYS);
    expect(full?.keys.length).toBe(MAX_SHAPE_KEYS);
    expect(full?.add("one more")).toBeUndefined();
  });

  test("transitions out of a shape", () => {
    const shape = newTree().root.add("x")!;
    for (let i = 0; i < MAX_TRANSITIONS; i++) expect(shape.add(`y${i}`)).toBeDefined();
    expect(shape.add("one more")).toBeUndefined();
    expect(shape.add("y0")).toBeDefined();
  });

  test("transitions out of the root", () => {
    const { root } = newTree();
    for (let i = 0; i < MAX_ROOT_TRANSITIONS; i++) expect(root.add(`y${i}`)).toBeDefined();
    expect(root.add("one more")).toBeUndefined();
  });

  test("shapes of a tree", () => {
    const tree = newTree();
    let refused = 0;
    for (let i = 0; i < MAX_ROOT_TRANSITIONS; i++) {
      for (let j = 0; j < MAX_TRANSITIONS; j++) if (tree.root.add(`x${i}`)?.add(`y${j}`) === undefined) refused++;
    }
    expect(tree.shapeCount).toBe(MAX_SHAPES);
    expect(refused).toBeGreaterThan(0);
  });

  test("the dictionary shape has no way out", () => {
    expect(newTree().dictionaryShape.add("x")).toBeUndefined();
  });
});

describe("transitions that nothing uses", () => {
  test("are dropped at the second full collection, and their bytes given back", () => {
    const heap = new TestHeap();
    const tree = heap.shapes;
    const before = heap.heap.allocatedBytes;
    const used = tree.root.add("used")!.add("also used")!;
    for (let i = 0; i < 20; i++) chain(tree.root, 10, `idle${i}-`);
    for (let collection = 0; collection < 3; collection++) {
      used.isUsed = true;
      tree.dropUnusedTransitions();
    }
    expect(tree.shapeCount).toBe(2);
    expect(tree.root.add("used")?.add("also used")).toBe(used);
    used.isUsed = false;
    for (let collection = 0; collection < 3; collection++) tree.dropUnusedTransitions();
    expect(tree.shapeCount).toBe(0);
    expect(heap.heap.allocatedBytes).toBe(before);
  });

  test("a transition taken again by the shortest way counts as used", () => {
    const tree = newTree();
    const shape = tree.root.add("x");
    for (let collection = 0; collection < 5; collection++) {
      expect(tree.root.add("x")).toBe(shape);
      expect(tree.root.add("x")).toBe(shape);
      tree.dropUnusedTransitions();
    }
  });

  test("the shape of a live table is kept", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    table.setString(heap.heap, "x", 1);
    for (let collection = 0; collection < 5; collection++) {
      heap.arena.collectAll();
      heap.shapes.dropUnusedTransitions();
    }
    expect(heap.shapes.root.add("x")).toBe(table.shape);
  });

  test("tables with a key of their own each run in constant memory", () => {
    const heap = new TestHeap();
    const bytes: number[] = [];
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 5000; i++) heap.newTable().setString(heap.heap, `key ${round} ${i}`, 1);
      heap.arena.collectAll();
      heap.shapes.dropUnusedTransitions();
      bytes.push(heap.heap.allocatedBytes);
    }
    expect(Math.max(...bytes)).toBeLessThan(MAX_ROOT_TRANSITIONS * 3 * 400);
    expect(bytes.at(-1)).toBeLessThanOrEqual(bytes[2]!);
  });
});

test("a refused shape leaves the table as it was", () => {
  const heap = new TestHeap(4000);
  const table = heap.keptTable();
  expect(() => {
    for (let i = 0; i < 60; i++) table.setString(heap.heap, `field ${i}`, i);
  }).toThrow(/memory|limit/i);
  const count = table.shape.keys.length;
  for (let i = 0; i < 60; i++) expect(table.getString(`field ${i}`)).toBe(i < count ? i : undefined);
});
