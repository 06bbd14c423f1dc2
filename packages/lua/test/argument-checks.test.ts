import { describe, expect, it } from "vitest";
import { Lua, LuaConversionError, createHost } from "@luster/lua";
import { thrownBy } from "./thrown-by.js";

const lua = new Lua();
const run = lua.run.bind(lua) as (...args: unknown[]) => unknown;
const make = (options: unknown) => new Lua(options as never);

describe("what is no source", () => {
  it.each([
    [null, "null"],
    [undefined, "undefined"],
    [5, "5"],
    [{ a: 1 }, "a plain object {a}"],
    [["x"], "an array of 1"],
    [() => 1, "function (anonymous)"],
  ])("%s is refused by name", async (source, text) => {
    const refusal = new TypeError(`source must be a string or a Uint8Array, not ${text}`);
    expect(() => run(source)).toThrow(refusal);
    expect(() => lua.load(source as never)).toThrow(refusal);
    await expect(lua.runAsync(source as never)).rejects.toEqual(refusal);
  });
});

describe("settings of a run", () => {
  it("are an object", async () => {
    expect(() => run("return 1", 5)).toThrow(new TypeError("options must be an object, not 5"));
    expect(() => run("return 1", null)).toThrow(new TypeError("options must be an object, not null"));
    expect(() => lua.call(lua.load(""), [], "fast" as never)).toThrow(new TypeError('options must be an object, not "fast"'));
    await expect(lua.runAsync("return 1", "x" as never)).rejects.toEqual(new TypeError('options must be an object, not "x"'));
  });

  it("have a string as chunkName", () => {
    expect(() => run("return 1", { chunkName: 5 })).toThrow(new TypeError("chunkName must be a string, not 5"));
    expect(() => lua.load("", { chunkName: null as never })).toThrow(new TypeError("chunkName must be a string, not null"));
    expect(run("return 1", { chunkName: undefined })).toEqual([1]);
  });

  it("are checked as the VM checks them", async () => {
    expect(() => run("return 1", { fuelLimit: "1" })).toThrow(new TypeError('fuelLimit must be a positive number, not "1"'));
    await expect(lua.runAsync("return 1", { signal: 5 as never })).rejects.toEqual(new TypeError("signal must be an AbortSignal, not 5"));
  });
});

describe("a call", () => {
  it("is of a function, with a list of arguments", async () => {
    expect(() => lua.call(5 as never)).toThrow(new TypeError("f must be a LuaFunction, not 5"));
    expect(() => lua.call(lua.globals as never)).toThrow(new TypeError("f must be a LuaFunction, not an object of class LuaTable"));
    expect(() => lua.call(lua.load(""), 5 as never)).toThrow(new TypeError("args must be an array, not 5"));
    await expect(lua.callAsync(undefined as never)).rejects.toEqual(new TypeError("f must be a LuaFunction, not undefined"));
  });
});

describe("settings of a Lua", () => {
  it.each([
    [5, new TypeError("options must be an object, not 5")],
    [{ libraries: 5 }, new TypeError('libraries must be "empty", "core" or "full", not 5')],
    [{ libraries: "most" }, new RangeError('libraries must be "empty", "core" or "full", not "most"')],
    [{ pacing: {} }, new TypeError('pacing must be "default", "lowLatency", "throughput" or "stopTheWorld", not a plain object {}')],
    [{ pacing: "fast" }, new RangeError('pacing must be "default", "lowLatency", "throughput" or "stopTheWorld", not "fast"')],
    [{ allowsBinaryChunks: 1 }, new TypeError("allowsBinaryChunks must be a boolean, not 1")],
    [{ memoryLimitBytes: "1" }, new TypeError('memoryLimitBytes must be a number of bytes, not "1"')],
    [{ memoryLimitBytes: -1 }, new RangeError("memoryLimitBytes must be a number of bytes, not -1")],
    [{ memoryLimitBytes: Number.NaN }, new RangeError("memoryLimitBytes must be a number of bytes, not NaN")],
    [{ host: 5 }, new TypeError("host must be a host as createHost makes it, not 5")],
    [{ host: { ...createHost(), clock: undefined } }, new TypeError("host.clock must be an object, not undefined: see createHost")],
    [
      { host: { ...createHost(), environment: {} } },
      new TypeError("host.environment must be a function, not a plain object {}: see createHost"),
    ],
  ])("%j are refused by name", (options, error) => {
    expect(thrownBy(() => make(options))).toEqual(error);
    expect(thrownBy(() => make(options))).toBeInstanceOf(error.constructor);
  });

  it.each(["empty", "core", "full"] as const)(
    "name the memory that the %s libraries need, which is enough to run something",
    (libraries) => {
      const error = thrownBy(() => make({ libraries, memoryLimitBytes: 10 })) as RangeError;
      expect(error).toBeInstanceOf(RangeError);
      const [, need] = /^memoryLimitBytes must be at least (\d+) for these libraries alone, not 10$/.exec(error.message) ?? [];
      expect(thrownBy(() => make({ libraries, memoryLimitBytes: Number(need) - 1 }))).toBeInstanceOf(RangeError);
      expect(make({ libraries, memoryLimitBytes: Number(need) + 4096 }).run("return 1")).toEqual([1]);
    },
  );
});

describe("arguments of handles", () => {
  it("are checked", () => {
    expect(() => lua.globals.toJS("list" as never)).toThrow(new RangeError('form must be "auto" or "map", not "list"'));
    expect(() => lua.globals.toJS(5 as never)).toThrow(new TypeError('form must be "auto" or "map", not 5'));
    expect(() => lua.globals.equals(5 as never)).toThrow(new TypeError("a handle can be compared with a handle only, not with 5"));
    expect(thrownBy(() => lua.table(null as never))).toBeInstanceOf(LuaConversionError);
  });
});
