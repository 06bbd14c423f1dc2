import { trace } from "@luster/gc-arena";
import { Continuation, nativeN } from "@luster/vm";
import type { Action, Context, Value } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { failure, lua } from "../machine.js";

const closer =
  "local log = ''; local function closer(n) return setmetatable({}, {__close = function(_, e) log = log .. n .. ':' .. tostring(e) .. ' ' end}) end;";

describe("pcall", () => {
  it("gives results or the error, of any type", () => {
    expect(lua("return pcall(function(...) return ... end, 1, nil, 3)")).toEqual([true, 1, undefined, 3]);
    expect(lua("local t = {}; local ok, e = pcall(error, t); return ok, e == t")).toEqual([false, true]);
    expect(lua("return pcall(error)")).toEqual([false, undefined]);
    expect(lua("return pcall(nil)")).toEqual([false, "attempt to call a nil value"]);
  });

  it("does not catch what its own continuation raises", () => {
    class Relay<in out G> extends Continuation<G> {
      override resume(cx: Context<G>): Action<G> {
        return cx.raise("from resume");
      }
      override fail(cx: Context<G>, error: Value<G>): Action<G> {
        return cx.raise(`${String(error)}, relayed`);
      }
      override [trace](): void {
        // Holds nothing.
      }
    }
    const relay = nativeN("relay", (cx, args) => cx.callArgs(args.get(0), args, 1, new Relay()));
    expect(lua("return pcall(relay, error, 'x')", [relay])).toEqual([false, "x, relayed"]);
    expect(lua("return pcall(relay, tostring, 'x')", [relay])).toEqual([false, "from resume"]);
  });

  it("nests", () => expect(lua("return pcall(pcall, error, 'x')")).toEqual([true, false, "x"]));

  it("goes on after it", () => expect(lua("local n = 0; for i = 1, 1000 do pcall(error, i); n = n + 1 end; return n")).toEqual([1000]));

  it("survives an overflow of the stack", () => {
    expect(lua("local function f() return 1 + f() end; local ok, m = pcall(f); return ok, m, (pcall(f))")).toEqual([
      false,
      "test:1: stack overflow",
      false,
    ]);
  });
});

describe("xpcall", () => {
  it("calls the handler on top of the failed frames", () => {
    const [ok, text] = lua("local function bad() error('x') end; return xpcall(function() bad() end, traceback)") as [boolean, string];
    expect(ok).toBe(false);
    expect(text).toContain("stack traceback:");
    expect(text).toContain("in upvalue 'bad'");
  });

  it("ends when the handler overflows the stack again", () => {
    const source = "local function f() return 1 + f() end; return xpcall(f, f)";
    expect(lua(source)).toEqual([false, "error in error handling"]);
  });

  it("gives errors of __close to the handler, but not those that a pcall takes", () => {
    const source = `${closer} local function bad() local a <close> = setmetatable({}, {__close = function() error('in close', 0) end}); error('x', 0) end;
      local function handler(m) return 'H' .. m end;
      local _, outer = xpcall(bad, handler);
      local _, _, inner = xpcall(pcall, handler, bad);
      return outer, inner`;
    expect(lua(source)).toEqual(["Hin close", "in close"]);
  });

  it("gives the handler's result", () => expect(lua("return xpcall(error, function(m) return m .. '!' end, 'x')")).toEqual([false, "x!"]));

  it("gives errors of the handler to the handler, until levels run out", () => {
    const [ok, message] = lua("return xpcall(error, function(m) error(m) end, 'x')") as [boolean, string];
    expect(ok).toBe(false);
    expect(message).toMatch(/C stack overflow|error in error handling/);
  });
});

describe("to-be-closed variables", () => {
  it("are closed on every way out", () => {
    expect(lua(`${closer} do local a <close> = closer('a') end return log`)).toEqual(["a:nil "]);
    expect(lua(`${closer} for i = 1, 2 do local a <close> = closer(i); if i == 2 then break end end return log`)).toEqual(["1:nil 2:nil "]);
    expect(
      lua(`${closer} local function f() local a <close> = closer('a'); return 'r', log end; local r, l = f(); return r, l, log`),
    ).toEqual(["r", "", "a:nil "]);
    expect(lua(`${closer} do local a <close> = closer('a'); goto out end ::out:: return log`)).toEqual(["a:nil "]);
    expect(
      lua(`${closer} pcall(function() local a <close> = closer('a'); local b <close> = closer('b'); error('e', 0) end) return log`),
    ).toEqual(["b:e a:e "]);
  });

  it("replace the error by their own", () => {
    const source = `
      local seen
      local ok, m = pcall(function()
        local a <close> = setmetatable({}, {__close = function(_, e) seen = e end})
        local b <close> = setmetatable({}, {__close = function() error('second', 0) end})
        error('first', 0)
      end)
      return m, seen`;
    expect(lua(source)).toEqual(["second", "second"]);
  });

  it("may be nil or false, but nothing that cannot be closed", () => {
    expect(lua("do local a <close>, b = nil; local c <close> = false end return 'ok'")).toEqual(["ok"]);
    expect(failure("local x <close> = 42")).toBe("test:1: variable 'x' got a non-closable value");
  });

  it("may be captured", () =>
    expect(lua(`${closer} do local a <close> = closer('a'); local f = function() return a end end return log`)).toEqual(["a:nil "]));

  it("are closed when the error is not caught", () => {
    const source = "local a <close> = setmetatable({}, {__close = function() note('closed') end}); error('end', 0)";
    expect(() => lua(source)).toThrow();
  });
});
