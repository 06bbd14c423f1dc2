import { disposeSymbol } from "@luster/gc-arena";
import { Table, fromHost, fromHostNumber } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, plain } from "../machine.js";

describe("fromHost", () => {
  it("converts values without identity", () => {
    machine().enter((cx) => {
      const converted = [undefined, null, true, 1, 1.5, -0, 2 ** 53, 5n, 1n << 62n, "h\u00e9", new Uint8Array([0, 255])].map((v) =>
        plain(fromHost(cx, v)),
      );
      expect(converted).toEqual([undefined, undefined, true, 1, 1.5, { float: -0 }, 2 ** 53, 5, 1n << 62n, "h\u00e9", expect.any(String)]);
    });
  });

  it("refuses the rest by name", () => {
    machine().enter((cx) => {
      expect(() => fromHost(cx, {})).toThrow(TypeError);
      expect(() => fromHost(cx, Symbol("x"))).toThrow("symbol");
      expect(() => fromHost(cx, 1n << 64n)).toThrow("18446744073709551616n");
    });
  });

  it("makes integers of safe integers alone", () => {
    expect(fromHostNumber(3)).toBe(3);
    expect(typeof fromHostNumber(-0)).toBe("object");
    expect(fromHostNumber(NaN)).toBeNaN();
  });
});

describe("stashed values", () => {
  it("live across calls, whatever they are", () => {
    const vm = machine();
    const handles = vm.enter((cx) => {
      const table = cx.newTable();
      table.setInteger(cx.heap, 1, 42);
      return [cx.stash(table), cx.stash("text"), cx.stash(7), cx.stash(undefined)];
    });
    vm.enter((cx) => {
      const [table, ...others] = handles.map((handle) => cx.fetch(handle));
      expect(table).toBeInstanceOf(Table);
      expect(table instanceof Table && table.getInteger(1)).toBe(42);
      expect(others).toEqual(["text", 7, undefined]);
    });
    for (const handle of handles) handle[disposeSymbol]();
    expect(() => vm.enter((cx) => typeof cx.fetch(handles[0] as never))).toThrow();
  });
});
