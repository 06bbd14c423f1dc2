// Every position from which the machine or a library calls a function, times all that a function can do there: yield, wait for a promise,
// be preempted, fail by a rejection or an exception, be aborted. In each position `step` is called, and gives back its argument.

import { UnexpectedAwaitError, native1 } from "@luster/vm";
import type { Action, CallbackSpec, Context, RunOptions, Value } from "@luster/vm";
import { describe, expect, test } from "vitest";
import { Machine } from "./machine.js";

const meta = (event: string, body: string): string => `setmetatable({}, {${event} = function(...) ${body} end})`;

const BINARY = {
  __add: "+", __sub: "-", __mul: "*", __div: "/", __mod: "%", __pow: "^", __idiv: "//", __band: "&", __bor: "|", __bxor: "~", __shl: "<<",
  __shr: ">>", __concat: "..",
} as const; // prettier-ignore

const UNARY = { __unm: "-", __bnot: "~", __len: "#" } as const;

const operators: Record<string, string> = {};
for (const [event, sign] of Object.entries(BINARY)) {
  operators[event] = `return ${meta(event, `return step("x")`)} ${sign} 1`;
  operators[`${event} of the right operand`] = `return 1 ${sign} ${meta(event, `return step("x")`)}`;
}
for (const [event, sign] of Object.entries(UNARY)) operators[event] = `return ${sign}${meta(event, `return step("x")`)}`;

