// Every function of every library, with input as large as it takes: no slice lasts long, and the work is paid for with fuel.

import { FuelLimitError } from "@luster/vm";
import { beforeAll, describe, expect, test } from "vitest";
import { Machine } from "./machine.js";

const SLICE_FUEL = 20_000;
const FUEL_LIMIT = 2_000_000;
/** Processor time of the process, collections in other threads included. The whole work of each call takes seconds. */
const MAX_SLICE_MS = 400;

// S: a long string; P: brackets that do not close; E, U: other bytes, two-byte characters; T, B: lists of numbers and of strings.
const PREPARATION = `
  S = ("a"):rep(8000000) P = ("("):rep(8000000) E = ("aB\xe9"):rep(2000000) U = ("\u{e9}"):rep(3000000)
  T = {} for i = 1, 300000 do T[i] = i * 7919 % 100003 end
  B = {} for i = 1, 100000 do B[i] = "s" .. i * 7919 % 100003 end
  SEQUENCE = function() return 1 end
  SLOW = setmetatable({}, { __index = SEQUENCE, __newindex = SEQUENCE, __len = function() return 3000000 end })
  function deep() local co = coroutine.create(function() local function f(n) if n == 0 then coroutine.yield() else f(n - 1) end return n end f(60000) end)
    coroutine.resume(co) return co end`;

