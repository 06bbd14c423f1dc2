import { describe, expect, it } from "vitest";
import type { LuaTable } from "@luster/lua";
import { Lua, LuaConversionError, LuaFunction, LuaReference, disposeSymbol } from "@luster/lua";
import { thrownBy } from "./thrown-by.js";

const roundTrip = (value: unknown): unknown => {
  const lua = new Lua();
  lua.globals.set("x", value as never);
  return lua.globals.get("x");
};
const typeInLua = (value: unknown): unknown => {
  const lua = new Lua();
  lua.globals.set("x", value as never);
  return lua.run("return math.type(x) or type(x)")[0];
};

describe("values without identity", () => {
  it.each([undefined, true, false, 0, -5, 1.5, Infinity, 2 ** 53 - 1, 2 ** 60, "", "text", "grüße 🎉", 2n ** 63n - 1n, -(2n ** 63n)])(
    "%s comes back as it went in",
    (value) => {
      expect(roundTrip(value)).toBe(value);
    },
  );

  it("null is nil", () => {
    expect(roundTrip(null)).toBeUndefined();
    expect(typeInLua(null)).toBe("nil");
  });

  it("integral numbers are integers while they are safe", () => {
    expect(typeInLua(3)).toBe("integer");
    expect(typeInLua(2 ** 53 - 1)).toBe("integer");
    expect(typeInLua(2 ** 53)).toBe("float");
    expect(typeInLua(3.5)).toBe("float");
    expect(typeInLua(-0)).toBe("float");
    expect(typeInLua(3n)).toBe("integer");
  });

  it("integers beyond the safe ones come out as bigints, floats as numbers", () => {
    expect(new Lua().run("return math.maxinteger, 2^63, 3.0, math.mininteger")).toEqual([2n ** 63n - 1n, 2 ** 63, 3, -(2n ** 63n)]);
  });

  it("bytes that are no UTF-8 come out as bytes, so that nothing is lost", () => {
    expect(roundTrip(Uint8Array.of(0xff, 0x00))).toEqual(Uint8Array.of(0xff, 0x00));
    expect(roundTrip(Uint8Array.of(0x61))).toBe("a");
    expect(roundTrip(Uint8Array.from({ length: 100_000 }, () => 200))).toHaveLength(100_000);
  });

  it("text is UTF-8 inside", () => {
    const lua = new Lua();
    lua.globals.set("s", "é");
    expect(lua.run("return #s, s:byte(1, -1)")).toEqual([2, 0xc3, 0xa9]);
  });
});

describe("values without a Lua form", () => {
  it.each([
    [{ a: 1 }, "a plain object {a} has no Lua form: make a table of it with lua.table(value)"],
    [[1, 2], "an array of 2 has no Lua form"],
    [new Date(), "an object of class Date has no Lua form"],
    [Promise.resolve(1), "an object of class Promise has no Lua form: await it"],
    [Symbol("s"), "Symbol(s) has no Lua form"],
  ])("%s are refused by name", (value, message) => {
    const error = thrownBy(() => roundTrip(value)) as LuaConversionError;
    expect(error).toBeInstanceOf(LuaConversionError);
    expect(error.message).toContain(message);
    expect(error.value).toBe(value);
  });

  it("a bigint beyond 64 bits is refused by name", () => {
    expect(() => roundTrip(2n ** 63n)).toThrow(new RangeError("9223372036854775808n does not fit a 64-bit integer"));
  });
});