/** Bodies of functions; what they return depends on what `step` gives. */
const POSITIONS: Readonly<Record<string, string>> = {
  "a call": `return step("x")`,
  "a call in an expression": `return (step("x")) .. "y"`,
  "a call with all results": `return select("#", step("x"), step("y"))`,
  "a method": `return ({step = function(_, v) return step(v) end}):step("x")`,
  ...operators,
  "__add of a string": `return "10" + ${meta("__add", `return step("x")`)}`,
  "__concat in the middle": `return "a" .. "b" .. ${meta("__concat", `return step("x")`)} .. "c"`,
  __eq: `return ${meta("__eq", `return step(true)`)} == setmetatable({}, {})`,
  "__eq for ~=": `return ${meta("__eq", `return step(true)`)} ~= setmetatable({}, {})`,
  __lt: `return ${meta("__lt", `return step(true)`)} < 1`,
  "__lt for >": `return ${meta("__lt", `return step(true)`)} > 1`,
  __le: `if ${meta("__le", `return step(false)`)} <= 1 then return "then" else return "else" end`,
  "__le for >=": `return 1 >= ${meta("__le", `return step(true)`)}`,
  __index: `return (${meta("__index", `return step("x")`)}).field`,
  "__index by an integer": `return (${meta("__index", `return step("x")`)})[1]`,
  "__index by a value": `local k = {} return (${meta("__index", `return step("x")`)})[k]`,
  "__index for a method": `return (${meta("__index", `step("x") return function() return "m" end`)}):method()`,
  "an __index chain": `return setmetatable({}, {__index = setmetatable({}, {__index = setmetatable({}, {__index = function(_, k) return step(k) end})})}).field`,
  __newindex: `local seen local t = ${meta("__newindex", `seen = step("x")`)} t.a = 1 return seen`,
  "a __newindex chain": `local seen local t = setmetatable({}, {__newindex = ${meta("__newindex", `seen = step("x")`)}}) t[1] = 1 return seen`,
  __call: `return (${meta("__call", `return step("x")`)})()`,
  "a __call chain": `return (setmetatable({}, {__call = ${meta("__call", `return step("x")`)}}))()`,
  __close: `local r do local c <close> = ${meta("__close", `r = step("x")`)} end return r`,
  "__close on return": `local c <close> = ${meta("__close", `step("x")`)} return "kept", 2`,
  "__close on break": `local r while true do local c <close> = ${meta("__close", `r = step("x")`)} break end return r`,
  "__close under an error": `local r pcall(function() local c <close> = ${meta("__close", `r = step("x")`)} error("e") end) return r`,
  "the closing value of a loop": `local r for _ in next, {}, nil, ${meta("__close", `r = step("x")`)} do end return r`,
  "coroutine.close": `local r local co = coroutine.create(function() local c <close> = ${meta("__close", `r = step("x")`)} coroutine.yield() end)
    coroutine.resume(co) coroutine.close(co) return r`,
  pcall: `return pcall(function() return step("x") end)`,
  "pcall of the function itself": `return pcall(step, "x")`,
  "pcall, with an error after it": `return pcall(function() step("x") error("late", 0) end)`,
  xpcall: `return xpcall(function() return step("x") end, print)`,
  "a message handler": `return xpcall(error, function(m) return m .. step("handled") end, "e")`,
  "an iterator": `for v in function() return step("x") end do return v end`,
  "an iterator that is the function itself": `for v in step, "x" do return v end`,
  "a loop over gmatch": `local r = "" for c in ("abc"):gmatch(".") do r = r .. step(c) end return r`,
  "loops over gmatch, one in the other": `local r = "" for a in ("ab"):gmatch(".") do for b, p in ("cd"):gmatch("(.)()") do r = r .. a .. step(b) .. p end end return r`,
  "gmatch of what __index gives": `local r = "" for k, v in (${meta("__index", `return step("a=1, b=2")`)}).text:gmatch("(%w)=(%w)") do r = r .. k .. v end return r`,
  "an iterator around gmatch": `local f = ("abc"):gmatch(".") local r = "" for c in function() return step(f()) end do r = r .. c end return r`,
  __pairs: `for k in pairs(${meta("__pairs", `step("x") return next, {7}`)}) do return k end`,
  "__index in ipairs": `local r = "" for _, v in ipairs(${meta("__index", `local _, i = ... return step(i < 3 and i or nil)`)}) do r = r .. v end return r`,
  __tostring: `return tostring(${meta("__tostring", `return step("x")`)})`,
  "__tostring in print": `print(${meta("__tostring", `return step("x")`)}) return "end"`,
  "__tostring in string.format": `return string.format("%5s|%s", ${meta("__tostring", `return step("x")`)}, 1)`,
  "table.sort": `local t = {3, 1, 2} table.sort(t, function(a, b) return step(a < b) end) return table.concat(t)`,
  "__lt in table.sort": `local m = {__lt = function(a, b) return step(a.v < b.v) end} local t = {setmetatable({v = 2}, m), setmetatable({v = 1}, m)} table.sort(t) return t[1].v`,
  "__lt in math.max": `local m = {__lt = function(a, b) return step(a.v < b.v) end} return math.max(setmetatable({v = 2}, m), setmetatable({v = 1}, m)).v`,
  "__lt in math.min": `local m = {__lt = function(a, b) return step(a.v < b.v) end} return math.min(setmetatable({v = 2}, m), setmetatable({v = 1}, m)).v`,
  "string.gsub": `return (("abc"):gsub(".", function(c) return step(c:upper()) end))`,
  "__index in string.gsub": `return (("abc"):gsub(".", ${meta("__index", `local _, k = ... return step(k .. k)`)}))`,
  "table.concat with __index and __len": `return table.concat(setmetatable({}, {__len = function() return step(2) end, __index = function(_, i) return step(i) end}), ",")`,
  "table.unpack with __index": `return table.unpack(${meta("__index", `local _, i = ... return step(i)`)}, 1, 3)`,
  "table.insert with __newindex": `local seen table.insert(${meta("__newindex", `seen = step("x")`)}, "y") return seen`,
  "table.remove with __len": `return table.remove(setmetatable({}, {__len = function() return step(2) end, __index = {"a", "b"}, __newindex = function() end}))`,
  "table.move with __index": `return table.move(${meta("__index", `local _, i = ... return step(i)`)}, 1, 2, 1, {})[2]`,
  "os.time with __index": `return os.time(${meta("__index", `local _, k = ... return step(({year = 2000, month = 1, day = 1, hour = 0})[k])`)})`,
  "a reader of load": `local n = 0 local f, m = load(function() n = n + 1 return step(n == 1 and "return 'x'" or nil) end) return f and f(), m`,
  "a loaded chunk": `return load("return step('x')")()`,
  dofile: `return dofile("file.lua")`,
  "require of a file": `return (require("file"))`,
  "require of a preloaded module": `package.preload.m = function() return step("x") end return (require("m"))`,
  "a searcher of require": `table.insert(package.searchers, 1, function() step("x") return function() return "x" end end) return (require("nowhere"))`,
  "a coroutine by wrap": `return coroutine.wrap(function() return (step("x")) end)()`,
  "a coroutine by resume": `return coroutine.resume(coroutine.create(step), "x")`,
  "a coroutine in a coroutine": `return coroutine.wrap(function() return coroutine.wrap(function() return step("x") end)() end)()`,
  "deep in everything": `return (("ab"):gsub(".", function(c) local t = {c, "z"} table.sort(t, function(a, b)
    return select(2, pcall(function() return ${meta("__lt", `return step(true)`)} < 1 end)) and a < b end) return t[1] end))`,
};

/** Where an error of `step` is caught by the body itself, or told otherwise. */
const CATCHING = /pcall|reader of load|^__close under|^a message handler|^a coroutine by resume|^coroutine.close|^deep/;

/** Where a yield of `step` is taken by a coroutine that the body makes. */
const TAKES_YIELDS = /coroutine/;

type Step = <G>(cx: Context<G>, value: Value<G>) => Action<G>;

