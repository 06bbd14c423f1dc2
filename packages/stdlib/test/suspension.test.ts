// Functions that call back can be left by a yield in the callback and gone on with: design goes further than PUC-Rio here, which has
// C frames in the way of a yield in a comparison function, a replacement function or a reader.

import { describe, expect, test } from "vitest";
import { runLua } from "./machine.js";

/** Runs `body` in a coroutine that is resumed with 1, 2, 3... as long as it yields; prints its yields and results. */
function trace(body: string): string {
  return runLua(`
    local co = coroutine.create(function() ${body} end)
    local log, n = {}, 0
    while true do
      n = n + 1
      local r = table.pack(coroutine.resume(co, n))
      for i = 2, r.n do log[#log + 1] = tostring(r[i]) end
      if coroutine.status(co) == "dead" then break end
    end
    print(table.concat(log, " "))`);
}

describe("yielding across", () => {
  test.each([
    [
      "table.sort",
      `local t = {3, 1, 2} table.sort(t, function(a, b) coroutine.yield(a .. b) return a < b end) return table.concat(t)`,
      "23 12 123",
    ],
    ["string.gsub", `return (("abc"):gsub(".", function(c) return coroutine.yield(c) end))`, "a b c 234"],
    [
      "__index of a replacement table",
      `return (("abc"):gsub(".", setmetatable({}, {__index = function(_, k) return coroutine.yield(k) end})))`,
      "a b c 234",
    ],
    [
      "__tostring in print",
      `print(setmetatable({}, {__tostring = function() coroutine.yield("y") return "text" end})) return "end"`,
      "text\ny end",
    ],
    [
      "__tostring in string.format",
      `return string.format("%5s|%s", setmetatable({}, {__tostring = function() return coroutine.yield("y") .. "" end}), 1)`,
      "y     2|1",
    ],
    [
      "__index in table.concat",
      `return table.concat(setmetatable({}, {__len = function() return 2 end, __index = function(_, i) return coroutine.yield(i) end}))`,
      "1 2 23",
    ],
    [
      "__index in table.unpack",
      `return table.unpack(setmetatable({}, {__index = function(_, i) return coroutine.yield(i) end}), 1, 3)`,
      "1 2 3 2 3 4",
    ],
    [
      "__newindex in table.insert",
      `local t = setmetatable({}, {__newindex = function(t, k, v) coroutine.yield(k) rawset(t, k, v) end}) table.insert(t, "x") return t[1]`,
      "1 x",
    ],
    [
      "__len in table.remove",
      `return table.remove(setmetatable({}, {__len = function() return coroutine.yield("len") end, __index = {"a", "b"}, __newindex = function() end}))`,
      "len b",
    ],
    [
      "__lt in table.sort",
      `local m = {__lt = function(a, b) coroutine.yield("lt") return a.v < b.v end} local t = {setmetatable({v = 2}, m), setmetatable({v = 1}, m)} table.sort(t) return t[1].v`,
      "lt 1",
    ],
    [
      "__lt in math.max",
      `local m = {__lt = function(a, b) coroutine.yield("lt") return a.v < b.v end} return math.max(setmetatable({v = 2}, m), setmetatable({v = 1}, m)).v`,
      "lt 2",
    ],
    ["a reader of load", `return type(load(function() return coroutine.yield("piece") ~= 3 and "" or nil end))`, "piece function"],
    ["pcall", `return pcall(function() coroutine.yield(1) error("x", 0) end)`, "1 false x"],
    [
      "xpcall and its handler",
      `return xpcall(function() error("x", 0) end, function(m) return m .. coroutine.yield("handler") end)`,
      "handler false x2",
    ],
    ["require", `package.preload.m = function() return coroutine.yield("loading") end return (require("m"))`, "loading 2"],
    [
      "__pairs",
      `for k in pairs(setmetatable({}, {__pairs = function() coroutine.yield("pairs") return next, {7}, nil end})) do coroutine.yield(k) end`,
      "pairs 1",
    ],
    [
      "os.time",
      `return os.time(setmetatable({}, {__index = function(_, k) coroutine.yield(k) return ({year = 2000, month = 1, day = 1, hour = 0})[k] end}))`,
      "year month day hour min sec isdst 946684800",
    ],
  ])("%s", (_name, body, expected) => {
    expect(trace(body)).toBe(`${expected}\n`);
  });
});

test("errors in callbacks pass through, and leave the functions usable", () => {
  const source = `
    local t = {3, 1, 2}
    print(pcall(table.sort, t, function() error("cmp", 0) end))
    print(pcall(string.gsub, "abc", ".", function() error("rep", 0) end))
    print(("abc"):gsub("b", "x"))
    print(pcall(table.concat, setmetatable({}, {__len = function() error("len", 0) end})))`;
  expect(runLua(source)).toBe("false\tcmp\nfalse\trep\naxc\t1\nfalse\tlen\n");
});
