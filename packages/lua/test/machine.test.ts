import { describe, expect, it } from "vitest";
import { Lua, LuaDisposedError, LuaError, LuaReentrancyError, type LuaTable, createHost, disposeSymbol, tracebackOf } from "@luster/lua";
import { thrownBy } from "./thrown-by.js";

describe("handles in a callback", () => {
  function withCallback(f: (lua: Lua, ...args: never[]) => unknown): Lua {
    const lua = new Lua();
    lua.globals.set("f", (...args: never[]) => f(lua, ...args));
    return lua;
  }

  it("read and write fields, through metatables that are tables", () => {
    const lua = withCallback((_, t: LuaTable) => {
      t.set("x", (t.get("y") as number) + 1);
      t.set("gone", undefined);
      return t.get("inherited");
    });
    const source = "local t = setmetatable({ y = 1, gone = 2 }, { __index = { inherited = 'yes' } }) return f(t), t.x, t.gone";
    expect(lua.run(source)).toEqual(["yes", 2, undefined]);
    expect(lua.run("local to = {} f(setmetatable({ y = 1 }, { __newindex = to })) return to.x")).toEqual([2]);
  });

  it("reach the globals, make tables and compile", () => {
    const lua = withCallback((lua) => {
      lua.globals.set("made", lua.table([1, 2, 3]));
      lua.globals.set("compiled", lua.load("return ... * 2"));
      return (lua.globals.get("made") as LuaTable).length;
    });
    expect(lua.run("return f(), made[3], compiled(4)")).toEqual([3, 3, 8]);
  });

  it("do not run metamethods, and say so", () => {
    const read = withCallback((_, t: LuaTable) => t.get("x"));
    const write = withCallback((_, t: LuaTable) => t.set("x", 1));
    for (const [lua, event, operation] of [
      [read, "__index", "LuaTable.get"],
      [write, "__newindex", "LuaTable.set"],
    ] as const) {
      const error = thrownBy(() => lua.run(`f(setmetatable({}, { ${event} = function() end }))`));
      expect(error).toBeInstanceOf(LuaReentrancyError);
      expect(error).toMatchObject({ operation });
      expect((error as Error).message).toContain("use rawGet or rawSet");
    }
  });

  it("run metamethods once an async callback has waited", async () => {
    const lua = new Lua();
    lua.globals.set("f", async (t: LuaTable) => {
      await Promise.resolve();
      t.set("x", 1);
      return t.get("y");
    });
    const source =
      "local log = {} local t = setmetatable({}, { __index = function(_, k) return k .. '!' end, __newindex = function(_, k) log[1] = k end }) return f(t), log[1]";
    expect(await lua.runAsync(source)).toEqual(["y!", "x"]);
  });

  it("raise Lua's errors, which the callback and then the script can catch", () => {
    const caught: unknown[] = [];
    const lua = withCallback((_, t: LuaTable) => {
      try {
        t.set(undefined, 1);
      } catch (error) {
        caught.push(error);
        throw error;
      }
    });
    expect(lua.run("return pcall(f, {})")).toEqual([false, "table index is nil"]);
    const error = thrownBy(() => lua.run("f({})", { chunkName: "@a.lua" }));
    expect(error).toBeInstanceOf(LuaError);
    expect(error).toBe(caught[1]);
    expect((error as LuaError).traceback).toBe("stack traceback:\n\t[C]: in function 'f'\n\ta.lua:1: in main chunk\n\t[C]: in ?");
  });

  it("raise 'not enough memory' at the limit", () => {
    const lua = new Lua({ memoryLimitBytes: 1 << 20 });
    lua.globals.set("fill", (t: LuaTable) => {
      for (let i = 1; ; i++) t.set(i, `${i}`.padEnd(1000));
    });
    expect(lua.run("return pcall(fill, {})")).toEqual([false, "not enough memory"]);
    expect(thrownBy(() => lua.run("fill({})"))).toMatchObject({ name: "LuaError", message: "not enough memory" });
    expect(lua.run("return 1")).toEqual([1]);
  });

  it("work in what the host lends too, which cannot run Lua code either", () => {
    const seen: unknown[] = [];
    const stdout = {
      write: () => {
        seen.push(lua.globals.get("x"));
        seen.push(thrownBy(() => lua.run("return 1")));
      },
    };
    const lua: Lua = new Lua({ host: createHost({ stdout }) });
    lua.run("x = 1 io.write('text') io.stdout:flush()");
    expect(seen).toEqual([1, expect.any(LuaReentrancyError)]);
  });
});

