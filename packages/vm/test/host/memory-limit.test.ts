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

  it("does not stop one that only makes garbage", () => {
    const vm = machine([], { memoryLimitBytes: 4 * MEBIBYTE });
    expect(runOn(vm, "local t; for i = 1, 200000 do t = {i, i + 1} end; return t[1]")).toEqual([200000]);
    expect(runOn(vm, "local s; for i = 1, 2000 do s = ('x' .. i) .. ('y' .. i) end; return s")).toEqual(["x2000y2000"]);
  });
});
