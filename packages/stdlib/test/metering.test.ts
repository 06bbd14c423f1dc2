// Long work in a library function ends with the slice, goes on in the next, and stops when fuel or memory run out.

import { describe, expect, test } from "vitest";
import { FuelLimitError } from "@luster/vm";
import { Machine, runLua } from "./machine.js";

const SLICE_FUEL = 50_000;
/** Far more than a slice needs, far less than the whole work would. */
const MAX_SLICE_MS = 400;

/** The longest that an asynchronous run keeps the event loop waiting, in milliseconds, until its fuel is spent. */
async function longestTurn(source: string): Promise<number> {
  const machine = new Machine();
  let longest = 0;
  let last = performance.now();
  let isDone = false;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  await expect(machine.runAsync(source, { fuelLimit: 3_000_000, sliceFuel: SLICE_FUEL })).rejects.toThrow(FuelLimitError);
  isDone = true;
  return longest;
}

// Time is measured on a machine that does other things too: a turn may take long, but not three times in a row.
describe("endless work is interrupted", { retry: 2 }, () => {
  test.each([
    ["backtracking over repetitions", `("a"):rep(100000):match(("a*"):rep(30) .. "b")`],
    ["backtracking in short subjects", `("a"):rep(60):find(("a?"):rep(60) .. ("a"):rep(61))`],
    ["lazy repetitions from every start", `("a"):rep(1000000):find(".-.-b")`],
    ["balanced text from every start", `("("):rep(1000000):find("%b()")`],
    ["a long pattern from every start", `("a"):rep(1000000):find(("."):rep(20000) .. "b")`],
    ["back references", `("a"):rep(100000):find("(a*)%1b")`],
    ["frontiers", `("a b "):rep(300000):find("%f[%w]%w+%f[%W].-%f[%w]x")`],
    ["gsub without end", `local s = ("a"):rep(1000000) while true do s:gsub("a", "b") end`],
    ["gmatch without end", `local s = ("a"):rep(1000000) while true do for _ in s:gmatch("a") do end end`],
    ["plain search with a long needle", `local s = ("a"):rep(2000000) while true do s:find(("a"):rep(1000000) .. "b", 1, true) end`],
    ["plain search with a short needle", `local s = ("a"):rep(2000000) while true do s:find(("a"):rep(60) .. "b", 1, true) end`],
    [
      "sorting with an order function",
      `local t = {} for i = 1, 100000 do t[i] = -i end while true do table.sort(t, function(a, b) return a < b end) end`,
    ],
    ["sorting numbers", `local t = {} for i = 1, 300000 do t[i] = -i end while true do table.sort(t) end`],
    ["moving elements", `local t = {} for i = 1, 100000 do t[i] = i end while true do table.move(t, 1, #t, 2, {}) end`],
    ["inserting at the front", `local t = {} while true do table.insert(t, 1, 0) end`],
    ["concatenation", `local t = {} for i = 1, 100000 do t[i] = "x" end while true do table.concat(t, ",") end`],
    ["counting characters", `local s = ("\\u{e9}"):rep(500000) while true do utf8.len(s) end`],
    ["walking over characters", `local s = ("\\u{e9}"):rep(500000) while true do utf8.offset(s, 499999) end`],
    ["an endless reader of a chunk", `load(function() return " " end)`],
    ["compiling one large table", `local s = "return {" .. ("1,"):rep(2000000) .. "}" while true do load(s) end`],
    ["compiling one large function", `local s = "return function() " .. ("x = y "):rep(700000) .. "end" while true do load(s) end`],
    ["an endless file", `local f = io.tmpfile() f:write(("x"):rep(1000000)) while true do f:seek("set") f:read("a") end`],
  ])("%s", async (_name, source) => {
    expect(await longestTurn(source)).toBeLessThan(MAX_SLICE_MS);
  });
});

