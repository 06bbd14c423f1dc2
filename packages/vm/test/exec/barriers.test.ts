// Stores into objects that the collector has already marked: what is stored must not be taken for dead. A missing barrier would show in a weak table,
// which loses an object that is still held.

import { expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

/** Live objects, so that marking takes many slices; stores happen in each of them. */
const BALLAST = "local ballast = {} for i = 1, 3000 do ballast[i] = { i } end";
const ROUNDS = 4000;

it.each([
  ["a field", "local holder = { held = 0 }", "holder.held = make(i)", "holder.held"],
  ["a field by a name in a variable", "local holder, name = { held = 0 }, 'held'", "holder[name] = make(i)", "holder[name]"],
  ["a global", "held = 0", "held = make(i)", "held"],
  ["an entry", "local holder = { 0, 0 }", "holder[2] = make(i)", "holder[2]"],
  ["an entry by a variable", "local holder, at = { 0, 0 }, 2", "holder[at] = make(i)", "holder[at]"],
  ["an entry of a dictionary", "local holder = {} for i = 1, 100 do holder[i * 1.5] = i end", "holder[1.5] = make(i)", "holder[1.5]"],
  ["a key", "local holder = {}", "holder = { [make(i)] = true }", "next(holder)"],
  ["a captured variable, from without", "local held = 0 local function get() return held end", "held = make(i)", "get()"],
  ["a captured variable, from within", "local held = 0 local function set(x) held = x end", "set(make(i))", "held"],
  ["a metatable", "local holder = {}", "setmetatable(holder, make(i))", "getmetatable(holder)"],
  ["a constructor", "local holder = { {} }", "holder[1] = { 0, make(i) }", "holder[1][2]"],
  [
    "a value passed to a coroutine",
    "local turn = wrap(function(x) while true do x = yield(x) end end) local held",
    "held = turn(make(i))",
    "held",
  ],
])("%s keeps what is stored while the collector marks", (_name, declaration, store, load) => {
  const vm = machine([], { pacing: "lowLatency" });
  const source = `
    ${BALLAST}
    local weak = setmetatable({}, { __mode = "v" })
    ${declaration}
    local function make(i) local object = { i } weak[1] = object return object end
    local function scrub(...) local a, b, c, d, e, f, g, h = ... return a, b, c, d, e, f, g, h end
    for i = 1, ${ROUNDS} do
      ${store}
      -- No register holds the object any more.
      local a, b, c, d = scrub(0, 0, 0, 0, 0, 0, 0, 0)
      local garbage = { {}, {}, {} }
      if weak[1] == nil or weak[1] ~= ${load} then return i end
    end
    return "kept"`;
  const before = vm.metrics.cycleCount;
  expect(runOn(vm, source, { sliceFuel: 50 })).toEqual(["kept"]);
  expect(vm.metrics.cycleCount - before).toBeGreaterThan(2);
});
