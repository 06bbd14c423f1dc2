import { describe, expect, it } from "vitest";
import { dump } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import {
  FuelLimitError,
  Lua,
  LuaDisposedError,
  LuaError,
  LuaReentrancyError,
  LuaSyntaxError,
  LuaTable,
  asyncDisposeSymbol,
  createHost,
  disposeSymbol,
} from "@luster/lua";
import { thrownBy } from "./thrown-by.js";

/** A Lua whose output is kept. */
function capturing(): { lua: Lua; output: () => string } {
  let output = "";
  const lua = new Lua({ host: createHost({ stdout: { write: (bytes) => void (output += bytes) } }) });
  return { lua, output: () => output };
}

describe("run", () => {
  it("gives all results", () => {
    expect(new Lua().run("return 1, 'two', nil, true")).toEqual([1, "two", undefined, true]);
    expect(new Lua().run("local x = 1")).toEqual([]);
  });

  it("keeps globals from run to run", () => {
    const lua = new Lua();
    lua.run("x = 20");
    expect(lua.run("return x + 1")).toEqual([21]);
  });

  it("takes bytes", () => {
    expect(new Lua().run(Uint8Array.from([0x72, 0x65, 0x74, 0x75, 0x72, 0x6e, 0x20, 0x22, 0xff, 0x22]))).toEqual([Uint8Array.of(0xff)]);
  });

  it("has output out when it ends, also by an error", () => {
    const { lua, output } = capturing();
    lua.run("io.write('a')");
    expect(output()).toBe("a");
    thrownBy(() => lua.run("io.write('b') error('x')"));
    expect(output()).toBe("ab");
  });

  it("of a function has its output out when it ends, too", async () => {
    const { lua, output } = capturing();
    const write = lua.load("io.write(...)");
    write.call("a");
    expect(output()).toBe("a");
    await write.callAsync("b");
    expect(output()).toBe("ab");
    const [table] = lua.run("return setmetatable({}, { __index = function(_, key) io.write(key) end })") as [LuaTable];
    table.get("c");
    expect(output()).toBe("abc");
  });

  it("ends with a FuelLimitError that no pcall catches", () => {
    const lua = new Lua();
    const endless = "while true do pcall(function() while true do end end) end";
    const error = thrownBy(() => lua.run(endless, { fuelLimit: 1_000_000 }));
    expect(error).toBeInstanceOf(FuelLimitError);
    expect(lua.run("return 1")).toEqual([1]);
  });
});

describe("errors", () => {
  it("are LuaErrors with value and traceback", () => {
    const error = thrownBy(() => new Lua().run("local function f() error('boom') end\nf()", { chunkName: "@a.lua" })) as LuaError;
    expect(error).toBeInstanceOf(LuaError);
    expect(error.message).toBe("a.lua:1: boom");
    expect(error.value).toBe("a.lua:1: boom");
    expect(error.traceback.split("\n").map((line) => line.trim())).toEqual([
      "stack traceback:",
      "[C]: in function 'error'",
      expect.stringContaining("a.lua:1: in "),
      "a.lua:2: in main chunk",
      "[C]: in ?",
    ]);
  });

  it("keep a table as their value", () => {
    const error = thrownBy(() => new Lua().run("error({ code = 7 })")) as LuaError;
    expect((error.value as LuaTable).get("code")).toBe(7);
    expect(error.message).toBe("(error object is a table value)");
  });

  it("have the text of __tostring", () => {
    const error = thrownBy(() => new Lua().run("error(setmetatable({}, { __tostring = function() return 'custom' end }))")) as LuaError;
    expect(error.message).toBe("custom");
    expect(error.value).toBeInstanceOf(LuaTable);
  });

  it("of syntax name file, line and token", () => {
    const error = thrownBy(() => new Lua().run("x = 1\nx = = 2", { chunkName: "@a.lua" })) as LuaSyntaxError;
    expect(error).toBeInstanceOf(LuaSyntaxError);
    expect(error).toMatchObject({ message: "a.lua:2: unexpected symbol near '='", line: 2, near: "'='", chunkName: "@a.lua" });
  });

  it("quote the source when it has no name", () => {
    expect(() => new Lua().run("error('x')")).toThrow(`[string "error('x')"]:1: x`);
  });

  it("of the memory limit are Lua errors that scripts can catch", () => {
    const lua = new Lua({ memoryLimitBytes: 4 << 20 });
    expect(lua.run("return pcall(string.rep, 'x', 1 << 24)")).toEqual([false, "not enough memory"]);
    expect(lua.run("local ok, e = pcall(function() local t = {} while true do t[#t + 1] = {} end end) return ok, e")).toEqual([
      false,
      "not enough memory",
    ]);
  });
});

