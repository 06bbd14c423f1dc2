import { compile } from "@luster/compiler";
import { instantiate, native0, nativeN } from "@luster/vm";
import type { Begin, Finish, LuaError, RunOptions } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

const calling =
  (source: string, ...args: (number | string)[]): Begin =>
  (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args });

const numbers: Finish<unknown> = (_, values) => values.map((value) => (typeof value === "object" ? typeof value : value));

const host = native0("host", (cx) => cx.returnNone());

const withCaller: RunOptions = { caller: (cx) => cx.newCallback(host) };

describe("one call after another", () => {
  const vm = machine();
  const call = (source: string, ...args: number[]): unknown => vm.run(calling(source, ...args), numbers, { sliceFuel: 1000 });

  it("gives each its own arguments and results", () => {
    expect([call("return ...", 1, 2), call("return ..."), call("return select('#', ...)", 7), call("return 1, 2, 3")]).toEqual([
      [1, 2],
      [],
      [1],
      [1, 2, 3],
    ]);
  });

  it("leaves nothing of an error, of slices, of deep recursion, of a coroutine that was left", () => {
    const sources = [
      "error('first')",
      "local n = 0 for i = 1, 5000 do n = n + 1 end return n",
      "local function f(n) return n == 0 and 0 or 1 + f(n - 1) end return f(5000)",
      "return wrap(function() yield(4) end)()",
      "local t <close> = setmetatable({}, { __close = function() error('closing') end }) return 1",
    ];
    const outcome = (source: string): unknown => {
      try {
        return call(source);
      } catch (error) {
        return (error as LuaError).message;
      }
    };
    const once = sources.map(outcome);
    expect(once).toEqual(["test:1: first", [5000], [5000], [4], "test:1: closing"]);
    for (let i = 0; i < 3; i++) expect(sources.map(outcome)).toEqual(once);
  });

  it("keeps nothing alive that a call has left behind", () => {
    runOn(vm, "weak = setmetatable({}, { __mode = 'v' }) weak[1] = {}");
    vm.run(calling("local t = {} weak[1] = t return #weak"), numbers);
    vm.collectAll();
    expect(runOn(vm, "return #weak")).toEqual([0]);
  });

  it("collects what is dead while calls go on, and keeps what they hold", () => {
    const small = machine([], { pacing: "lowLatency" });
    for (let i = 0; i < 50; i++) {
      const source = "local t = {} for i = 1, 1000 do t[i] = { i } end return t[1000][1], ...";
      expect(small.run(calling(source, i), numbers, { sliceFuel: 500 })).toEqual([1000, i]);
    }
    expect(small.metrics.cycleCount).toBeGreaterThan(3);
  });

  it("may begin within what another one leaves for later", async () => {
    const inner: unknown[] = [];
    const awaiting = machine([
      nativeN("later", (cx) =>
        cx.await(
          Promise.resolve().then(() => {
            inner.push(awaiting.run(calling("return ...", 5), numbers));
            return 6;
          }),
        ),
      ),
    ]);
    expect(await awaiting.runAsync(calling("return later() + 1"), numbers)).toEqual([7]);
    expect(inner).toEqual([[5]]);
  });
});

describe("what is called", () => {
  it("must be Lua values, which the error names", () => {
    const vm = machine();
    const wrong = (value: unknown): unknown => vm.run(() => ({ callee: undefined, args: [value as undefined] }), numbers);
    expect(() => wrong(new Map())).toThrow(new TypeError("argument 1 must be a Lua value, not an object of class Map"));
    expect(() => wrong(10n)).toThrow("argument 1 must be a Lua value, not 10n");
    expect(() => vm.run(() => ({ callee: (() => 1) as never, args: [] }), numbers)).toThrow(TypeError);
    expect(() => vm.run(() => ({ callee: undefined, args: [] }), numbers)).toThrow("attempt to call a nil value");
    expect(runOn(vm, "return 1")).toEqual([1]);
  });

  it("may be anything with `__call`", () => {
    const vm = machine();
    runOn(vm, "callable = setmetatable({}, { __call = function(_, a) return a + 1 end })");
    expect(vm.run((cx) => ({ callee: cx.globals.getString("callable"), args: [1] }), numbers)).toEqual([2]);
  });
});

describe("the caller that scripts see", () => {
  it("is below the function in tracebacks", () => {
    const vm = machine();
    const failing = (options: RunOptions): unknown => {
      try {
        return vm.run(calling("error('no')"), numbers, options);
      } catch (error) {
        return (error as LuaError).traceback;
      }
    };
    const above = "stack traceback:\n\t[C]: in function 'error'\n\ttest:1: in main chunk";
    expect(failing({})).toBe(above);
    expect(failing(withCaller)).toBe(`${above}\n\t[C]: in function 'host'`);
  });

  it("takes a level of those that PUC-Rio has on its C stack", () => {
    const vm = machine();
    const source =
      "local depth = 0 local t = setmetatable({}, { __index = function(t) depth = depth + 1 return t.x end }) pcall(function() return t.x end) return depth";
    const depth = (options: RunOptions): number => (vm.run(calling(source), numbers, options) as number[])[0] as number;
    expect(depth(withCaller)).toBe(depth({}) - 1);
  });
});