describe("handles outside of callbacks", () => {
  it("collect what is dead before they refuse for lack of memory", () => {
    const lua = new Lua({ memoryLimitBytes: 2 << 20 });
    const table = lua.table();
    for (let i = 0; i < 100; i++) table.set("x", `${i}`.padEnd(200_000));
    expect(String(table.get("x"))).toHaveLength(200_000);
    expect(thrownBy(() => table.set("x", "x".repeat(3 << 20)))).toMatchObject({ name: "LuaError", message: "not enough memory" });
    expect(lua.run("return 1")).toEqual([1]);
  });

  it("raise a LuaError where a metatable leads nowhere", () => {
    const [table] = new Lua().run("return setmetatable({}, { __index = 5, __newindex = 5 })") as [LuaTable];
    expect(thrownBy(() => table.get("x"))).toMatchObject({ name: "LuaError", message: "attempt to index a number value" });
    expect(thrownBy(() => table.set("x", 1))).toMatchObject({ name: "LuaError", message: "attempt to index a number value" });
  });
});

describe("a disposed Lua", () => {
  const disposed = (): { lua: Lua; table: LuaTable } => {
    const lua = new Lua();
    const table = lua.table();
    lua[disposeSymbol]();
    return { lua, table };
  };

  it("refuses everything, by the operation's name", async () => {
    const { lua, table } = disposed();
    for (const [operation, use] of [
      ["Lua.run", () => lua.run("return 1")],
      ["Lua.load", () => lua.load("return 1")],
      ["Lua.table", () => lua.table()],
      ["LuaTable.get", () => lua.globals.get("x")],
      ["LuaTable.set", () => table.set("x", 1)],
      ["LuaTable.rawGet", () => table.rawGet("x")],
      ["LuaTable.length", () => table.length],
    ] as const) {
      const error = thrownBy(use);
      expect(error).toBeInstanceOf(LuaDisposedError);
      expect(error).toMatchObject({ operation, disposed: "Lua", message: `${operation}: this Lua was disposed` });
    }
    await expect(lua.runAsync("return 1")).rejects.toBeInstanceOf(LuaDisposedError);
  });

  it("can be disposed again, and so can its handles", () => {
    const { lua, table } = disposed();
    lua[disposeSymbol]();
    table[disposeSymbol]();
    expect(() => table.get("x")).toThrow(LuaDisposedError);
  });

  it("ends the asynchronous runs that are under way", async () => {
    const lua = new Lua();
    let go = (): void => undefined;
    lua.globals.set("wait", () => new Promise<void>((resolve) => (go = resolve)));
    const run = lua.runAsync("wait() return 1");
    await new Promise((resolve) => setTimeout(resolve, 1));
    lua[disposeSymbol]();
    go();
    await expect(run).rejects.toMatchObject({ name: "LuaDisposedError", operation: "Lua.runAsync" });
  });

  it("is not disposed by a callback of its own", () => {
    const lua = new Lua();
    lua.globals.set("finish", () => lua[disposeSymbol]());
    expect(thrownBy(() => lua.run("finish()"))).toBeInstanceOf(LuaReentrancyError);
    expect(lua.run("return 1")).toEqual([1]);
  });
});

describe("a disposed handle", () => {
  it("is refused, also as an argument", () => {
    const lua = new Lua();
    const table = lua.table();
    table[disposeSymbol]();
    expect(thrownBy(() => table.get("x"))).toBeInstanceOf(LuaDisposedError);
    expect(thrownBy(() => lua.globals.set("t", table))).toMatchObject({ disposed: "handle", message: "the handle was disposed" });
  });
});

describe("the Lua traceback", () => {
  const boom = Object.freeze(new Error("boom"));
  const lua = new Lua();
  lua.globals.set("fail", () => {
    throw boom;
  });
  lua.globals.set("failLater", async () => {
    await Promise.resolve();
    throw boom;
  });

  it("of an exception that came through is told, and the exception unchanged", () => {
    expect(thrownBy(() => lua.run("local function f() fail() end\nf()", { chunkName: "@é.lua" }))).toBe(boom);
    expect(tracebackOf(boom)?.split("\n")).toEqual([
      "stack traceback:",
      "\t[C]: in function 'fail'",
      "\té.lua:1: in local 'f'",
      "\té.lua:2: in main chunk",
      "\t[C]: in ?",
    ]);
  });

  it("is that of the last run", async () => {
    await expect(lua.runAsync("\nfailLater()", { chunkName: "@b.lua" })).rejects.toBe(boom);
    expect(tracebackOf(boom)).toContain("b.lua:2: in main chunk");
    expect(tracebackOf(boom)).not.toContain("lua:1");
  });

  it("is told of a promise in a synchronous run", () => {
    const error = thrownBy(() => lua.run("pcall(failLater)", { chunkName: "@c.lua" }));
    expect(tracebackOf(error)).toBe(
      "stack traceback:\n\t[C]: in function 'failLater'\n\t[C]: in function 'pcall'\n\tc.lua:1: in main chunk\n\t[C]: in ?",
    );
  });

  it("is not known of primitives and strangers", () => {
    lua.globals.set("failWithText", () => {
      throw "text";
    });
    expect(thrownBy(() => lua.run("failWithText()"))).toBe("text");
    expect([tracebackOf("text"), tracebackOf(new Error("other"))]).toEqual([undefined, undefined]);
  });
});