const CALLS: Readonly<Record<string, readonly string[]>> = {
  base: [
    "assert(false, S)",
    "collectgarbage()",
    'dofile("big")',
    "pcall(error, S)",
    "getmetatable(S)",
    "ipairs(T)",
    'load("--" .. S)',
    'load("return " .. ("1 + "):rep(1000000) .. "1")',
    'load("return {" .. ("1,"):rep(2000000) .. "}")',
    'load("return function() " .. ("x = 1 "):rep(700000) .. "end")',
    'load(("x = 1 "):rep(700000))',
    'load("f" .. ("{}"):rep(1000000))',
    'load(function() return "     " end)',
    'loadfile("big")',
    'loadfile("blank")',
    "next(T, 299999)",
    "pairs(T)",
    "pcall(table.unpack, T)",
    "print(S, S)",
    "print(table.unpack(T))",
    'rawequal(S, S:sub(1, -2) .. "a")',
    "rawget(T, S)",
    "rawlen(S)",
    "rawset({}, S, 1)",
    "require(S)",
    'select("#", table.unpack(T))',
    "select(-1, table.unpack(T))",
    "setmetatable({}, {__name = S})",
    'tonumber(("1"):rep(5000000))',
    'tonumber(("1"):rep(5000000), 10)',
    'tonumber("0x" .. ("f"):rep(5000000))',
    'tonumber((" "):rep(5000000) .. "1")',
    'tonumber("0." .. ("1"):rep(5000000))',
    "tostring(setmetatable({}, {__name = S}))",
    "type(S)",
    "warn(S, S)",
    "xpcall(error, print, S)",
  ],
  coroutine: [
    "coroutine.close(deep())",
    "coroutine.create(print)",
    "coroutine.isyieldable()",
    "coroutine.resume(coroutine.create(SAME or print), table.unpack(T, 1, 100000))",
    "coroutine.running()",
    "coroutine.status(deep())",
    "coroutine.wrap(function() return table.unpack(T) end)()",
    "coroutine.wrap(function() coroutine.yield(table.unpack(T)) end)()",
  ],
  debug: [
    "debug.gethook()",
    'debug.getinfo(load(("x = x + 1\\n"):rep(50000)), "L")',
    "debug.getinfo(1000000)",
    "debug.getlocal(1, 1e9)",
    "debug.getmetatable(S)",
    "debug.getregistry()",
    "debug.getupvalue(print, 1e9)",
    "debug.getuservalue(S)",
    "debug.setcstacklimit(1e9)",
    "debug.sethook(print, S)",
    "debug.sethook()",
    "debug.setlocal(1, 1e9, 1)",
    "debug.setmetatable({}, {})",
    "debug.setupvalue(print, 1e9, 1)",
    "debug.setuservalue(io.stdout, S)",
    "debug.traceback(S)",
    "debug.traceback(deep())",
    "debug.upvalueid(print, 1e9)",
    "debug.upvaluejoin(print, 1, print, 1)",
  ],
  io: [
    'io.close(io.open("big"))',
    "io.flush()",
    'io.input("big")',
    'io.lines("big", "a")()',
    '(function() for _ in io.lines("lines") do end end)()',
    "io.open(S)",
    'io.open("big"):read("a")',
    'io.open("big"):read(8000000)',
    'io.open("big"):read("l")',
    'io.open("big"):read("n")',
    'io.open("blank"):read("n")',
    'io.open("out", "w"):write(S)',
    'io.open("out", "w"):write(table.unpack(T))',
    'io.output("out")',
    "io.popen(S)",
    'io.read("n")',
    "io.tmpfile()",
    "io.type(S)",
    "io.write(S)",
  ],
  math: [
    "math.abs(1)",
    "math.acos(1)",
    "math.asin(1)",
    "math.atan(1, 2)",
    "math.ceil(1e300)",
    "math.cos(1)",
    "math.deg(1)",
    "math.exp(1)",
    'math.floor(("1"):rep(1000000))',
    "math.fmod(math.mininteger, -1)",
    "math.fmod(1e308, 5e-324)",
    "math.log(8, 2)",
    "math.max(table.unpack(T))",
    "math.min(table.unpack(T))",
    "math.modf(1e300)",
    "math.rad(1)",
    "math.random(0)",
    "math.randomseed(1)",
    "math.sin(1e300)",
    "math.sqrt(2)",
    "math.tan(1)",
    "math.tointeger(S)",
    "math.type(S)",
    "math.ult(1, -1)",
  ],
  os: [
    "os.clock()",
    'os.date(("%c"):rep(1000000), 0)',
    "os.date(S, 0)",
    "os.difftime(2^53, 0)",
    "os.execute()",
    "os.exit(S)",
    "os.getenv(S)",
    "os.remove(S)",
    "os.rename(S, S)",
    "os.setlocale(S)",
    "os.time({year = 2^31, month = 2^31 - 1, day = 2^31 - 1})",
    "os.tmpname()",
  ],
  package: [
    'package.loadlib(S, "*")',
    'package.searchpath("x", (";"):rep(1000000))',
    'package.searchpath("x", ("?;"):rep(500000))',
    'package.searchpath(S, "?")',
    'package.searchpath(("."):rep(8000000), "?")',
    'package.searchpath("x", ("?"):rep(8000000))',
    'package.searchpath("x", (";"):rep(8000000))',
    'package.searchpath(S, "?;?;?;?")',
    'package.searchpath(S, "?", ("a"):rep(4000000) .. "b")',
    'package.searchpath(("a."):rep(500000), "?")',
  ],
  string: [
    "string.byte(S, 1, 300000)",
    "string.char(table.unpack(T, 1, 100000))",
    'string.dump(load(("x = x + 1 "):rep(10000)))',
    'string.find(S, "b")',
    'string.find(S, "b", 1, true)',
    'string.find(S, ".-b")',
    'string.find(S, ("a"):rep(1000) .. "b", 1, true)',
    'string.find(S, S .. "b", 1, true)',
    'string.match(S, "(a*)b")',
    'string.match(P, "%b()")',
    'string.match(S .. "b", "^(a*)%1b$")',
    'string.match(S, "a*$")',
    'string.match(S, "^(.-)%f[b]")',
    'string.gmatch(S, "b")()',
    'string.gsub(S, "a", "b")',
    'string.gsub(S, "a", {a = "b"})',
    'string.gsub(S, "", "-")',
    'string.gsub("aaaa", "a", S)',
    'string.format("%s%s", S, "x")',
    'string.format("%q", S)',
    'string.format("%q", ("\\0"):rep(2000000))',
    'string.format("%.20s", S)',
    "string.format(S)",
    'string.format(("%%"):rep(2000000))',
    'string.format(("%d"):rep(2000000), 1)',
    "string.len(S)",
    "string.lower(E)",
    "string.upper(E)",
    "string.lower(S)",
    "string.upper(S)",
    'string.rep("a", 8000000)',
    'string.rep("a", 2000000, "bc")',
    "string.reverse(S)",
    "string.sub(S, 2, -2)",
    'string.pack("s", S)',
    'string.pack("z", S)',
    'string.pack("c8000000", "")',
    'string.pack(("x"):rep(2000000))',
    'string.pack((" "):rep(8000000))',
    'string.packsize(("i4"):rep(2000000))',
    'string.unpack("z", S)',
    'string.unpack(("b"):rep(200000), S)',
    'string.unpack((" "):rep(8000000), "")',
  ],
  table: [
    "table.concat(T)",
    'table.concat(T, ", ")',
    "table.concat(B)",
    "table.concat(SLOW)",
    "table.insert(T, 1, 5)",
    "table.insert(SLOW, 1, 5)",
    "table.move(T, 1, #T, 2)",
    "table.move(T, 1, #T, 1, {})",
    "table.move(SLOW, 1, 2^53, 2)",
    "table.pack(table.unpack(T))",
    "table.remove(T, 1)",
    "table.remove(SLOW, 1)",
    "table.sort(T)",
    "table.sort(T, function(a, b) return a > b end)",
    "table.sort(B)",
    "table.sort(SLOW)",
    "table.unpack(T)",
    "table.unpack(SLOW, 1, 900000)",
  ],
  utf8: [
    "utf8.char(table.unpack(T, 1, 100000))",
    "utf8.codepoint(U, 1, 300000)",
    "utf8.codes(U)(U, 0)",
    "utf8.len(S)",
    "utf8.len(U)",
    "utf8.offset(U, 2999999)",
    "utf8.offset(U, -2999999)",
  ],
};