describe("memory is refused before it is taken", () => {
  const LIMIT = { vm: { memoryLimitBytes: 20_000_000 } };

  test.each([
    ["string.rep", `("x"):rep(100000000)`],
    ["string.rep with a separator", `("x"):rep(10000000, "yyyyyyyyyy")`],
    ["string.pack", `string.pack("c100000000", "")`],
    ["table.concat", `local t = {} for i = 1, 100 do t[i] = ("x"):rep(1000000) end table.concat(t)`],
    ["table.concat of one string", `local s, t = ("x"):rep(1000000), {} for i = 1, 100 do t[i] = s end table.concat(t)`],
    ["string.format", `local s = ("x"):rep(5000000) string.format("%s%s%s%s%s%s%s%s", s, s, s, s, s, s, s, s)`],
    ["gsub", `("x"):rep(1000000):gsub("x", ("y"):rep(1000))`],
    ["reverse", `("x"):rep(12000000):reverse()`],
    ["reading a file", `local f = io.tmpfile() for i = 1, 60 do f:write(("x"):rep(1000000)) end f:seek("set") f:read("a")`],
    ["a long pattern", `local p = ("[ab]"):rep(1000000) string.find("x", p)`],
  ])("%s", (_name, source) => {
    const program = `print(select(2, pcall(function() ${source} end)), collectgarbage("count") < 20000)`;
    expect(runLua(program, LIMIT)).toMatch(/not enough memory\ttrue\n$/);
  });

  test.each([
    ["statements", `("x = 1 "):rep(500000)`],
    ["a table", `"return {" .. ("1,"):rep(500000) .. "}"`],
    ["a function", `"return function() " .. ("x = 1 "):rep(300000) .. "end"`],
    ["calls", `"f" .. ("{}"):rep(500000)`],
  ])("compiling a large source: %s", (_name, source) => {
    const program = `local s = ${source} print(load(s)) print(collectgarbage("count") < 20000)`;
    expect(runLua(program, LIMIT)).toBe("nil\tnot enough memory\ntrue\n");
  });

  test("what was compiled counts, and goes again", () => {
    const source = `
      collectgarbage()
      local before = collectgarbage("count")
      local f = load(("x = 1 "):rep(100000))
      collectgarbage()
      local during = collectgarbage("count")
      f = nil
      collectgarbage()
      print(during - before > 1500, collectgarbage("count") - before < 1000)`;
    expect(runLua(source)).toBe("true\ttrue\n");
  });

  test("a load that runs out of memory says so", () => {
    expect(runLua(`local s = ("x"):rep(1000000) print(load(function() return s end))`, LIMIT)).toBe("nil\tnot enough memory\n");
  });

  test("what a read took from the file is not lost when memory must be collected first", () => {
    const source = `
      local f = io.tmpfile()
      for i = 1, 6 do f:write(tostring(i), ("x"):rep(999999)) end
      f:seek("set")
      local garbage = {}
      for i = 1, 10 do garbage[i] = ("g"):rep(1000000) .. i end
      garbage = nil
      local s = f:read("a")
      print(#s, s:gsub("x+", ""))`;
    expect(runLua(source, LIMIT)).toBe("6000000\t123456\t6\n");
  });
});

describe("a function that is left in the middle goes on where it was", () => {
  test.each([
    [`print(("a"):rep(50):find(("a?"):rep(20) .. ("a"):rep(50)))`, "1\t50\n"],
    [`print(#("ab"):rep(100000):gsub("a", "xy"))`, "300000\n"],
    [
      `local t = {} for i = 1, 50000 do t[i] = (i * 7919) % 50021 end table.sort(t) local ok = true for i = 2, #t do ok = ok and t[i - 1] <= t[i] end print(ok)`,
      "true\n",
    ],
    [
      `local t = {} for i = 1, 50000 do t[i] = "k" .. (i * 7919) % 50021 end table.sort(t) local ok = true for i = 2, #t do ok = ok and t[i - 1] <= t[i] end print(ok)`,
      "true\n",
    ],
    [
      `local t = {} for i = 1, 70000 do t[i] = i end table.insert(t, 1, 0) print(#t, t[1], t[2], t[70001], table.remove(t, 1), #t, t[1])`,
      "70001\t0\t1\t70000\t0\t70000\t1\n",
    ],
    [
      `print(utf8.len(("\\u{e9}"):rep(100000)), utf8.offset(("\\u{e9}"):rep(100000), 50001), utf8.offset(("\\u{e9}"):rep(100000), -3))`,
      "100000\t100001\t199995\n",
    ],
    [`local t = {} for i = 1, 60000 do t[i] = i end print(#table.concat(t, ","))`, "348893\n"],
    [`local a = load("local a = ... return {" .. ("a, "):rep(20000) .. "}")(7) print(#a, a[1], a[20000])`, "20000\t7\t7\n"],
    [
      `print(load("return {" .. ("1, "):rep(20000) .. "+}"))`,
      `nil\t[string "return {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1..."]:1: unexpected symbol near '+'\n`,
    ],
    [`print((("a"):rep(300000) .. ("b"):rep(100)):find(("a"):rep(200) .. ("b"):rep(100), 1, true))`, "299801\t300100\n"],
  ])("%s", (source, expected) => {
    expect(runLua(source, {}, { sliceFuel: 100 })).toBe(expected);
    expect(runLua(source)).toBe(expected);
  });
});