describe("runAsync", () => {
  it("waits for promises of callbacks", async () => {
    const lua = new Lua();
    lua.globals.set("fetch", async (name: string) => `contents of ${name}`);
    expect(await lua.runAsync("return fetch('a') .. ', ' .. fetch('b')")).toEqual(["contents of a, contents of b"]);
  });

  it("ends by a signal that no pcall catches", async () => {
    const lua = new Lua();
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    const endless = "while true do pcall(function() while true do end end) end";
    await expect(lua.runAsync(endless, { signal: controller.signal })).rejects.toBe(reason);
    expect(lua.run("return 1")).toEqual([1]);
  });

  it("ends by a signal while it waits, closing variables", async () => {
    const lua = new Lua();
    lua.globals.set("forever", () => new Promise(() => {}));
    const source = "local c <close> = setmetatable({}, { __close = function() closed = true end }) pcall(forever)";
    await expect(lua.runAsync(source, { signal: AbortSignal.timeout(10) })).rejects.toMatchObject({ name: "TimeoutError" });
    expect(lua.globals.get("closed")).toBe(true);
  });

  it("rejects at once by a signal that is aborted already", async () => {
    const lua = new Lua();
    await expect(lua.runAsync("ran = true", { signal: AbortSignal.abort("early") })).rejects.toBe("early");
    expect(lua.globals.get("ran")).toBeUndefined();
  });

  it("rejects with the syntax error of a source that does not compile", async () => {
    await expect(new Lua().runAsync("x =")).rejects.toBeInstanceOf(LuaSyntaxError);
  });

  it("runs several at once in one Lua", async () => {
    const lua = new Lua();
    lua.globals.set("sleep", (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)));
    lua.run("log = {}");
    const source = "for i = 1, 3 do sleep(2); log[#log + 1] = ... end";
    const f = lua.load(source);
    await Promise.all([f.callAsync("a"), f.callAsync("b")]);
    const log = (lua.globals.get("log") as LuaTable).toJS() as string[];
    expect(log.filter((name) => name === "a")).toHaveLength(3);
    expect(log).toHaveLength(6);
  });
});

describe("load", () => {
  it("compiles once, for many calls with arguments", () => {
    const f = new Lua().load("return select('#', ...), ...");
    expect(f.call("a", "b")).toEqual([2, "a", "b"]);
    expect(f.call()).toEqual([0]);
  });
});

