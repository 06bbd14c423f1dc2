// What compiled code does out of line, one by one: the value, or that the interpreter is to do the instruction, and then no effect.

import { compile } from "@luster/compiler";
import { Cell, Table, fromBigInt, instantiate, makeFloat, native0, native1, native2, native3, nativeN, next } from "@luster/vm";
import type { Context, Value, Closure } from "@luster/vm";
import {
  FieldSite,
  PENDING,
  SUSPEND,
  admitBytes,
  allResults,
  callOther,
  callOtherWith,
  cellBarrier,
  concatAll,
  concatTwo,
  doubleOfFloat,
  doubleOfNumber,
  elementBarrier,
  fieldBarrier,
  firstResult,
  floorDivide,
  getField,
  getIndex,
  getInteger,
  isEqual,
  isLess,
  isLessOrEqual,
  iterate,
  lengthOf,
  loopLimit,
  modulo,
  newTable,
  putField,
  putIndex,
  putInteger,
  putList,
  refundBytes,
  resultAt,
  returnValues,
  rootShape,
} from "@luster/vm/tier";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

/** What only the machine and its tier use of a context. */
const insideOf = <G>(
  cx: Context<G>,
): { readonly buffer: Value<G>[]; readonly departure: { captures: unknown[]; then: number; callback: unknown; argCount: number } } =>
  cx as never;

/** Runs with a context, and with the table that a chunk returns. */
function withTable(source: string, use: <G>(cx: Context<G>, table: Table<G>) => void): void {
  const vm = machine();
  runOn(vm, `subject = ${source}`);
  vm.enter((cx) => use(cx, cx.globals.getString("subject") as Table<typeof cx extends Context<infer G> ? G : never>));
}

const INDEXED = "setmetatable({x = 1, [3] = 'three'}, {__index = setmetatable({y = 2}, {__index = {z = 3, [7] = 'seven'}})})";
const BY_FUNCTION =
  "setmetatable({x = 1}, {__index = function() return 5 end, __newindex = function() end, __len = function() return 9 end})";

describe("reading", () => {
  it("goes through tables", () =>
    withTable(INDEXED, (cx, t) => {
      expect([getIndex(cx, t, "x"), getIndex(cx, t, "z"), getIndex(cx, t, "none")]).toEqual([1, 3, undefined]);
      expect([getInteger(cx, t, 3), getInteger(cx, t, 7), getInteger(cx, t, 8)]).toEqual(["three", "seven", undefined]);
    }));

  it("leaves functions and what has no fields to the interpreter", () =>
    withTable(BY_FUNCTION, (cx, t) => {
      expect(getIndex(cx, t, "x")).toBe(1);
      expect([getIndex(cx, t, "y"), getIndex(cx, undefined, "y"), getIndex(cx, 1, "y"), getInteger(cx, true, 1)]).toEqual(
        new Array(4).fill(SUSPEND),
      );
    }));

  it("gives up a chain without end", () =>
    withTable("(function() local t = {} return setmetatable(t, setmetatable({__index = t}, nil)) end)()", (cx, t) =>
      expect(getIndex(cx, t, "x")).toBe(SUSPEND),
    ));

  it("remembers where fields are", () =>
    withTable(INDEXED, (cx, t) => {
      for (const key of ["x", "y", "z"]) {
        const site = new FieldSite();
        const first = getField(cx, site, t, key);
        expect(site.places.length).toBe(1);
        expect(getField(cx, site, t, key)).toBe(first);
      }
      expect(getField(cx, new FieldSite(), undefined, "x")).toBe(SUSPEND);
    }));

  it("looks again when the field has gone", () =>
    withTable(INDEXED, (cx, t) => {
      const site = new FieldSite();
      expect(getField(cx, site, t, "x")).toBe(1);
      cx.rawSet(t, "x", undefined);
      expect(getField(cx, site, t, "x")).toBeUndefined();
    }));
});

