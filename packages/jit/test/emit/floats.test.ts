import { describe } from "vitest";
import { agreesInEachMode } from "../agreement.js";

/** Values that are met where floats were: fractions, integral floats (boxes), integers of both sizes, no numbers. */
const VALUES = "{ 1.5, 2.0, -0.0, 2^53, 1e300, 0/0, 3, 1 << 40, math.maxinteger, '7', '0x10', {}, false }";

const SOURCES: Readonly<Record<string, string>> = {
  "elements that are passed on, and calculated with once": `
    local function swap(t, i, j) if t[i] ~= t[j] then t[i], t[j] = t[j], t[i] end return t[i] end
    local function product(t, u, k) return t[k] * u[k], t[k] - 1, 2 // t[k], -t[k], t[k] ^ 2, t[k] / u[k], t[k] % 3 end
    local t, u = { 0.5, 1.5, 2.5 }, { 2.5, 0.5, 1.5 }
    for i = 1, 60 do print(swap(t, i % 3 + 1, (i + 1) % 3 + 1), product(t, u, i % 3 + 1)) end
    for _, v in ipairs(${VALUES}) do t[1] = v; print(swap(t, 1, 2) == v, swap(t, 2, 1) == v, pcall(product, t, u, 1)) end`,
  "an accumulator that begins with an element": `
    local function largest(t) local m = t[1] for i = 2, #t do if t[i] > m then m = t[i] end end return m end
    local function sum(t) local s = t[1] for i = 2, #t do s = s + t[i] end return s, math.type(s) end
    for i = 1, 60 do print(largest { i / 2, 7.5, 3.25 }, sum { i / 4, 0.25, 0.5 }) end
    for _, v in ipairs(${VALUES}) do print(pcall(largest, { v, 1.5 })) print(pcall(sum, { v, 1.5 })) print(pcall(sum, { 1.5, v, 0.5 })) end`,
  "fields of objects that are made of arguments": `
    local V = {} V.__index = V
    V.__add = function(a, b) return V.new(a.x + b.x, a.y + b.y) end
    function V.new(x, y) return setmetatable({ x = x, y = y }, V) end
    function V:scale(k) return V.new(self.x * k, self.y * k) end
    local v = V.new(0.5, 0.25)
    for i = 1, 60 do v = (v + V.new(i / 3, 1.5)):scale(0.5); print(v.x, v.y, math.sqrt(v.x), math.floor(v.y), math.max(v.x, v.y)) end
    for _, x in ipairs(${VALUES}) do print(pcall(function() local w = V.new(x, 0.5) + v; return w.x, w:scale(2).y, math.floor(w.x) end)) end`,
  "numbers that begin as integers and go on as floats": `
    local function mean(t) local s, n = 0, 0 for i = 1, #t do s = s + t[i] * 0.5; n = n + 1 end return s, n, s == 0, s < n, math.type(s), tostring(s) end
    local function mixed(t, k) local s = 0 for i = 1, #t do if i % k == 0 then s = s + 0.5 else s = s + 1 end; s = s * 2 - 1 end return s, math.type(s), t[s], #t - s end
    local function branch(x, c) local y if c then y = 0 else y = x / 2 end local z = y + 1; local w = -y; local t = { y, [1] = y }; return t[1], y, z, w, y * y, y - 0.5, y // 1, y % 2, #{ y }, not y, y == 0 end
    for i = 1, 40 do
      print(mean { i, 1, 2 }, mean {}, mixed({ 1, 2, 3 }, i % 4 + 1)); print(branch(i, i % 2 == 0)); print(branch(i * 2, false))
    end
    local function grow(n, f) local s, p = 1, 0 for i = 1, n do if f and i == 50 then s = s + 0.0 end s = s * 3; p = p - s end return s, p end
    for i = 1, 80, 7 do print(grow(i), grow(i, true)) end
    local function zero(c) local z if c then z = 0 else z = -0.0 end local y = z * -1 return 1 / y, 1 / z, y end
    for i = 1, 60 do print(zero(i % 2 == 0)) end
    local function yielding(t) local s = 0 for i = 1, #t do coroutine.yield(s); s = s + t[i] end return s end
    for _, v in ipairs(VALUES) do
      local co = coroutine.wrap(yielding); for i = 1, 4 do print(pcall(co, { 0.5, v, 1.5 })) end
      print(pcall(mean, { v, 0.5 })); print(pcall(branch, v, false))
    end`.replace("VALUES", VALUES),
};

describe("floats agree with the interpreter", () => {
  agreesInEachMode(SOURCES);
});
