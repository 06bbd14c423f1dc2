// Tables, closures and cells that compiled code makes itself: they are what the interpreter makes, and cost the same bytes.

import { describe, expect, it } from "vitest";
import { agreesInEachMode } from "../agreement.js";
import { run } from "../machine.js";

/** Prints all of a table, in the order of a traversal. */
const SHOW = `
  local function show(t) local s = {} for k, v in next, t do s[#s + 1] = tostring(k) .. "=" .. tostring(v) end
    return #t .. " " .. table.concat(s, " ") end`;

const SOURCES: Readonly<Record<string, string>> = {
  "records, also with nil": `${SHOW}
    local function record(x, y, z) return {x = x, y = y, z = z} end
    local function twice(x, y) return {x = x, y = y, x = y, w = 1} end
    for i = 1, 60 do print(show(record(i, i + 0.5, "s")), show(record(nil, i)), show(record(i, nil, {} and i)), show(twice(i, nil)), show(twice(nil, i))) end`,
  "lists, also with nil and more than fit": `${SHOW}
    local function list(a, b, c) return {a, b, c} end
    local function open(...) return {...} end
    local function last(f, ...) return {f(...)}, {1, f(...)}, {1, 2, nil, f(...)}, {(f(...))} end
    local function long(x) return {x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x} end
    local function id(...) return ... end
    for i = 1, 60 do
      print(show(list(i, i, i)), show(list(i)), show(list(nil, nil, i)), show(open()), show(open(nil)), show(open(i, nil, i)), show(long(i)))
      local a, b, c, d = last(id) print(show(a), show(b), show(c), show(d))
      a, b, c, d = last(id, i) print(show(a), show(b), show(c), show(d))
      a, b, c, d = last(id, nil, i, i) print(show(a), show(b), show(c), show(d))
      a, b, c, d = last(math.max, i, 7) print(show(a), show(b), show(c), show(d))
    end`,
  "both, and keys that are computed": `${SHOW}
    local function both(x, k) return {x, name = x, x, [k] = x, x, other = k} end
    for i = 1, 60 do print(show(both(i, i)), show(both(i, "name")), show(both(i, "other")), show(both(nil, 2.0)), show(both(i, 1))) end
    print(pcall(both, 1, nil)) print(pcall(both, 1, 0/0))`,
  "fields that are added to a local": `${SHOW}
    local function make(x, y, cond)
      local o = {} o.x = x if cond then o.c = y else o.d = y end o.y = y or "none" o[1] = x o.z = o.x
      for i = 1, 3 do o[i] = i o["k" .. i] = i end
      return o
    end
    local function over(x) local o = {a = 1, b = 2} o.a = x o.c = x o.b = nil o.d = o.b return o, o end
    local function loops(n) local o for i = 1, n do o = {} o.i = i if i % 2 == 0 then goto continue end o.odd = true ::continue:: o.last = n end return o end
    for i = 1, 60 do print(show(make(i, i, i % 2 == 0)), show(make(i)), show(make(nil, i, true)), show((over(i))), show((over())), show(loops(i))) end`,
  "objects with a metatable": `${SHOW}
    local C = {} C.__index = C
    local strict = {__newindex = function(t, k, v) rawset(t, k, tostring(v) .. "!") end}
    local function new(class, x, y) local self = setmetatable({}, class) self.x = x self.y = y self.x = y return self end
    local function late(class, x) local o = {x = x} setmetatable(o, class) o.y = x o.z = x return o end
    local meta = {}
    local function asMeta(x) local m = {} local o = setmetatable({}, m) m.__index = {hidden = x} return o.hidden, o, m end
    for i = 1, 60 do
      print(show(new(C, i, i)), show(new(strict, i, i)), show(late(C, i)), show(late(strict, i)), (asMeta(i)))
      print(pcall(new, 5, 1))
    end`,
  "tables that are in other hands by the time": `${SHOW}
    local kept
    local function keep(t) kept = t return 1 end
    local function f(x) local o = {a = x} keep(o) kept.b = 1 kept[1] = "first" o.c = x o.d = kept.b return o end
    local function g(x) local o = {} o.self = o o.x = x o[o] = 1 o[1] = o return o.self == o and o[o] == 1 and o.x end
    local function h(x) local o = {a = {b = {c = x}}, {x}, {{x}}} return o.a.b.c, o[1][1], o[2][1][1] end
    for i = 1, 60 do print(show(f(i)), g(i), h(i)) end`,
  "closures and cells": `
    local function counter(n) local c = n return function() c = c + 1 return c end, function() return c end, function() return 1 end end
    local function loop(n) local fs = {} for i = 1, n do fs[i] = function(x) i = i + (x or 0) return i, n end end return fs end
    local function float() local f = 1.5 local get = function() f = f * 2 return f end return get() + get() end
    for i = 1, 60 do
      local inc, get, one = counter(i) print(inc(), inc(), get(), one(), float())
      local fs = loop(i) print(fs[1](2), fs[1](), fs[#fs](1.5))
    end`,
};

describe("new objects agree with the interpreter", () => {
  agreesInEachMode(SOURCES);

  const LIMITED: Readonly<Record<string, string>> = {
    records: "kept[i] = {x = i, y = i}",
    "records field by field": "local o = {} o.x = i o.y = i o.z = i kept[i] = o",
    lists: "kept[i] = {i, i, i}",
    "open lists": "kept[i] = {i, (id(i))} kept[-i] = {id(i)}",
    closures: "kept[i] = function() return i end",
    "empty tables": "kept[i] = {}",
  };
  for (const [title, make] of Object.entries(LIMITED)) {
    it(`and memory is refused at the same place: ${title}`, () => {
      const source = `local kept, n, id = {}, 0, function(x) return x end
        local function make(i) ${make} end
        print(pcall(function() for i = 1, 1e8 do make(i) n = i end end)) print(n)`;
      const memoryLimitBytes = 3_000_000;
      expect(run(source, { jit: { threshold: 0 }, memoryLimitBytes }).output).toBe(run(source, { memoryLimitBytes }).output);
    });
  }

  it("and a record needs no operation of the machine", () => {
    const texts: string[] = [];
    const jit = { threshold: 30, onCompile: ({ text }: { readonly text: string }) => void texts.push(text) };
    run("local function f(i) return {x = i, y = i + 1, i} end for i = 1, 100 do f(i) end", { jit });
    const [text = ""] = texts;
    expect(text).toContain("new T(R, ");
    expect(text.match(/\b(NT|PF|SB)\(/)).toBeNull();
  });
});
