import { expect, test } from "vitest";
import { loadedName } from "../../src/error/loaded-name.js";
import type { Context } from "../../src/host/context.js";
import { Vm } from "../../src/host/vm.js";
import { native0 } from "../../src/value/callback.js";
import type { Callback } from "../../src/value/callback.js";
import type { Table } from "../../src/value/table.js";

const spec = native0("own name", (cx) => cx.returnNone());

/** The name of a function that `place` puts somewhere in `package.loaded`. */
const nameWhere = (place: <G>(cx: Context<G>, loaded: Table<G>, wanted: Callback<G>) => void): string | undefined =>
  new Vm().enter((cx) => {
    const loaded = cx.newTable();
    const wanted = cx.newCallback(spec);
    cx.registry.setString(cx.heap, "_LOADED", loaded);
    place(cx, loaded, wanted);
    return loadedName(cx, wanted);
  });

/** A new table in a field of another. */
function tableIn<G>(cx: Context<G>, parent: Table<G>, key: string): Table<G> {
  const table = cx.newTable();
  parent.setString(cx.heap, key, table);
  return table;
}

test("a field of a module is named with the module's name", () => {
  expect(nameWhere((cx, loaded, wanted) => tableIn(cx, loaded, "string").setString(cx.heap, "rep", wanted))).toBe("string.rep");
});

test("a global function is named without its module", () => {
  expect(nameWhere((cx, loaded, wanted) => tableIn(cx, loaded, "_G").setString(cx.heap, "print", wanted))).toBe("print");
});

test("a module may be a function", () => {
  expect(nameWhere((cx, loaded, wanted) => loaded.setString(cx.heap, "mod", wanted))).toBe("mod");
});

test("modules are not searched deeper", () => {
  expect(nameWhere((cx, loaded, wanted) => tableIn(cx, tableIn(cx, loaded, "a"), "b").setString(cx.heap, "c", wanted))).toBe(undefined);
});

test("keys that are no strings are passed over", () => {
  expect(nameWhere((cx, loaded, wanted) => tableIn(cx, loaded, "m").set(cx.heap, 1, wanted))).toBe(undefined);
  expect(nameWhere((cx, loaded, wanted) => tableIn(cx, loaded, "m").set(cx.heap, true, wanted))).toBe(undefined);
});

test("a module that contains itself is no trouble", () => {
  expect(nameWhere((cx, loaded) => loaded.setString(cx.heap, "loaded", loaded))).toBe(undefined);
});

test("without package.loaded a callback goes by its own name", () => {
  expect(new Vm().enter((cx) => loadedName(cx, cx.newCallback(spec)))).toBe("own name");
});