const identity: Step = (_, value) => value;
const waiting: Step = (cx, value) => cx.await(new Promise((resolve) => setImmediate(() => resolve(value))));
const reason = new RangeError("no such luck");
const rejecting: Step = (cx) => cx.await(Promise.reject(reason));
const never: Step = (cx) => cx.await(new Promise(() => undefined));
const throwing: Step = () => {
  throw reason;
};

function machineWith(step: Step): Machine {
  const machine = new Machine({ files: { "file.lua": "return step('x')", "./file.lua": "return step('x')" } });
  machine.vm.enter(<G>(cx: Context<G>) => {
    const spec: CallbackSpec = native1("step", step);
    cx.globals.setString(cx.heap, "step", cx.newCallback(spec) as Value<G>);
  });
  return machine;
}

const functionOf = (body: string): string => `local function body() ${body} end `;
const printing = (body: string): string => `${functionOf(body)} print(body())`;
const inCoroutine = (body: string): string => `${functionOf(body)} print(coroutine.wrap(body)())`;
const works = (machine: Machine): void => expect(machine.run("print(pcall(error, 'still here'))")).toBe("false\tstill here\n");

/** Has `step` yield, and resumes with what is yielded until the end; `isInner`: a coroutine that `step` makes, within that of the body. */
const yielding = (isInner: boolean): string => `
  local inner = 0
  function step(x)
    if not ${isInner} then return (coroutine.yield(x)) end
    local f = coroutine.wrap(function() return (coroutine.yield(x)) end)
    inner = inner + 1
    return f(f())
  end
  local co, yields = coroutine.create(body), 0
  local r = table.pack(coroutine.resume(co))
  while coroutine.status(co) == "suspended" do
    yields = yields + 1
    r = table.pack(coroutine.resume(co, r[2]))
  end
  assert(yields + inner > 0 and r[1], r[2])
  print(table.unpack(r, 2, r.n))`;

describe.each(Object.entries(POSITIONS))("%s", (name, body) => {
  const expected = machineWith(identity).run(printing(body));

  test("can be left by the end of any slice", () => {
    for (const sliceFuel of [1, 3]) expect(machineWith(identity).run(printing(body), { sliceFuel })).toBe(expected);
  });

  test("can be left by a yield", () => {
    for (const options of [{}, { sliceFuel: 1 }] satisfies RunOptions[]) {
      expect(machineWith(identity).run(functionOf(body) + yielding(TAKES_YIELDS.test(name)), options)).toBe(expected);
    }
  });

  test("can wait for a promise, also in a coroutine, whose consumer sees nothing of it", async () => {
    expect(await machineWith(waiting).runAsync(printing(body))).toBe(expected);
    expect(await machineWith(waiting).runAsync(inCoroutine(body))).toBe(expected);
  });

  test("cannot wait in a synchronous run, which says so after unwinding", () => {
    const machine = machineWith(waiting);
    const source = `${functionOf(body)} local c <close> = setmetatable({}, {__close = function() print("closed") end}) pcall(body) print("caught")`;
    let error: unknown;
    try {
      machine.run(source);
    } catch (exception) {
      error = exception;
    }
    expect(error).toBeInstanceOf(UnexpectedAwaitError);
    expect((error as Error).message).toContain("step");
    expect(machine.output).toBe("closed\n");
    works(machine);
  });

  test("gets a rejection and an exception as an error", async () => {
    for (const step of [rejecting, throwing]) {
      const machine = machineWith(step);
      expect(await machine.runAsync(`${functionOf(body)} print(pcall(body))`)).toMatch(/no such luck|^true/);
      if (!CATCHING.test(name)) {
        expect(machine.output).toMatch(/^false\t.*no such luck/);
        await expect(machine.runAsync(printing(body))).rejects.toMatchObject({ name: "LuaError", cause: reason });
      }
      works(machine);
    }
  });

  test("can be aborted while it waits for ever, and nothing catches that", async () => {
    const machine = machineWith(never);
    const controller = new AbortController();
    setImmediate(() => controller.abort(reason));
    const source = `${functionOf(body)} pcall(body) print("caught")`;
    await expect(machine.runAsync(source, { signal: controller.signal } as RunOptions)).rejects.toBe(reason);
    expect(machine.output).toBe("");
    works(machine);
  });
});

test("__gc may wait and be preempted, but cannot yield, which is a warning", async () => {
  const body = `local r setmetatable({}, {__gc = function() r = step("x") end}) collectgarbage() return r`;
  expect(machineWith(identity).run(printing(body), { sliceFuel: 1 })).toBe("x\n");
  expect(await machineWith(waiting).runAsync(printing(body))).toBe("x\n");
  expect(await machineWith(waiting).runAsync(inCoroutine(body))).toBe("x\n");
  const machine = machineWith(identity);
  machine.run(`warn("@on") coroutine.wrap(function() setmetatable({}, {__gc = function() coroutine.yield() end}) collectgarbage() end)()`);
  expect(machine.errors).toMatch(/error in __gc.*attempt to yield/);
});
