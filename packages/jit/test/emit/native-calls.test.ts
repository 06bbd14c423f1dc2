// What compiled code calls although it needs a frame: other threads, protected calls, metamethods of accesses and calls. It comes to the same
// as in the interpreter, whatever fails or is left within, and hot code is not left for it.

import { describe, expect, it } from "vitest";
import { MODES, run } from "../machine.js";

const PROGRAMS: Readonly<Record<string, string>> = {
  "switches of threads": `
    -- errors, nesting, close, status in native switches
    local wrap, yield, create, resume = coroutine.wrap, coroutine.yield, coroutine.create, coroutine.resume
    local out = {}
    local function show(...) local t = {} for i = 1, select("#", ...) do t[i] = tostring((select(i, ...))) end out[#out+1] = table.concat(t, " ") end
    local function producer(n, fail)
      return create(function(a)
        local s = 0
        for i = 1, n do
          if fail and i == fail then error("boom " .. i) end
          if fail and i == fail - 1 then local x = nil; if i % 2 == 0 then show(coroutine.status(coroutine.running())) end end
          s = s + (yield(i, s, a) or 0)
        end
        return "end", s
      end)
    end
    for round = 1, 60 do
      local co = producer(70, round > 50 and 40 + round % 7 or nil)
      local sum = 0
      while true do
        local ok, v, s, a = resume(co, round)
        if not ok then show(round, ok, v, coroutine.status(co), debug.traceback(co)) break end
        if v == "end" then show(round, v, s, a, coroutine.status(co)) break end
        sum = sum + v + s
        if sum > 1e6 then sum = sum % 1000 end
      end
      show(sum)
    end
    -- iterator
    local function gen(n) return wrap(function() for i = 1, n do yield(i, i * 2) end end) end
    local t = 0
    for r = 1, 50 do for a, b in gen(60) do t = t + a * b end end
    show(t)
    -- nested chain and error through it
    local function filter(src, p) return wrap(function() for i in src do if i % p ~= 0 then yield(i) end end error({code = p}) end) end
    local src = gen(3000)
    for i = 2, 8 do src = filter(src, i) end
    local n = 0
    local ok, e = pcall(function() for v in src do n = n + v end end)
    show(n, ok, type(e) == "table" and e.code or e)
    -- close a suspended one, to-be-closed inside
    local closed = 0
    for r = 1, 60 do
      local co = create(function() local x <close> = setmetatable({}, {__close = function() closed = closed + 1 end}) for i = 1, 100 do yield(i) end end)
      for i = 1, 30 do resume(co) end
      show(coroutine.close(co), closed)
    end
    -- resume self, resume normal
    local co2
    co2 = create(function() for i = 1, 100 do show(resume(co2)) yield() end end)
    for i = 1, 60 do resume(co2) end
    -- yield in a sort comparator called from a coroutine, pcall inside
    local co3 = wrap(function() for i = 1, 100 do local l = {3, 1, 2}; table.sort(l, function(a, b) yield(a) return a < b end) yield(table.concat(l, ",")) end end)
    for i = 1, 100 do show(co3()) end
    local co4 = wrap(function() for i = 1, 100 do show(pcall(function() yield(i) if i % 10 == 0 then error("x" .. i, 0) end return i end)) end end)
    for i = 1, 100 do show(co4()) end
    local function deep(n) if n == 0 then yield("d") return 0 end return 1 + deep(n - 1) end
    local co5 = wrap(function() for i = 1, 100 do yield(deep(i % 20)) end end)
    for i = 1, 150 do show(co5()) end
    -- wrong resumes
    local w = wrap(function() for i = 1, 40 do yield(i) end end)
    local ok2, m
    for i = 1, 50 do ok2, m = pcall(w) show(ok2, m) end
    print(table.concat(out, "\\n"))`,
  "protected calls and objects that are called": `
    local function f(x) if x % 10 == 0 then error("x" .. x) end return x, x + 1 end
    local function g(x) return pcall(f, x) end
    local function h(...) return select("#", ...), ... end
    local C = setmetatable({}, {__call = function(self, a, b) return a + b end})
    local s = 0
    for i = 1, 300 do
      local ok, a, b = pcall(f, i)
      if ok then s = s + a + b else s = s + #a; if i % 50 == 0 then print(a) end end
      local n, ok2, a2 = h(g(i))
      if i % 60 == 0 then print(n, ok2, a2) end
      s = s + C(i, 2)
      local ok3, tb = pcall(function(k) if k % 100 == 0 then return debug.traceback("tb") end return k end, i)
      if i % 100 == 0 then print(ok3, tb) end
      local ok4, e4 = pcall(pcall, f, i)
      s = s + (ok4 and 1 or 0)
      pcall(error)
      local ok5, e5 = pcall(pcall)
      if i % 100 == 0 then print(ok5, e5) end
    end
    print(s)
    local function rec(n) if n == 0 then error({}) end local ok, e = pcall(rec, n - 1) if not ok then error(e, 0) end return n end
    for i = 1, 60 do s = s + (pcall(rec, i % 20) and 1 or 2) end
    print(s)
    local function inf(n) local ok, e = pcall(inf, n + 1) if ok then return e end return tostring(e):sub(1, 60) end
    print(inf(1))
    print(select(2, pcall(string.rep)))`,
  "functions behind accesses": `
    local out = {}
    local function show(...) local t = {} for i = 1, select("#", ...) do t[i] = tostring((select(i, ...))) end out[#out+1] = table.concat(t, " ") end
    local log = 0
    local P = setmetatable({}, {__index = function(t, k) log = log + 1 if k == "bad" then error("bad key", 2) end if k == "tb" then return debug.traceback("x") end return k end,
      __newindex = function(t, k, v) log = log + 2 if v == "bad" then error("bad value") end rawset(t, k .. "_", v) end})
    local Q = setmetatable({}, {__index = P, __newindex = P})
    local function get(o, k) return o[k] end
    local function getf(o) return o.field, o.other end
    local function set(o, k, v) o[k] = v return rawget(o, k .. "_") end
    local function setf(o, v) o.name = v return rawget(o, "name_") end
    for i = 1, 200 do
      show(get(P, "a" .. i % 7), get(Q, "b" .. i % 5), getf(P))
      show(set(P, "k" .. i % 3, i), set(Q, "q" .. i, i), setf(Q, i), setf(P, i))
      if i % 20 == 0 then
        show(pcall(get, P, "bad")) show(pcall(set, P, "z", "bad")) show(pcall(getf, nil)) show(get(Q, "tb"))
        show(pcall(setf, 5, 1))
      end
    end
    show(log)
    local env = setmetatable({}, {__index = function(_, k) return _G[k] end, __newindex = function(_, k, v) _G[k] = v end})
    local f = load("local s = 0 for i = 1, 300 do s = s + math.floor(i / 2) + #tostring(i) x = i end return s, x", "c", "t", env)
    show(f())
    local co = coroutine.wrap(function() local Y = setmetatable({}, {__index = function(t, k) return coroutine.yield(k) end, __newindex = function(t, k, v) coroutine.yield(v) end}) local s = 0 for i = 1, 100 do s = s + Y[i] Y[i] = s Y.x = i end return s end)
    local v = co()
    for i = 1, 290 do v = co(i) show(v) end
    local cnt = setmetatable({}, {__index = function(t, k) if k > 150 then return 0 end return 1 + t[k + 1] end})
    for i = 1, 40 do show(cnt[i + 100]) end
    show(pcall(function() local r = setmetatable({}, nil) setmetatable(r, {__index = function(t, k) return t[k + 1] end}) return r[1] end))
    print(table.concat(out, "\\n"))`,
};

