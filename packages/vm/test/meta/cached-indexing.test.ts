// One access instruction that sees tables of many shapes and classes: whatever it remembers, it finds what is there now.

import { describe, expect, it } from "vitest";
import { lua } from "../machine.js";

describe("a field access that sees many tables", () => {
  it("reads the field of each shape", () =>
    expect(
      lua(`
        local function read(o) return o.x end
        local shapes = { { x = 1 }, { a = 0, x = 2 }, { b = 0, x = 3 }, { c = 0, x = 4 }, { d = 0, x = 5 }, { e = 0, x = 6 }, { f = 0 } }
        local sum = 0
        for round = 1, 20 do for _, o in ipairs(shapes) do sum = sum + (read(o) or 100) end end
        return sum`),
    ).toEqual([20 * 121]));

  it("finds the method of each class where objects of all classes have one shape", () =>
    expect(
      lua(`
        local base = {}; base.__index = base
        function base.twice() return 100 end
        local objects = {}
        for n = 1, 6 do
          local class = setmetatable({}, base); class.__index = class
          class["own" .. n] = true
          function class.number() return n end
          objects[n] = setmetatable({ x = 0 }, class)
        end
        local sum = 0
        for round = 1, 20 do for _, o in ipairs(objects) do sum = sum + o:number() + o.twice() end end
        return sum`),
    ).toEqual([20 * (21 + 600)]));

  it("sees a method replaced, removed and shadowed", () =>
    expect(
      lua(`
        local class = {}; class.__index = class
        function class.f() return "class" end
        local a, b = setmetatable({ x = 1 }, class), setmetatable({ y = 1 }, class)
        local function call(o) return o.f and o:f() end
        local seen = ""
        local function note() seen = seen .. " " .. tostring(call(a)) .. tostring(call(b)) end
        note(); note()
        class.f = function() return "new" end; note()
        b.f = function() return "own" end; note()
        b.f = nil; note()
        class.f = nil; note()
        setmetatable(a, { __index = function() return function() return "any" end end }); note()
        setmetatable(b, nil); note()
        return seen`),
    ).toEqual([" classclass classclass newnew newown newnew nilnil anynil anynil"]));

  it("stores into each shape, and asks for __newindex where the field is nil", () =>
    expect(
      lua(`
        local stored = 0
        local watched = { __newindex = function(o, key, value) stored = stored + 1; rawset(o, key, value) end }
        local function write(o, value) o.x = value end
        local plain, late, guarded = { x = 0 }, { a = 1, x = 0 }, setmetatable({ b = 1 }, watched)
        local quiet = setmetatable({ c = 1 }, { __index = {} })
        for round = 1, 5 do for _, o in ipairs({ plain, late, guarded, quiet }) do write(o, round) end end
        write(guarded, nil); write(guarded, 7); write(late, nil); write(late, 8)
        getmetatable(quiet).__newindex = watched.__newindex
        write(quiet, nil); write(quiet, 9)
        return plain.x, late.x, guarded.x, quiet.x, stored`),
    ).toEqual([5, 8, 7, 9, 3]));
});
