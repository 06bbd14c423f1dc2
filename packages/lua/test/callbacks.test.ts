import { describe, expect, it } from "vitest";
import type { LuaFunction } from "@luster/lua";
import { Lua, LuaError, LuaReentrancyError, type LuaTable, UnexpectedAwaitError, multi, tailCall } from "@luster/lua";
import { thrownBy } from "./thrown-by.js";

function withGlobals(globals: Record<string, (...args: never[]) => unknown>): Lua {
  const lua = new Lua();
  for (const [name, f] of Object.entries(globals)) lua.globals.set(name, f);
  return lua;
}

describe("a JavaScript function", () => {
  it("gets the arguments and gives one result", () => {
    const lua = withGlobals({ f: (...args: unknown[]) => `${args.length}: ${args.join()}` });
    expect(lua.run("return f(), f(1, 'a', nil, true)")).toEqual(["0: ", "4: 1,a,,true"]);
  });

  it("gives nil for undefined, and several results by multi", () => {
    const lua = withGlobals({ nothing: () => undefined, none: () => multi(), two: () => multi(1, "b") });
    expect(lua.run("return select('#', nothing()), select('#', none()), two()")).toEqual([1, 0, 1, "b"]);
  });

  it("is the same Lua function each time", () => {
    const f = () => 1;
    const lua = withGlobals({ a: f, b: f });
    expect(lua.run("return a == b")).toEqual([true]);
  });

  it("has its name in tracebacks", () => {
    const lua = new Lua();
    lua.globals.set("t", lua.table({ fail: () => multi() }));
    expect(() => lua.run("t.fail().x = 1")).toThrow("attempt to index a nil value");
  });

  it("can leave a call to Lua, results and all", () => {
    const lua = withGlobals({ apply: (f: LuaFunction, x: number) => tailCall(f, x, x + 1) });
    expect(lua.run("return apply(function(a, b) return a * b, a + b end, 3)")).toEqual([12, 7]);
  });

  it("can use handles, but not run Lua code", () => {
    const lua = withGlobals({
      fill: (t: LuaTable) => {
        t.rawSet("x", (t.get("y") as number) + t.length);
        return t;
      },
      call: (f: LuaFunction) => f.call(),
      run: () => lua.run("return 1"),
    });
    expect(lua.run("local t = fill({ 1, 2, y = 5 }) return t.x")).toEqual([7]);
    expect(thrownBy(() => lua.run("call(print)"))).toBeInstanceOf(LuaReentrancyError);
    expect(thrownBy(() => lua.run("run()"))).toMatchObject({ operation: "Lua.run" });
    expect(lua.run("return 1")).toEqual([1]);
  });

  it("that gives something without a Lua form raises an error", () => {
    const lua = withGlobals({ f: () => new Date() });
    expect(lua.run("return pcall(f)")).toEqual([false, expect.stringContaining("an object of class Date has no Lua form")]);
  });

  it("is called once, also when there is no memory for its result", () => {
    let calls = 0;
    const lua = new Lua({ memoryLimitBytes: 8 << 20 });
    lua.globals.set("f", () => {
      calls++;
      return "x".repeat(3 << 20);
    });
    const source = "local garbage = string.rep('y', 3 << 20) garbage = nil; return #f()";
    expect(lua.run(`${source}`)).toEqual([3 << 20]);
    expect(lua.run("local kept = string.rep('y', 6 << 20); local ok, e = pcall(f); return ok, e, #kept")).toEqual([
      false,
      "not enough memory",
      6 << 20,
    ]);
    expect(calls).toBe(2);
  });
});