let machine: Machine;
beforeAll(() => {
  const lines = "a line of text\n".repeat(200_000);
  machine = new Machine({
    files: { big: "a".repeat(8_000_000), blank: " ".repeat(8_000_000), lines },
    host: { stdout: { write: () => undefined }, stderr: { write: () => undefined } },
  });
  machine.run(PREPARATION);
});

/** The longest turn of the event loop while a call runs, in milliseconds of processor time. */
async function longestTurn(call: string): Promise<number> {
  let longest = 0;
  let last = process.cpuUsage();
  let isDone = false;
  const tick = (): void => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  try {
    await machine.runAsync(`pcall(function() return ${call} end)`, { sliceFuel: SLICE_FUEL, fuelLimit: FUEL_LIMIT });
  } catch (error) {
    if (!(error instanceof FuelLimitError)) throw error;
  }
  isDone = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}

describe.each(Object.entries(CALLS))("%s", (_library, calls) => {
  test.each(calls)("%s", { retry: 2, timeout: 60_000 }, async (call) => {
    expect(await longestTurn(call)).toBeLessThan(MAX_SLICE_MS);
  });
});

test("every function is among them", () => {
  const names = new Machine().run(`
    for k, v in pairs(_G) do if type(v) == "function" and not k:find("^%u") and k ~= "deep" then print("base " .. k) end end
    for _, l in ipairs { "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8" } do
      for k, v in pairs(_G[l]) do if type(v) == "function" then print(l .. " " .. l .. "." .. k) end end
    end`);
  const missing = names
    .trim()
    .split("\n")
    .filter((line) => {
      const [library = "", name = ""] = line.split(" ");
      // Those that wait for a person, and the one that others call.
      if (name === "debug.debug" || name === "error") return false;
      return !CALLS[library]?.some((call) => call.includes(`${name}(`));
    });
  expect(missing).toEqual([]);
});

test("work is paid for: what costs a slice or more uses up its fuel", () => {
  const calls = [
    'S:find("b")',
    'S:gsub("a", "b")',
    "S:upper()",
    "E:lower()",
    "S:reverse()",
    "table.concat(T)",
    "table.sort(T)",
    "utf8.len(U)",
    "table.unpack(SLOW, 1, 900000)",
    'S:match("(a*)b")',
    'string.pack((" "):rep(100000))',
  ];
  for (const call of calls) {
    expect(() => machine.run(`local t = T while true do local x = ${call} end`, { fuelLimit: FUEL_LIMIT }), call).toThrow(FuelLimitError);
  }
});
