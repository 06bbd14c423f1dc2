// How often the collector marks by default: seldom while nobody can tell, and as its preset says otherwise.

import { describe, expect, it } from "vitest";
import type { VmOptions } from "@luster/vm";
import { machine, runOn } from "../machine.js";

/** Some 22 MB of tables that are dropped at once. */
const GARBAGE = "for i = 1, 200000 do local t = {} end";

function cyclesOf(options: VmOptions, before = ""): number {
  const vm = machine([], options);
  runOn(vm, before);
  const { cycleCount } = vm.metrics;
  runOn(vm, GARBAGE);
  return vm.metrics.cycleCount - cycleCount;
}

describe("cycles while 22 MB are allocated", () => {
  it("are few where nothing depends on them", () => expect(cyclesOf({})).toBeLessThan(3));
  it("come every 4 MB by the preset that has been asked for", () => expect(cyclesOf({ pacing: "default" })).toBeGreaterThan(3));
  it("come every 4 MB under a memory limit", () => expect(cyclesOf({ memoryLimitBytes: 1e9 })).toBeGreaterThan(3));
  it("come every 4 MB where many finalizers wait, once the first has ended", () => {
    const finalizers = "kept = {} for i = 1, 100 do kept[i] = setmetatable({}, {__gc = function() end}) end";
    expect(cyclesOf({}, `${finalizers} ${GARBAGE}`)).toBeGreaterThan(3);
  });
});