describe("an exception", () => {
  const boom = new Error("boom");
  const lua = withGlobals({
    fail: () => {
      throw boom;
    },
    failLater: async () => {
      await Promise.resolve();
      throw boom;
    },
  });

  it("comes out as the same object when the script lets it through", () => {
    expect(thrownBy(() => lua.run("local function f() fail() end f()"))).toBe(boom);
  });

  it("of a promise too", async () => {
    await expect(lua.runAsync("failLater()")).rejects.toBe(boom);
  });

  it("is an error with its message for the script, at the script's position", async () => {
    expect(lua.run("return pcall(fail)")).toEqual([false, "boom"]);
    expect(lua.run("return pcall(function() fail() end)", { chunkName: "@a.lua" })).toEqual([false, "a.lua:1: boom"]);
    expect(await lua.runAsync("return select(2, pcall(function() failLater() end))", { chunkName: "@a.lua" })).toEqual(["a.lua:1: boom"]);
  });

  it("that was replaced by another error is gone", () => {
    const error = thrownBy(() => lua.run("pcall(fail) error('other', 0)"));
    expect(error).toBeInstanceOf(LuaError);
    expect((error as LuaError).message).toBe("other");
  });

  it("that is a LuaError is raised as the value it was", async () => {
    const inner = withGlobals({ call: async (f: LuaFunction) => (await f.callAsync())[0] as never });
    expect(await inner.runAsync("local ok, e = pcall(call, function() error({ code = 7 }) end) return ok, e.code")).toEqual([false, 7]);
  });
});

describe("a promise", () => {
  const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 1));

  it("is waited for invisibly, in every position", async () => {
    const lua = withGlobals({ later });
    const source = `
      local mt = { __add = function() return later(1) end, __index = function(_, k) return later(k) end,
                   __lt = function() return later(true) end, __call = function(_, x) return later(x) end }
      local o = setmetatable({}, mt)
      local co = coroutine.wrap(function() coroutine.yield(later("in a coroutine")) end)
      local list = {}
      for x in function(_, i) return later((i or 0) < 2 and (i or 0) + 1 or nil) end do list[#list + 1] = x end
      table.sort(list, function(a, b) return later(a > b) end)
      return o + 1, o.field, o < o, o("called"), co(), select(2, pcall(later, "pcall")), list[1], ("x"):gsub("x", later), later()`;
    expect(await lua.runAsync(source)).toEqual([1, "field", true, "called", "in a coroutine", "pcall", 2, "x", undefined]);
  });

  it("can give several results, or a call to make", async () => {
    const lua = withGlobals({ two: async () => multi(1, 2), call: async (f: LuaFunction) => tailCall(f, 5) });
    expect(await lua.runAsync("return call(function(x) return x, two() end)")).toEqual([5, 1, 2]);
  });

  it("lets its callback run Lua code once it has waited", async () => {
    const lua = withGlobals({
      double: async (f: LuaFunction) => {
        const [a] = await f.callAsync(1);
        const [b] = f.call(2);
        return (a as number) + (b as number);
      },
    });
    expect(await lua.runAsync("return double(function(x) return x * 10 end)")).toEqual([30]);
  });

  it("is an error in a synchronous run, which names the function", () => {
    async function fetchPage() {}
    const lua = withGlobals({ fetchPage });
    const error = thrownBy(() => lua.run("pcall(fetchPage)"));
    expect(error).toBeInstanceOf(UnexpectedAwaitError);
    expect(error).toMatchObject({ functionName: "fetchPage" });
    expect(lua.run("return 1")).toEqual([1]);
  });

  it("is an error that names a function without a name of its own by what the script calls it", () => {
    const lua = new Lua();
    lua.globals.set("fetch", async () => 1);
    lua.globals.set("api", lua.table(new Map([["load", async () => 1]])));
    const nameIn = (source: string) => (thrownBy(() => lua.run(source)) as UnexpectedAwaitError).functionName;
    expect(nameIn("pcall(fetch)")).toBe("fetch");
    expect(nameIn("api.load()")).toBe("load");
    expect(nameIn("local f = api.load f()")).toBe("f");
    expect(nameIn("for x in api.load do end")).toBe("for iterator");
  });
});