describe("presets", () => {
  it("empty has nothing", () => {
    expect(Lua.empty().globals.entries()).toEqual([]);
    expect(Lua.empty().run("return 1 + 1")).toEqual([2]);
  });

  it("core computes", () => {
    const lua = Lua.core();
    expect(lua.run("return string.rep('a', 3), math.max(1, 2), table.concat({1, 2})")).toEqual(["aaa", 2, "12"]);
    expect(lua.run("return io, os, package, require")).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("full has everything, and is the default", () => {
    const names = "coroutine io math os package string table utf8".split(" ");
    for (const lua of [Lua.full(), new Lua()]) expect(names.every((name) => lua.globals.get(name) instanceof LuaTable)).toBe(true);
  });

  it("reach no files without a host that has some", () => {
    expect(new Lua().run("return io.open('/etc/passwd')")[0]).toBeUndefined();
  });
});

describe("the JIT", () => {
  const source = "local function f(t) return t.x end for i = 1, 200 do f({x = i}) end pcall(f, nil)";

  it("counts what it has compiled, and why compiled code was left", () => {
    const lua = new Lua();
    lua.run(source);
    expect(lua.jitCounters?.compiledFunctions).toBe(1);
    expect(lua.jitCounters?.left.get("instruction GETFIELD")).toBe(1);
  });

  it("is told when to compile, and shows what", () => {
    const lines: number[] = [];
    const lua = new Lua({ jit: { threshold: 0, onCompile: ({ lineDefined }) => lines.push(lineDefined) } });
    lua.run("local function f() end\nf()");
    expect(lines).toContain(1);
  });

  it("can be left away", () => {
    const lua = new Lua({ jit: false });
    lua.run(source);
    expect(lua.jitCounters).toBeUndefined();
  });
});

describe("binary chunks", () => {
  const chunk = Uint8Array.from(dump(compile("return 42", { chunkName: "=x" })), (byte) => byte.charCodeAt(0));

  it("are refused by default, by load too", () => {
    const lua = new Lua();
    expect(() => lua.run(chunk)).toThrow("attempt to load a binary chunk (mode is 't')");
    lua.globals.set("chunk", chunk);
    expect(lua.run("return load(chunk, 'x', 'b')")).toEqual([undefined, "attempt to load a binary chunk (mode is 't')"]);
  });

  it("run where they are allowed", () => {
    const lua = new Lua({ allowsBinaryChunks: true });
    expect(lua.run(chunk)).toEqual([42]);
    lua.globals.set("chunk", chunk);
    expect(lua.run("return load(chunk, 'x', 'b')()")).toEqual([42]);
  });

  it("are checked", () => {
    const lua = new Lua({ allowsBinaryChunks: true });
    expect(lua.run("return load('\\27Lua nonsense', '=x', 'b')")).toEqual([undefined, expect.stringContaining("bad binary format")]);
    expect(() => lua.run(chunk.slice(0, -1), { chunkName: "=x" })).toThrow("x: bad binary format (truncated chunk)");
  });
});

describe("dispose", () => {
  it("runs the finalizers that are left", () => {
    const { lua, output } = capturing();
    lua.run("x = setmetatable({}, { __gc = function() io.stdout:write('bye') io.stdout:flush() end })");
    lua[disposeSymbol]();
    expect(output()).toBe("bye");
  });

  it("gives output to the host that finalizers have left in buffers", async () => {
    const held = "x = setmetatable({}, { __gc = function() io.stdout:setvbuf('full') io.stdout:write('bye') end })";
    const sync = capturing();
    sync.lua.run(held);
    sync.lua[disposeSymbol]();
    expect(sync.output()).toBe("bye");
    const async = capturing();
    async.lua.run(held);
    await async.lua.disposeAsync();
    expect(async.output()).toBe("bye");
  });

  it("breaks off a finalizer that does not end", () => {
    const lua = new Lua({ finalizerFuel: 10_000 });
    const seen: unknown[] = [];
    lua.globals.set("note", (n: unknown) => void seen.push(n));
    lua.run("for i = 1, 3 do _ = setmetatable({}, { __gc = function() note(i) while i == 2 do end end }) end");
    lua[disposeSymbol]();
    expect(seen).toEqual([3, 2, 1]);
    expect(() => new Lua({ finalizerFuel: -1 })).toThrow(RangeError);
  });

  it("may wait", async () => {
    const lua = new Lua();
    const seen: unknown[] = [];
    lua.globals.set("wait", async (n: unknown) => {
      await Promise.resolve();
      seen.push(n);
    });
    const waiting = "setmetatable({}, { __gc = function() wait('gc') end, __close = function() wait('close') end })";
    lua.globals.set("never", () => new Promise(() => undefined));
    lua.run(`x = ${waiting}`);
    const run = lua.runAsync(`local c <close> = ${waiting} never()`);
    await Promise.resolve();
    await lua[asyncDisposeSymbol]();
    expect(seen).toEqual(["close", "gc", "gc"]);
    await expect(run).rejects.toBeInstanceOf(LuaDisposedError);
    expect(() => lua.run("return 1")).toThrow(LuaDisposedError);
    await lua.disposeAsync();
  });

  it("stops waiting when its signal is aborted", async () => {
    const lua = new Lua();
    lua.globals.set("never", () => new Promise(() => undefined));
    lua.run("x = setmetatable({}, { __gc = function() never() end })");
    const abort = new AbortController();
    const end = lua.disposeAsync({ signal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    await end;
    await expect(lua.disposeAsync({ signal: "now" as never })).rejects.toBeInstanceOf(TypeError);
  });

  it("is refused within a callback", async () => {
    const lua = new Lua();
    const refused: unknown[] = [];
    lua.globals.set("dispose", async () => {
      await lua.disposeAsync().catch((error: unknown) => refused.push(error));
    });
    await lua.runAsync("dispose()");
    expect(refused[0]).toBeInstanceOf(LuaReentrancyError);
    expect(lua.run("return 1")).toEqual([1]);
  });
});
