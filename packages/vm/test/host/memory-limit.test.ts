import { trace } from "@luster/gc-arena";
import { Continuation, nativeN } from "@luster/vm";
import type { Action, Context, Value } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

const MEBIBYTE = 1 << 20;

describe("the memory limit", () => {
  for (const [name, source] of [
    ["tables", "local t = {}; while true do t = {t} end"],
    ["an array", "local t = {}; while true do t[#t + 1] = 1 end"],
    ["fields", "local t = {}; local i = 0; while true do i = i + 1; t['k' .. i] = i end"],
    ["strings", "local s = 'x'; while true do s = s .. s end"],
    ["closures", "local f; while true do local g = f; f = function() return g end end"],
    ["coroutines", "local t = {}; while true do t[#t + 1] = create(next) end"],
  ] as const) {
    it(`stops a script that keeps ${name}, with an error it can catch`, () => {
      const vm = machine([], { memoryLimitBytes: 8 * MEBIBYTE });
      expect(runOn(vm, `return pcall(function() ${source} end)`)).toEqual([false, "not enough memory"]);
      expect(runOn(vm, "return 1 + 1")).toEqual([2]);
    });
  }

  it("refuses for good an instruction that asks the slice to end before it is refused", () => {
    const vm = machine([], { memoryLimitBytes: MEBIBYTE });
    const operands = Array.from({ length: 100 }, () => "s").join(" .. ");
    expect(runOn(vm, `local s = "x"; return pcall(function() while true do s = ${operands} end end)`)).toEqual([
      false,
      "not enough memory",
    ]);
    const table = `setmetatable({}, { __concat = function(a, b) return b end })`;
    expect(runOn(vm, `local t, s = ${table}, ("xxxxxxxx"); for i = 1, 12 do s = s .. s end return #(s .. s .. t .. s .. s)`)).toEqual([
      131072,
    ]);
  });

  it("charges what is concatenated at once as one string", () => {
    const vm = machine([], { memoryLimitBytes: MEBIBYTE });
    const operands = Array.from({ length: 50 }, () => "s").join(" .. ");
    expect(runOn(vm, `local s = "x"; for i = 1, 12 do s = s .. s end; s = ${operands}; return #s`)).toEqual([204800]);
  });

  it("gives an error once more to a callback that had no memory to take it", () => {
    class Taker<in out G> extends Continuation<G> {
      override resume(cx: Context<G>): Action<G> {
        return cx.return2("resumed", undefined);
      }
      override fail(cx: Context<G>, error: Value<G>): Action<G> {
        cx.heap.allocate(64 * 1024);
        return cx.return2("failed", error);
      }
      override [trace](): void {
        // Holds nothing.
      }
    }
    const take = nativeN("take", (cx, args) => cx.callArgs(args.get(0), args, 1, new Taker()));
    const vm = machine([take], { memoryLimitBytes: 2 * MEBIBYTE });
    expect(runOn(vm, "return take(function() local t = {}; while true do t = {t} end end)")).toEqual(["failed", "not enough memory"]);
  });

  it("refuses a callback for good at its second try, whatever fuel it charges before it asks", () => {
    const greedy = nativeN("greedy", (cx) => {
      cx.consumeFuel(1000);
      cx.reserveBytes(64 * MEBIBYTE);
      return "unreachable";
    });
    const vm = machine([greedy], { memoryLimitBytes: 2 * MEBIBYTE });
    expect(runOn(vm, "return pcall(greedy)")).toEqual([false, "not enough memory"]);
    expect(runOn(vm, "return pcall(function() local x = greedy(1, 2) return x end)")).toEqual([false, "not enough memory"]);
    expect(runOn(vm, "return pcall(function() return 1 .. greedy() end)")).toEqual([false, "not enough memory"]);
    expect(runOn(vm, "return pcall(function() local t = setmetatable({}, {__call = greedy}) t(1) return 1 end)")).toEqual([
      false,
      "not enough memory",
    ]);
  });

  it("gives a callback its arguments again, and its result where it belongs", () => {
    const join = nativeN("join", (cx, args) => {
      cx.consumeFuel(10);
      cx.reserveBytes(1.6 * MEBIBYTE);
      return `${args.count}${args.get(0) as string}${args.get(1) as string}`;
    });
    const vm = machine([join], { memoryLimitBytes: 2 * MEBIBYTE });
    const source = `
      local garbage = {}
      for i = 1, 10000 do garbage[i] = {} end
      garbage = nil
      local a, b = join("x", "y"), "after"
      local c
      for x, y in join, "s", "t" do c = x .. tostring(y) break end
      return a, b, (function(...) return join(...) end)("p", "q"), c`;
    expect(runOn(vm, source)).toEqual(["2xy", "after", "2pq", "2stnil"]);
  });

  it("asks no message handler, which would need memory", () => {
    for (const fill of ["t[i] = {}", "t = {t}"]) {
      const vm = machine([], { memoryLimitBytes: 2 * MEBIBYTE });
      const source = `return xpcall(function() local t = {}; for i = 1, 1e9 do ${fill} end end, function(m) return {m} end)`;
      expect(runOn(vm, source)).toEqual([false, "not enough memory"]);
    }
  });

  it("does not stop one that only makes garbage", () => {
    const vm = machine([], { memoryLimitBytes: 4 * MEBIBYTE });
    expect(runOn(vm, "local t; for i = 1, 200000 do t = {i, i + 1} end; return t[1]")).toEqual([200000]);
    expect(runOn(vm, "local s; for i = 1, 2000 do s = ('x' .. i) .. ('y' .. i) end; return s")).toEqual(["x2000y2000"]);
  });
});