describe.each(Object.entries(PROGRAMS))("%s", (_name, source) => {
  const expected = run(source);

  it("run", () => {
    expect(expected.error).toBeUndefined();
    expect(expected.output.length).toBeGreaterThan(200);
  });

  it.each(Object.entries(MODES))("%s", (_mode, mode) => {
    const { output, error } = run(source, mode());
    expect({ output, error }).toEqual({ output: expected.output, error: undefined });
  });
});

/** How often hot code is left for calls and instructions, when it does `body` many times. */
function departures(prelude: string, body: string): number {
  const { jit, error } = run(`${prelude}\nfor i = 1, 5000 do ${body} end`, { jit: {} });
  expect(error).toBeUndefined();
  let count = 0;
  for (const [reason, times] of jit?.counters.left ?? []) if (reason !== "fuel") count += times;
  return count;
}

it.each([
  [
    "resume",
    "local co = coroutine.create(function(x) while true do x = coroutine.yield(x + 1) end end)",
    "local ok, v = coroutine.resume(co, i)",
  ],
  ["wrap", "local f = coroutine.wrap(function(x) while true do x = coroutine.yield(x) end end)", "local v = f(i)"],
  [
    "an iterator that yields",
    "local yield = coroutine.yield",
    "if i % 50 == 0 then for k in coroutine.wrap(function() for j = 1, 50 do yield(j) end end) do end end",
  ],
  ["pcall", "local function f(x) return x end", "local ok, v = pcall(f, i)"],
  ["__index", "local t = setmetatable({}, {__index = function(t, k) return k end})", "local v = t[i]"],
  ["__newindex", "local t = setmetatable({}, {__newindex = function(t, k, v) end})", "t.x = i"],
  ["__call", "local t = setmetatable({}, {__call = function(self, x) return x end})", "local v = t(i)"],
])("hot code is not left for %s", (_name, prelude, body) => {
  expect(departures(prelude, body)).toBeLessThan(300);
});
