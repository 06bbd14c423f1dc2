import { expect, it } from "vitest";
import { Machine } from "./machine.js";
import type { Mode } from "./machine.js";

const SORTS = `
  local f = function(p, q) return p > q end
  for i = 1, 5 do local t = {3, 1, 1, 2}; table.sort(t, f); table.sort(setmetatable(t, {__len = function() return 3 end}), f) end`;

/** Whether the program ends with so much fuel. */
function isEnough(mode: Mode, fuel: number): boolean {
  try {
    return new Machine({ ...mode, fuelLimit: fuel + 0.5 }).run(SORTS).error === undefined;
  } catch {
    return false;
  }
}

/** The least fuel with which the program ends. */
function fuelOf(mode: Mode): number {
  let [low, high] = [0, 5000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isEnough(mode, middle)) high = middle;
    else low = middle;
  }
  return high;
}

it("a sort is charged the same, however often it is interrupted", () => {
  const whole = fuelOf({});
  for (const sliceFuel of [5, 6, 7, 8, 9, 10, 11, 13]) {
    expect([sliceFuel, fuelOf({ sliceFuel })]).toEqual([sliceFuel, whole]);
    expect([sliceFuel, fuelOf({ sliceFuel, jit: { threshold: 0 } })]).toEqual([sliceFuel, whole]);
  }
});
