import { native1, resumeNative, traceback, wrapThread, yieldNative } from "@luster/vm";
import type { Action, Closure, Context, Thread, Value } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { lua, machine, runOn } from "../machine.js";

const wrap = native1("wrap", <G>(cx: Context<G>, body: Value<G>): Action<G> => wrapThread(cx, body as Closure<G>));
const trace = native1("trace", <G>(cx: Context<G>, thread: Value<G>): Action<G> => traceback(cx, thread as Thread<G>, undefined, 0), {
  needsFrame: true,
});

/** The functions under test in place of the test library's own. */
const natives = [wrap, resumeNative, yieldNative, trace];

describe("direct switches", () => {
  it("pass any number of values, wanted in any number", () => {
    const source = `
      local co = create(function(...)
        local a, b = yield(...)
        local t = {yield(a, b)}
        yield(#t, (yield()))
        return select('#', yield(1, 2, 3))
      end)
      local function n(...) return select('#', ...), ... end
      local r = {n(resume(co, 1, 2, 3))}
      local s = {n(resume(co, 'x'))}
      local u = {n(resume(co, nil, 2, nil))}
      local v = {n(resume(co, 'first', 'second'))}
      local w = {n(resume(co))}
      local x = {n(resume(co, nil, nil))}
      return r[1], r[5], s[1], s[3], u[1], v[3], v[4], w[1], w[5], x[3], (resume(co))`;
    expect(lua(source, natives)).toEqual([4, 3, 3, "x", 1, 2, "first", 4, 3, 2, false]);
  });

  it("mix with switches out of callbacks", () => {
    const source = `
      local g = wrap(function()
        yield(1)
        local ok, v = pcall(yield, 2)
        yield(v)
        local t = setmetatable({}, {__index = function(_, k) return yield(k) end})
        return t.four
      end)
      return g(), g(), g(3), g(), (g('five'))`;
    expect(lua(source, natives)).toEqual([1, 2, 3, "four", "five"]);
  });

  it("resume inside of one another", () => {
    const source = `
      local function up(g) return wrap(function() for v in g do yield(v + 1) end end) end
      local g = wrap(function() for i = 1, 3 do yield(i) end end)
      for _ = 1, 5 do g = up(g) end
      return g(), g(), g(), g()`;
    expect(lua(source, natives)).toEqual([6, 7, 8]);
  });

  it("end with the coroutine's error, at the caller's position, in whatever way it was resumed", () => {
    const source = `
      local g = wrap(function() yield(); yield(); error('boom') end)
      g(); g()
      local ok, m = pcall(g)
      local ok2, m2 = pcall(function() local h = wrap(function() yield() error('x', 0) end); h() h() end)
      local co = create(function() yield() error('y', 0) end)
      resume(co)
      local ok3, m3 = resume(co)
      return ok, m, m2, ok3, m3, status(co)`;
    expect(lua(source, natives)).toEqual([false, "test:2: boom", "test:5: x", false, "y", "dead"]);
  });

  it("leave frames that tracebacks and close see", () => {
    const source = `
      local log = ''
      local co = create(function()
        local c <close> = setmetatable({}, {__close = function() log = log .. 'closed' end})
        yield()
        yield()
      end)
      resume(co)
      resume(co)
      local text = trace(co)
      return text, close(co), log`;
    const [text, closed, log] = lua(source, natives) as [string, boolean, string];
    expect(text.split("\n").map((line) => line.trim())).toEqual([
      "stack traceback:",
      "[C]: in function 'yield'",
      "test:6: in function <test:3>",
    ]);
    expect([closed, log]).toEqual([true, "closed"]);
  });

  it("show the waiting thread's frames from inside the other", () => {
    const source = `
      local text
      local main
      main = create(function()
        local g = wrap(function() yield(); text = trace(main) end)
        g()
        g()
      end)
      resume(main)
      return text`;
    expect((lua(source, natives)[0] as string).split("\n")[1]).toMatch(/\[C\]: in (local|upvalue|function) 'g'|\[C\]: in function 'wrap'/);
  });

  it("survive preemption and collection at every point", () => {
    const source = `
      local g = wrap(function() for i = 1, 20 do yield({i}) end end)
      local s = 0
      for i = 1, 20 do local t = g(); collectgarbage(); s = s + t[1] end
      return s`;
    for (const sliceFuel of [1, 3, 1000]) expect(runOn(machine(natives), source, { sliceFuel })).toEqual([210]);
  });
});

describe("closing of a coroutine by wrap", () => {
  it("does not yield", () => {
    const source = `local f = wrap(function() local x <close> = setmetatable({}, {__close = function() yield(1) end}); error('x', 0) end)
      local _, first = pcall(f); local _, second = pcall(f); return first, second`;
    expect(lua(source, natives)).toEqual(["attempt to yield across a C-call boundary", "cannot resume dead coroutine"]);
  });
});
