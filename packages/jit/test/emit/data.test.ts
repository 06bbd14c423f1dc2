import { describe, expect, it } from "vitest";
import { agreesInEachMode } from "../agreement.js";
import { run } from "../machine.js";

const SOURCES: Readonly<Record<string, string>> = {
  "rotations of 32 bits": `
    local function rotate(x, n) return (x >> n | x << (32 - n)) & 0xFFFFFFFF end
    local function mixed(x, y) return (x << 24 ~ y ~ x << 7) & 0xFFFFFFFF, (y | x << 40) & 0xFF, 0xFFFF & (x << 16 | y), (x << 31 & y) & 0xFFFFFFFF end
    local x, y = 0xDEADBEEF, 1
    for i = 1, 300 do x = rotate(x, i % 33) ~ i; y = (y * 77 + i) & 0xFFFFFFFF; print(x, mixed(x, y)) end
    for _, v in ipairs {0, -1, math.maxinteger, math.mininteger, 1 << 53, (1 << 53) - 1, 1.0, 3.0} do print(rotate(v, 5), rotate(7, v & 31), mixed(v, v)) end
    print(pcall(rotate, 1.5, 3)) print(pcall(rotate, 1, -3)) print(pcall(rotate, {}, 3)) print(rotate(1, 70), rotate("8", 1))`,
  "a shifted value that is used twice": `
    local function f(x, n) local s = x << n; local m = s & 0xFF; return s, m end
    local function g(x, n) local s; s = x << n | 1; s = s & 0xFFFF; return s, n end
    for i = 0, 66 do print(f(0x123456789, i), g(-i, i)) end`,
  "complements and masks beyond 32 bits": `
    local function f(e, g) return ~e & g, ~e, e & ~g, (e & g) ~ (~e & g), e << 21, e << 22, e << 30, -e << 9 end
    for i = 1, 60 do print(f(0x9E3779B97F4A7C15 >> i, 0xBF58476D1CE4E5B9 >> (60 - i))) print(f(i, 2^31 // 1 | 0), f(-i, 0xFFFFFFFF)) end
    print(f(9007199254740991, 9007199254740991)) print(f(-9007199254740991, 1))`,
  appending: `
    local function fill(t, n) for i = 1, n do t[i] = i end return #t end
    local function push(t, v) t[#t + 1] = v; return #t end
    local strict = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end})
    local long = setmetatable({}, {__len = function() return 3 end})
    for i = 1, 40 do
      print(fill({}, i), fill({1, 2, 3}, i), fill(strict, 3), strict[i], push(long, i), push({}, nil), push({nil, nil, i}, i))
      local t = {}; for k = i, 1, -1 do t[k] = k end; print(#t, push(t, i), push(t, i), next({[2] = 1}), push({[2] = 1}, i), #tostring(i))
      local u = {1, 2, 3}; u[3] = nil; u[2] = nil; print(#u, push(u, 5), u[1], u[2], u[3])
    end
    print(pcall(push, nil, 1)) print(pcall(push, "abc", 1)) print(pcall(push, 5, 1)) print(pcall(function(f) return #f end, print))`,
};

describe("values and tables agree with the interpreter", () => {
  agreesInEachMode(SOURCES);

  it("and rotations leave compiled code for no guard", () => {
    const { jit } = run(
      "local function r(x, n) return (x >> n | x << (32 - n)) & 0xFFFFFFFF end local x = 1 << 31 for i = 1, 5000 do x = r(x, 7) ~ i end",
      { jit: {} },
    );
    expect(jit?.counters.failedGuards).toBe(0);
  });

  it("and memory is refused at the same append", () => {
    const source = "local t, n = {}, 0 print(pcall(function() for i = 1, 1e8 do t[#t + 1] = i; n = i end end)) print(n)";
    const memoryLimitBytes = 3_000_000;
    expect(run(source, { jit: { threshold: 0 }, memoryLimitBytes }).output).toBe(run(source, { memoryLimitBytes }).output);
  });
});
