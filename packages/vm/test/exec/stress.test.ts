// Many threads, deep stacks, hostile loops, and little JavaScript stack.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "@luster/compiler";
import { Executor, FuelLimitError, Vm, instantiate, native1 } from "@luster/vm";
import type { Context } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { lua, machine, runOn } from "../machine.js";

describe("many threads", () => {
  it("10,000 executors of a few instructions each run interleaved from one loop", () => {
    const vm = machine();
    vm.enter((cx) => {
      const closure = instantiate(
        cx,
        compile("local n = ...; for i = 1, 3 do count = count + 1; last = n end; return n", { chunkName: "=x" }),
        cx.globals,
      );
      cx.globals.setString(cx.heap, "count", 0);
      const waiting = new Set(Array.from({ length: 10_000 }, (_, n) => new Executor(closure, [n])));
      let rounds = 0;
      let sum = 0;
      while (waiting.size > 0) {
        rounds++;
        for (const executor of waiting) {
          const poll = executor.step(cx, 5);
          if (poll.kind !== "done") continue;
          waiting.delete(executor);
          sum += poll.values[0] as number;
        }
      }
      expect(rounds).toBeGreaterThan(2);
      expect(sum).toBe((9999 * 10_000) / 2);
      expect(cx.globals.getString("count")).toBe(30_000);
    });
  });

  it("10,000 coroutines take turns", () => {
    const source = `
      local threads, steps = {}, 0
      for i = 1, 10000 do threads[i] = create(function(a) for _ = 1, 3 do steps = steps + 1; a = yield(a + i) end return 'end' end) end
      local dead = 0
      while dead < #threads do
        for i = 1, #threads do
          if status(threads[i]) ~= 'dead' then resume(threads[i], i) else dead = dead + 1 end
        end
        if dead < #threads then dead = 0 end
      end
      return steps, dead`;
    expect(runOn(machine(), source, { sliceFuel: 997 })).toEqual([30_000, 10_000]);
  });
});

describe("deep stacks", () => {
  it("take 190,000 Lua calls", () => {
    expect(lua("local function down(n) if n == 0 then return 0 end return 1 + down(n - 1) end return down(190000)")).toEqual([190_000]);
  });

  it("end at 1,000,000 slots and at 200 levels, with errors that can be caught", () => {
    expect(lua("local function down(n) return 1 + down(n) end local ok, m = pcall(down, 1) return ok, m")).toEqual([
      false,
      "test:1: stack overflow",
    ]);
    expect(
      lua(
        "local mt = {}; mt.__index = function(t, k) return t[k + 1] end; local ok, m = pcall(function() return setmetatable({}, mt)[1] end) return m",
      ),
    ).toEqual(["test:1: C stack overflow"]);
  });
});

describe("a hostile loop", () => {
  const hostile = "while true do pcall(function() while true do end end) end";

  it("never holds a slice longer than its fuel", () => {
    const vm = machine();
    vm.enter((cx) => {
      const counting = "n = 0 while true do pcall(function() while true do n = n + 1 end end) end";
      const executor = new Executor(instantiate(cx, compile(counting, { chunkName: "=x" }), cx.globals), []);
      let before = 0;
      for (let i = 0; i < 200; i++) {
        expect(executor.step(cx, 1000).kind).toBe("pending");
        const after = cx.globals.getString("n") as number;
        // At least three instructions for each.
        expect(after - before).toBeLessThan(334);
        expect(after).toBeGreaterThan(before);
        before = after;
      }
      executor.kill("enough", undefined);
      expect(executor.step(cx, 1000).kind).toBe("failed");
    });
  });

  it.each([
    hostile,
    "local function f() pcall(f); f() end f()",
    "while true do wrap(function() pcall(function() while true do end end) end)() end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "local mt = {}; mt.__index = function(t, k) return t[k] end; while true do pcall(function() return setmetatable({}, mt).x end) end",
    "while true do local c <close> = setmetatable({}, {__close = function() while true do end end}) end",
  ])("is killed for good by a total limit: %s", (source) => {
    const vm = machine();
    expect(() => runOn(vm, source, { fuelLimit: 300_000 })).toThrow(FuelLimitError);
    expect(runOn(vm, "return 1 + 1")).toEqual([2]);
  });

  it("of functions that the machine calls is charged for their instructions", () => {
    const calls: number[] = [];
    const tick = native1("tick", (_, n) => void calls.push(n as number));
    const source =
      "local mt = {__add = function(a, b) local x = 1; x = x + 1; x = x + 1; x = x + 1; x = x + 1; return x end}; local o = setmetatable({}, mt); for i = 1, 1e9 do local y = o + 1; tick(i) end";
    expect(() => runOn(machine([tick]), source, { fuelLimit: 10_000 })).toThrow(FuelLimitError);
    // The body alone has some ten instructions, the loop five.
    expect(calls.length).toBeLessThan(10_000 / 12);
  });
});

it("a straight run of any length is charged for", () => {
  const body = "x = x + 1 ".repeat(20_000);
  const calls: number[] = [];
  const tick = native1("tick", (_, n) => void calls.push(n as number));
  const source = `local x = 0; local function long() ${body} end; for i = 1, 1e9 do tick(i); long() end`;
  expect(() => runOn(machine([tick]), source, { fuelLimit: 1_000_000, sliceFuel: 1000 })).toThrow(FuelLimitError);
  expect(calls.length).toBeLessThan(52);
});