describe("storing", () => {
  it("stores where no metamethod is asked", () =>
    withTable("{x = 1, 10, 20}", (cx, t) => {
      expect([putIndex(cx, t, "y", 2), putInteger(cx, t, 3, 30), putIndex(cx, t, 2, undefined)]).toEqual([true, true, true]);
      expect([t.getString("y"), t.getInteger(3), t.getInteger(2)]).toEqual([2, 30, undefined]);
    }));

  it("leaves __newindex, bad keys and what is no table to the interpreter", () =>
    withTable(BY_FUNCTION, (cx, t) => {
      expect([
        putIndex(cx, t, "new", 1),
        putInteger(cx, t, 1, 1),
        putIndex(cx, 5, "x", 1),
        putField(cx, new FieldSite(), "s", "x", 1),
      ]).toEqual(new Array(4).fill(false));
      expect(putField(cx, new FieldSite(), t, "new", 1)).toBe(false);
      expect(putIndex(cx, t, "x", 7) && putField(cx, new FieldSite(), t, "x", 8)).toBe(true);
      expect(t.getString("x")).toBe(8);
      expect([putIndex(cx, cx.newTable(), undefined, 1), putIndex(cx, cx.newTable(), NaN, 1)]).toEqual([false, false]);
    }));

  it("remembers where fields are, and which come to be", () =>
    withTable("{x = 1, y = 2}", (cx, t) => {
      const site = new FieldSite();
      for (let n = 0; n < 3; n++) expect(putField(cx, site, t, "x", n)).toBe(true);
      expect(t.getString("x")).toBe(2);
      const adding = new FieldSite();
      const tables = [1, 2, 3].map((n) => {
        const table = cx.newTable();
        cx.rawSet(table, "a", n);
        expect(putField(cx, adding, table, "b", n)).toBe(true);
        return [table.getString("a"), table.getString("b")];
      });
      expect(tables).toEqual([1, 2, 3].map((n) => [n, n]));
    }));

  it("tells the collector", () =>
    withTable("{1, 2, x = {}}", (cx, t) => {
      const cell = new Cell(1) as Cell<never>;
      fieldBarrier(cx.heap, t);
      elementBarrier(cx.heap, t, 1);
      cellBarrier(cx.heap, cell);
      // Nothing is being marked.
      expect(t.gcColor).not.toBe(cx.heap.barrierColor);
    }));

  it("fills lists, in one go or element by element", () =>
    withTable("{}", (cx, t) => {
      expect(putList(cx, t, 1, ["a", "b"]) && putList(cx, t, 3, ["c", undefined, "e"]) && putList(cx, t, 2, ["B"])).toBe(true);
      expect([1, 2, 3, 4, 5].map((n) => t.getInteger(n))).toEqual(["a", "B", "c", undefined, "e"]);
      expect(putList(cx, undefined, 1, [1])).toBe(false);
    }));
});

describe("new objects", () => {
  it("are charged", () =>
    machine().enter((cx) => {
      const before = cx.heap.allocatedBytes;
      const table = newTable(cx, 4);
      expect([table instanceof Table, table?.shape === rootShape(cx)]).toEqual([true, true]);
      expect(cx.heap.allocatedBytes).toBeGreaterThan(before + 8 * 14);
    }));

  it("are refused by the memory limit before anything happens", () =>
    machine([], { memoryLimitBytes: 200_000 }).enter((cx) => {
      const before = cx.heap.allocatedBytes;
      const long = "x".repeat(300_000);
      expect([newTable(cx, 1_000_000), concatTwo(cx, long, "y"), concatAll(cx, [long, "y", "z"])]).toEqual(new Array(3).fill(undefined));
      expect(cx.heap.allocatedBytes).toBe(before);
      const table = cx.newTable();
      let count = 1;
      while (putInteger(cx, table, count, count)) count++;
      expect(table.getInteger(count)).toBeUndefined();
      expect(putList(cx, table, count, [1])).toBe(false);
      expect(putIndex(cx, table, count, 1)).toBe(false);
      const fields = cx.newTable();
      let names = 0;
      while (putField(cx, new FieldSite(), fields, `field${names}`, 1)) names++;
      expect(fields.getString(`field${names}`)).toBeUndefined();
    }));

  it("that compiled code has charged are admitted up to the memory limit, or taken back", () =>
    machine([], { memoryLimitBytes: 200_000 }).enter((cx) => {
      const { heap } = cx;
      const before = heap.allocatedBytes;
      heap.allocatedBytes += 1000;
      expect([admitBytes(cx, 1000), heap.allocatedBytes]).toEqual([true, before + 1000]);
      heap.allocatedBytes += 300_000;
      expect([admitBytes(cx, 300_000), heap.allocatedBytes]).toEqual([false, before + 1000]);
      expect([refundBytes(heap, 1000), heap.allocatedBytes]).toEqual([true, before]);
    }));

  it("are strings, too", () =>
    machine().enter((cx) => {
      expect([concatTwo(cx, "a", 1), concatTwo(cx, 2.5, "b"), concatTwo(cx, makeFloat(3), 4), concatTwo(cx, "a", undefined)]).toEqual([
        "a1",
        "2.5b",
        "3.04",
        undefined,
      ]);
      expect([concatAll(cx, ["a", 1, "b"]), concatAll(cx, ["a", true, "b"])]).toEqual(["a1b", undefined]);
    }));
});

