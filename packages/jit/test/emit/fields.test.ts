import { describe, expect, it } from "vitest";
import { agreesInEachMode } from "../agreement.js";
import { run } from "../machine.js";

/** A function over objects of many sorts, called long enough that what it remembers is compiled. */
const over = (objects: string, body: string, turns = 4000): string => `
  local out, n = {}, 0
  local objects = {${objects}}
  local function visit(o, i) ${body} end
  for i = 1, ${turns} do
    local ok, result = pcall(visit, objects[i % #objects + 1], i)
    if i > ${turns} - 20 then out[#out + 1] = tostring(result) end
  end
  print(table.concat(out, " "))`;

const SOURCES: Readonly<Record<string, string>> = {
  "fields of several shapes": over("{x = 1}, {y = 1, x = 2}, {z = 1, y = 2, x = 3}, {a = 1, x = 4}, {b = 1, x = 5}, {}", "return o.x"),
  "a nil field, with and without metatables": over(
    "{x = nil, y = 1}, setmetatable({y = 1}, {}), setmetatable({y = 1}, {__index = {}}), setmetatable({y = 1}, {__index = {x = 7}})",
    "return o.x",
  ),
  "an inherited field that the object gets itself": over(
    "setmetatable({y = 1}, {__index = {x = 7}}), setmetatable({y = 1}, {__index = {x = 8}})",
    "local before = o.x; if i % 7 == 0 then o.x = i elseif i % 7 == 3 then o.x = nil end return before",
  ),
  "a nil field whose class gets it": over(
    "setmetatable({x = 1, y = 1}, (function() local c = {} c.__index = c return c end)())",
    "o.x = nil; getmetatable(o).x = i > 3000 and i or nil; return o.x",
  ),
  "a nil field whose class gets a parent": over(
    "setmetatable({x = 1, y = 1}, (function() local c = {} c.__index = c return c end)())",
    "o.x = nil; if i == 3500 then setmetatable(getmetatable(o), {__index = function() return 'parent' end}) end return o.x",
  ),
  "stores under __newindex": over(
    "setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end}), setmetatable({x = 0}, {}), {x = 0}, {}",
    "o.x = i; local x = o.x; if i % 5 == 0 then o.x = nil end return x",
  ),
  "__newindex that comes later": over(
    "setmetatable({x = 0}, {})",
    "o.x = nil; if i == 3990 then getmetatable(o).__newindex = function() n = n + 1 end end o.x = i; return tostring(o.x) .. n",
  ),
  "events stored to tables that are metatables": over(
    "{}, {}",
    "local t = setmetatable({}, o); local s = t[1]; o.__index = nil; o.__index = function() return i end; s = t[1]; o.__index = nil; return s",
  ),
  "globals that come and go": over("{}", "if i % 3 == 0 then g = i else g = nil end return tostring(g) .. tostring(h)"),
};

describe("field accesses agree with the interpreter", () => {
  agreesInEachMode(SOURCES);
});

describe("compiling anew for more places", () => {
  it("happens a few times at most", () => {
    const { jit } = run(
      over(
        "{x = 1}, {y = 1, x = 2}, {z = 1, y = 2, x = 3}, {a = 1, x = 4}, {b = 1, x = 5}, {c = 1, x = 6}",
        "if i < 3000 then o = objects[1] end return o.x",
        60000,
      ),
      {
        jit: {},
      },
    );
    expect(jit?.counters.refreshed).toBeGreaterThan(0);
    expect(jit?.counters.refreshed).toBeLessThan(8);
  });
});