describe("little JavaScript stack", () => {
  const folder = fileURLToPath(new URL("../../.reports/", import.meta.url));

  /** Runs a program in a Node process with that many kilobytes of stack. */
  function inSmallStack(kilobytes: number, source: string): string {
    mkdirSync(folder, { recursive: true });
    const file = `${folder}small-stack-${process.pid}-${kilobytes}.mjs`;
    writeFileSync(file, source);
    return execFileSync(process.execPath, [`--stack-size=${kilobytes}`, file], { encoding: "utf8", timeout: 60_000 });
  }

  const setup = `
    import { compile } from "@luster/compiler";
    import { Continuation, Vm, instantiate, native0, native2, nativeN, trace, wrapThread, yieldNative } from "@luster/vm";
    class Protect extends Continuation {
      resume(cx, results) { return cx.returnList([true, ...results.toArray()]); }
      fail(cx, error) { return cx.return2(false, error); }
      [trace]() {}
    }
    const library = [
      nativeN("pcall", (cx, args) => cx.callArgs(args.get(0), args, 1, new Protect()), { needsFrame: true }),
      native2("setmetatable", (cx, t, m) => { cx.setMetatable(t, m); return t; }),
      native2("wrap", (cx, f) => wrapThread(cx, f)),
      native0("collect", (cx) => cx.collect({ kind: "full" })),
      native2("error", (cx, m) => cx.raise(m)),
      yieldNative,
    ];
    function newVm() {
      const vm = new Vm();
      vm.enter((cx) => { for (const spec of library) cx.globals.setString(cx.heap, spec.name, cx.newCallback(spec)); });
      return vm;
    }
    const run = (vm, source) => vm.run((cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }), (_, values) => [...values].join(" "));
  `;

  const deep = `
    local function down(n) if n == 0 then return 0 end return 1 + down(n - 1) end
    local function protected(n) if n == 0 then return 0 end local _, v = pcall(protected, n - 1) return v + 1 end
    local function nested(n) if n == 0 then return 0 end return wrap(function() return nested(n - 1) + 1 end)() end
    local mt = {} mt.__index = function(t, k) if k == 0 then return 0 end return t[k - 1] + 1 end
    local function failing(n) if n == 0 then error("bottom") end local c <close> = setmetatable({}, {__close = function() end}) failing(n - 1) end
    local list for i = 1, 200000 do list = {list} end
    collect()
    local chain = setmetatable({}, {}) for i = 1, 1500 do chain = setmetatable({}, {__index = chain}) end
    local _, message = pcall(failing, 150)
    return down(190000), protected(180), nested(150), setmetatable({}, mt)[180], message, chain.x == nil`;
  const expected = "190000 180 150 180 bottom true";

  it("is enough for everything", () => {
    expect(inSmallStack(100, `${setup} console.log(run(newVm(), ${JSON.stringify(deep)}));`).trim()).toBe(expected);
  });

  it("may be nearly full when the host calls", () => {
    const program = `${setup}
      const vm = newVm();
      let finished = 0, refused = 0;
      const source = "local t = {} for i = 1, 50 do t['k' .. i] = i; t[i] = setmetatable({}, {__index = t}) end collect() return t[50].k7";
      function fill() {
        try { fill(); } catch (error) { if (!(error instanceof RangeError)) throw error; }
        if (finished >= 3) return;
        try { if (run(vm, source) !== "7") throw new Error("wrong"); finished++; }
        catch (error) { if (!(error instanceof RangeError) && !(error.cause instanceof RangeError)) throw error; refused++; }
      }
      fill();
      if (finished < 3 || refused < 1) throw new Error([finished, refused].join());
      console.log(run(vm, ${JSON.stringify(deep)}));`;
    expect(inSmallStack(984, program).trim()).toBe(expected);
  });
});

it("a machine whose host calls it at every depth of a stack that is nearly full goes on working", () => {
  const vm = new Vm();
  const proto = compile("local function f(n) if n > 0 then return f(n - 1) end return {n, 'x' .. n} end return #f(...)", {
    chunkName: "=x",
  });
  const call = (): unknown =>
    vm.run(
      (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [3] }),
      (_, values) => values[0] as number,
    );
  let attemptCount = 0;
  // Each activation on the way back tries again, until there is room; other frames in between shift the place of the overflow.
  const down = (padding: number): unknown => {
    try {
      return padding > 0 ? down(padding - 1) : down(0);
    } catch {
      attemptCount++;
      return call();
    }
  };
  for (let padding = 0; padding < 40; padding++) expect(down(padding)).toBe(2);
  expect(attemptCount).toBeGreaterThan(80);
  expect(call()).toBe(2);
});

it("a machine without a library can still be preempted anywhere", () => {
  const vm = new Vm();
  const poll = vm.enter(<G>(cx: Context<G>) => {
    const executor = new Executor<G>(instantiate(cx, compile("while true do end", { chunkName: "=x" }), cx.globals), []);
    return executor.step(cx, 1).kind;
  });
  expect(poll).toBe("pending");
});