describe("LuaTable", () => {
  it("gets and sets fields, with metamethods", () => {
    const lua = new Lua();
    const [table] = lua.run(
      "return setmetatable({}, { __index = function(_, k) return k .. '!' end, __newindex = function(t, k, v) rawset(t, k, v * 2) end })",
    ) as [LuaTable];
    expect(table.get("x")).toBe("x!");
    table.set("x", 4);
    expect(table.get("x")).toBe(8);
  });

  it("gets and sets the fields themselves", () => {
    const lua = new Lua();
    const [table] = lua.run("return setmetatable({}, { __index = error, __newindex = error })") as [LuaTable];
    table.rawSet("x", 1);
    expect(table.rawGet("x")).toBe(1);
    expect(table.rawGet("y")).toBeUndefined();
  });

  it("passes on errors of metamethods", () => {
    const [table] = new Lua().run("return setmetatable({}, { __index = function() error('no', 0) end })") as [LuaTable];
    expect(() => table.get("x")).toThrow("no");
  });

  it("refuses nil and NaN as keys", () => {
    const table = new Lua().table();
    expect(() => table.set(undefined, 1)).toThrow("index is nil");
    expect(() => table.rawSet(undefined, 1)).toThrow(new RangeError("a table cannot have the key undefined"));
    expect(() => table.rawSet(Number.NaN, 1)).toThrow(RangeError);
  });

  it("has a length and entries", () => {
    const [table] = new Lua().run("return { 10, 20, x = 'y' }") as [LuaTable];
    expect(table.length).toBe(2);
    expect(table.entries()).toEqual([
      [1, 10],
      [2, 20],
      ["x", "y"],
    ]);
  });

  it("copies into arrays and plain objects", () => {
    const [table] = new Lua().run("return { list = { 1, 2, { deep = true } }, empty = {}, holes = { 1, nil, 3 }, [5] = 'five' }") as [
      LuaTable,
    ];
    expect(table.toJS()).toEqual({ list: [1, 2, { deep: true }], empty: {}, holes: { 1: 1, 3: 3 }, 5: "five" });
  });

  it("copies into maps", () => {
    const [table] = new Lua().run("return { [1.5] = true, x = {} }") as [LuaTable];
    expect(table.toJS("map")).toEqual(
      new Map<unknown, unknown>([
        [1.5, true],
        ["x", new Map()],
      ]),
    );
  });

  it("copies cycles as cycles", () => {
    const [table] = new Lua().run("local t = { name = 'a' } t.self = t return t") as [LuaTable];
    const copy = table.toJS() as { self: unknown };
    expect(copy.self).toBe(copy);
  });

  it("copies 100,000 levels", () => {
    const [table] = new Lua().run("local t = {} for i = 1, 100000 do t = { t } end return t") as [LuaTable];
    let levels = 0;
    for (let copy = table.toJS(); Array.isArray(copy); copy = (copy as unknown[])[0]) levels++;
    expect(levels).toBe(100_000);
  });

  it("does not let a script reach prototypes through the copy", () => {
    const [table] = new Lua().run("return { __proto__ = { polluted = true }, constructor = 1 }") as [LuaTable];
    const copy = table.toJS() as Record<string, unknown>;
    expect(copy["polluted"]).toBeUndefined();
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy).sort()).toEqual(["__proto__", "constructor"]);
  });

  it("refuses keys that would collide, or have no text", () => {
    const run = (source: string) => (new Lua().run(source) as [LuaTable])[0].toJS();
    expect(() => run("return { ['1'] = 1, [1] = 2, x = 3 }")).toThrow('two keys have the text "1": use toJS("map")');
    expect(() => run("return { [{}] = 1 }")).toThrow("cannot be a key of a plain object");
  });
});

describe("lua.table", () => {
  it("makes tables of arrays, plain objects and maps, as deep as they go", () => {
    const lua = new Lua();
    lua.globals.set("t", lua.table({ list: [1, [2]], map: new Map([[10, "ten"]]), f: (x: number) => x + 1 }));
    expect(lua.run("return t.list[1], t.list[2][1], t.map[10], t.f(1), #t.list")).toEqual([1, 2, "ten", 2, 2]);
  });

  it("keeps cycles and shared parts", () => {
    const lua = new Lua();
    const shared = {};
    const value: Record<string, unknown> = { a: shared, b: shared };
    value["self"] = value;
    lua.globals.set("t", lua.table(value));
    expect(lua.run("return t.a == t.b, t.self == t")).toEqual([true, true]);
  });

  it("names where something without a Lua form was found", () => {
    const error = thrownBy(() => new Lua().table({ list: [1, { when: new Date() }] })) as LuaConversionError;
    expect(error.message).toBe("value.list[2].when: an object of class Date has no Lua form");
    expect(error.value).toBeInstanceOf(Date);
  });

  it("takes containers only", () => {
    expect(() => new Lua().table(new Date())).toThrow("an object of class Date is no array, plain object or Map");
  });
});

describe("handles", () => {
  it("stand for their value in Lua", () => {
    const lua = new Lua();
    const table = lua.table({ x: 1 });
    lua.globals.set("a", table);
    lua.globals.set("b", table);
    expect(lua.run("return a == b, a.x")).toEqual([true, 1]);
  });

  it("tell whether they stand for the same value", () => {
    const lua = new Lua();
    const [a, b, c] = lua.run("local t = {} return t, t, {}") as [LuaTable, LuaTable, LuaTable];
    expect(a.equals(b)).toBe(true);
    expect(a.equals(c)).toBe(false);
    expect(a.equals(new Lua().table())).toBe(false);
  });

  it("are made for userdata and threads too", () => {
    const values = new Lua().run("return coroutine.create(print), io.stdout, print");
    expect(values.map((value) => (value as LuaReference).constructor)).toEqual([LuaReference, LuaReference, LuaFunction]);
  });

  it("are refused in another Lua", () => {
    const table = new Lua().table();
    expect(() => new Lua().globals.set("t", table)).toThrow("the handle belongs to another Lua");
  });

  it("cannot be used after they were disposed", () => {
    const table = new Lua().table();
    table[disposeSymbol]();
    table[disposeSymbol]();
    expect(() => table.get("x")).toThrow("the handle was disposed");
  });

  it("keep their value alive until they are disposed", () => {
    const lua = new Lua();
    lua.run("weak = setmetatable({}, { __mode = 'v' })");
    const [table] = lua.run("weak[1] = {} return weak[1]") as [LuaTable];
    lua.run("collectgarbage()");
    expect(lua.run("return weak[1] ~= nil")).toEqual([true]);
    table[disposeSymbol]();
    lua.run("collectgarbage()");
    expect(lua.run("return weak[1] ~= nil")).toEqual([false]);
  });
});