describe("operators", () => {
  it("divide, but not by zero", () => {
    expect([modulo(7, -3), floorDivide(7, 2), modulo(1, 0), floorDivide(1, 0)]).toEqual([-2, 3, undefined, undefined]);
  });

  it("measure", () =>
    withTable(BY_FUNCTION, (cx, t) => {
      expect([lengthOf("abc"), lengthOf(cx.newTable()), lengthOf(t), lengthOf(5)]).toEqual([3, 0, undefined, undefined]);
    }));

  it("compare", () =>
    withTable("setmetatable({}, {__eq = function() return true end})", (cx, t) => {
      const plain = cx.newTable();
      expect([isEqual(cx, t, plain), isEqual(cx, plain, t), isEqual(cx, plain, cx.newTable())]).toEqual([undefined, undefined, false]);
      expect([isEqual(cx, fromBigInt(2n ** 62n), fromBigInt(2n ** 62n)), isEqual(cx, 1, "1")]).toEqual([true, false]);
      expect([isLess(1, 2.5), isLess("a", "b"), isLess("a", 1), isLessOrEqual(2, 2), isLessOrEqual("b", "a"), isLessOrEqual(t, 1)]).toEqual(
        [true, true, undefined, true, false, undefined],
      );
    }));

  it("tell floats from integers", () => {
    expect([doubleOfFloat(1), doubleOfFloat(1.5), doubleOfFloat(makeFloat(2)), doubleOfFloat("1")]).toEqual([undefined, 1.5, 2, undefined]);
    expect([doubleOfNumber(1), doubleOfNumber(makeFloat(2)), doubleOfNumber("1")]).toEqual([1, 2, undefined]);
  });

  it("round the limits of loops over integers", () => {
    expect([loopLimit(1, 5, 1), loopLimit(1, 5.5, 1), loopLimit(5, 1.5, -1), loopLimit(1, makeFloat(4), 1)]).toEqual([5, 5, 2, 4]);
    expect([loopLimit(1.5, 5, 1), loopLimit(1, 5, 0), loopLimit(1, "5", 1), loopLimit(1, Infinity, 1), loopLimit(1, 2, "1")]).toEqual(
      new Array(5).fill(undefined),
    );
  });
});

describe("results", () => {
  it("are one value, or those in the buffer", () =>
    machine().enter((cx) => {
      expect(returnValues(cx, ["only"])).toBe("only");
      expect([resultAt(cx, "only", 0), resultAt(cx, "only", 1), allResults(cx, "only")]).toEqual(["only", undefined, ["only"]]);
      expect(returnValues(cx, [1, 2, 3])).toBe(PENDING);
      expect([firstResult(cx), resultAt(cx, PENDING, 2), resultAt(cx, PENDING, 3), allResults(cx, PENDING)]).toEqual([
        1,
        3,
        undefined,
        [1, 2, 3],
      ]);
      expect(returnValues(cx, [])).toBe(PENDING);
      expect([firstResult(cx), resultAt(cx, PENDING, 0), allResults(cx, PENDING)]).toEqual([undefined, undefined, []]);
    }));
});

