// Functions that call back can wait for a promise in the callback. The script sees nothing of it, a consumer of a coroutine that waits included.

import { native1, type CallbackSpec, type Context, type Value } from "@luster/vm";
import { describe, expect, test } from "vitest";
import { Machine } from "./machine.js";

const slow = native1("slow", (cx, value) => cx.await(new Promise((resolve) => setImmediate(() => resolve(value)))));
const failing = native1("failing", (cx, message) => cx.await(Promise.reject(new Error(message as string))));

/** Runs a program on a machine with `slow`, which gives its argument back after a turn of the event loop, and `failing`. */
async function runSlowly(source: string): Promise<string> {
  const machine = new Machine();
  machine.vm.enter(<G>(cx: Context<G>) => {
    for (const spec of [slow, failing] as CallbackSpec[]) cx.globals.setString(cx.heap, spec.name, cx.newCallback(spec) as Value<G>);
  });
  return machine.runAsync(source);
}

const meta = (event: string, body: string): string => `setmetatable({}, {${event} = function(...) ${body} end})`;

const POSITIONS: readonly (readonly [string, string, string])[] = [
  ["a call", `return slow("x")`, "x"],
  ["pcall", `return select(2, pcall(slow, "x"))`, "x"],
  ["pcall, with an error after it", `return select(2, pcall(function() slow() error("late", 0) end))`, "late"],
  [
    "xpcall and its handler",
    `return select(2, xpcall(function() slow() error("e", 0) end, function(m) return m .. slow("handled") end))`,
    "ehandled",
  ],
  ["__index", `return (${meta("__index", `return slow("x")`)}).field`, "x"],
  [
    "an __index chain",
    `return setmetatable({}, {__index = setmetatable({}, {__index = function(_, k) return slow(k) end})}).field`,
    "field",
  ],
  ["__newindex", `local seen local t = ${meta("__newindex", `seen = slow("x")`)} t.a = 1 return seen`, "x"],
  ["__call", `return (${meta("__call", `return slow("x")`)})()`, "x"],
  ["__add", `return ${meta("__add", `return slow("x")`)} + 1`, "x"],
  ["__unm", `return -${meta("__unm", `return slow("x")`)}`, "x"],
  ["__bor", `return ${meta("__bor", `return slow("x")`)} | 1`, "x"],
  ["__len", `return #${meta("__len", `return slow("x")`)}`, "x"],
  ["__concat", `return "a" .. ${meta("__concat", `return slow("x")`)} .. "b"`, "ax"],
  ["__eq", `return ${meta("__eq", `return slow(true)`)} == setmetatable({}, {})`, "true"],
  ["__lt", `return ${meta("__lt", `return slow(true)`)} < 1`, "true"],
  ["__le", `if ${meta("__le", `return slow(false)`)} <= 1 then return "then" else return "else" end`, "else"],
  ["__close", `local r do local c <close> = ${meta("__close", `r = slow("x")`)} end return r`, "x"],
  [
    "__close under an error",
    `local r pcall(function() local c <close> = ${meta("__close", `r = slow("x")`)} error("e") end) return r`,
    "x",
  ],
  [
    "coroutine.close",
    `local r local co = coroutine.create(function() local c <close> = ${meta("__close", `r = slow("x")`)} coroutine.yield() end) coroutine.resume(co) coroutine.close(co) return r`,
    "x",
  ],
  ["__gc", `local r setmetatable({}, {__gc = function() r = slow("x") end}) collectgarbage() return r`, "x"],
  ["a for iterator", `for v in function() return slow("x") end do return v end`, "x"],
  ["__pairs", `for k in pairs(${meta("__pairs", `slow() return next, {7}`)}) do return k end`, "1"],
  ["__tostring", `return tostring(${meta("__tostring", `return slow("x")`)})`, "x"],
  ["__tostring in print", `print(${meta("__tostring", `return slow("x")`)}) return "end"`, "x\nend"],
  ["table.sort", `local t = {3, 1, 2} table.sort(t, function(a, b) slow() return a < b end) return table.concat(t)`, "123"],
  ["string.gsub", `return (("abc"):gsub(".", function(c) return slow(c:upper()) end))`, "ABC"],
  ["string.gmatch", `local r = "" for c in ("abc"):gmatch(".") do r = r .. slow(c) end return r`, "abc"],
  [
    "table.concat with __index",
    `return table.concat(setmetatable({}, {__len = function() return slow(2) end, __index = function(_, i) return slow(i) end}))`,
    "12",
  ],
  ["a reader of load", `local n = 0 return load(function() n = n + 1 return slow(n == 1 and "return 'x'" or nil) end)()`, "x"],
  ["require", `package.preload.m = function() return slow("x") end return (require("m"))`, "x"],
  ["a coroutine", `local co = coroutine.wrap(function() coroutine.yield(slow("x")) return slow("y") end) return co() .. co()`, "xy"],
  ["a coroutine in a coroutine", `return coroutine.wrap(function() return coroutine.wrap(function() return slow("x") end)() end)()`, "x"],
];

describe("waiting in", () => {
  test.each(POSITIONS)("%s", async (_name, body, expected) => {
    const program = (call: string): string => `print((${call}))`;
    expect(await runSlowly(program(`(function() ${body} end)()`))).toBe(`${expected}\n`);
    // Inside of a coroutine: whoever resumes it gets the values, and no trace of the waiting.
    expect(await runSlowly(program(`coroutine.wrap(function() ${body} end)()`))).toBe(`${expected}\n`);
  });
});

describe("a rejected promise", () => {
  test("is an error where it was waited for", async () => {
    const source = `
      print(pcall(failing, "no"))
      print(select(2, pcall(table.sort, {2, 1}, function() failing("cmp") end)))
      local co = coroutine.create(function() failing("in coroutine") end)
      print(coroutine.resume(co))
      print(coroutine.status(co))`;
    expect(await runSlowly(source)).toBe("false\tno\ntest:3: cmp\nfalse\ttest:4: in coroutine\ndead\n");
  });

  test("keeps the rejection as the cause", async () => {
    await expect(runSlowly(`failing("why")`)).rejects.toMatchObject({ name: "LuaError", cause: { message: "why" } });
  });
});

test("a coroutine that waits holds up its consumer alone: runs side by side go on", async () => {
  const machine = new Machine();
  const order: string[] = [];
  const note = native1("note", (_, text) => void order.push(text as string));
  machine.vm.enter(<G>(cx: Context<G>) => {
    for (const spec of [slow, note] as CallbackSpec[]) cx.globals.setString(cx.heap, spec.name, cx.newCallback(spec) as Value<G>);
  });
  const run = (name: string): Promise<string> =>
    machine.runAsync(`for v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(slow(i)) end end) do note("${name}" .. v) end`);
  await Promise.all([run("a"), run("b")]);
  expect(order.filter((text) => text.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
  expect(order.filter((text) => text.startsWith("b"))).toEqual(["b1", "b2", "b3"]);
  expect(order.indexOf("b1")).toBeLessThan(order.indexOf("a3"));
});