describe("calls", () => {
  const callbacks = [
    native0("none", () => 0),
    native1("one", (_cx, a) => a),
    native2("two", (_cx, a, b) => [a, b].join()),
    native3("three", (cx, a, b, c) => cx.return3(c, b, a)),
    nativeN("many", (_cx, args) => args.toArray().join()),
    nativeN("framed", () => 1, { needsFrame: true }),
    native0("fails", (cx) => {
      throw cx.error("failed");
    }),
    native1("calls", (cx, f) => cx.call(f, [])),
  ];

  /** The main function of a chunk, to call from. */
  const caller = <G>(cx: Context<G>): Closure<G> => instantiate(cx, compile("return f(1)", { chunkName: "=caller" }), cx.globals);
  const callee = <G>(cx: Context<G>, name: string): Value<G> => cx.globals.getString(name);

  it.each([
    ["none", 0],
    ["one", "a"],
    ["two", "a,b"],
    ["many", "a,b,c"],
  ])("%s is called directly", (name, expected) =>
    machine(callbacks).enter((cx) => expect(callOther(cx, caller(cx), 1, 1000, callee(cx, name), 3, "a", "b", "c")).toBe(expected)),
  );

  it("several results are in the buffer", () =>
    machine(callbacks).enter((cx) => {
      expect(callOther(cx, caller(cx), 1, 1000, callee(cx, "three"), 3, "a", "b", "c")).toBe(PENDING);
      expect(allResults(cx, PENDING)).toEqual(["c", "b", "a"]);
    }));

  it("any number of arguments can be given", () =>
    machine(callbacks).enter((cx) => {
      const call = (name: string, ...args: string[]): unknown => callOtherWith(cx, caller(cx), 1, 1000, callee(cx, name), args);
      expect([call("many", "a", "b", "c", "d", "e"), call("two", "a", "b", "c", "d"), call("one", "a"), call("many")]).toEqual([
        "a,b,c,d,e",
        "a,b",
        "a",
        "",
      ]);
    }));

  it("what needs a frame, is no function, or is cold is left to the interpreter", () =>
    machine(callbacks).enter((cx) => {
      const cold = caller(cx);
      for (const value of [callee(cx, "framed"), 5, undefined, cx.newTable(), cold]) {
        expect(callOther(cx, caller(cx), 1, 1000, value, 1, "a", undefined, undefined)).toBe(SUSPEND);
        expect(callOtherWith(cx, caller(cx), 1, 1000, value, ["a", "b", "c", "d"])).toBe(SUSPEND);
        expect(insideOf(cx).departure.captures).toEqual([]);
      }
    }));

  it.each(["fails", "calls"])("what %s suspends, and says why", (name) =>
    machine(callbacks).enter((cx) => {
      const { departure } = insideOf(cx);
      for (const count of [1, 5]) {
        const args = Array.from({ length: count }, () => callee(cx, "none"));
        expect(callOtherWith(cx, caller(cx), 1, 1000, callee(cx, name), args)).toBe(SUSPEND);
        expect([departure.callback, departure.argCount]).toEqual([callee(cx, name), count]);
        departure.then = 0;
      }
    }),
  );
});

describe("iteration", () => {
  it("steps through tables with next, and with the iterator of ipairs", () =>
    withTable("{10, 20, x = 30}", (cx, t) => {
      const seen: unknown[] = [];
      const step = cx.globals.getString(next.name);
      for (let key = iterate(cx, step, t, undefined, 0); key !== undefined; key = iterate(cx, step, t, key as number, 0))
        seen.push(key, insideOf(cx).buffer[0]);
      expect(seen).toEqual([1, 10, 2, 20, "x", 30]);
      const indexes = cx.globals.getString("ipairs_iterator");
      expect([iterate(cx, indexes, t, 0, 0), insideOf(cx).buffer[0], iterate(cx, indexes, t, 2, 0)]).toEqual([1, 10, undefined]);
    }));

  it("leaves other iterators, other states and keys that are not there to the interpreter", () =>
    withTable(INDEXED, (cx, t) => {
      const step = cx.globals.getString("next");
      const indexes = cx.globals.getString("ipairs_iterator");
      expect([iterate(cx, 5, t, 1, 0), iterate(cx, step, 5, 1, 0), iterate(cx, step, t, "no", 0), iterate(cx, indexes, t, 1, 0)]).toEqual(
        new Array(4).fill(SUSPEND),
      );
      expect(iterate(cx, cx.globals.getString("select"), t, 1, 0)).toBe(SUSPEND);
    }));
});
