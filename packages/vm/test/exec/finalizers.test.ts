import { disposeSymbol } from "@luster/gc-arena";
import { native1 } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { lua, machine, runOn } from "../machine.js";

const notes = (): { log: unknown[]; note: ReturnType<typeof native1> } => {
  const log: unknown[] = [];
  const note = native1("note", (_, text) => {
    log.push(text);
    return undefined;
  });
  return { log, note };
};

describe("__gc", () => {
  it("runs for what died, newest first, before collectgarbage returns", () => {
    const source = `
      local log = ''
      for i = 1, 3 do setmetatable({}, {__gc = function() log = log .. i end}) end
      collectgarbage()
      return log`;
    expect(lua(source)).toEqual(["321"]);
  });

  it("may bring the object back, and is not called twice", () => {
    const source = `
      local saved
      local n = 0
      do setmetatable({name = 'x'}, {__gc = function(o) saved = o; n = n + 1 end}) end
      collectgarbage()
      local name = saved.name
      saved = nil
      collectgarbage()
      return name, n`;
    expect(lua(source)).toEqual(["x", 1]);
  });

  it("turns errors into warnings", () => {
    const warnings: string[] = [];
    const vm = machine([], { onWarning: (message) => warnings.push(message) });
    runOn(vm, "setmetatable({}, {__gc = function() error('bad', 0) end}); collectgarbage()");
    expect(warnings).toEqual(["error in __gc (bad)"]);
  });

  it("cannot yield", () => {
    const warnings: string[] = [];
    const vm = machine([], { onWarning: (message) => warnings.push(message) });
    runOn(vm, "wrap(function() setmetatable({}, {__gc = function() yield(1) end}); collectgarbage() end)()");
    expect(warnings[0]).toMatch(/attempt to yield across a C-call boundary/);
  });

  it("runs for all that is left when the VM is disposed", () => {
    const { log, note } = notes();
    const vm = machine([note]);
    runOn(vm, "a = setmetatable({}, {__gc = function() note('a') end}); b = setmetatable({}, {__gc = function() note('b') end})");
    vm[disposeSymbol]();
    expect(log).toEqual(["b", "a"]);
  });

  it("runs in the middle of a computation too", () => {
    const source = `
      local n = 0
      local mt = {__gc = function() n = n + 1 end}
      for i = 1, 200000 do setmetatable({}, mt) end
      return n > 0`;
    expect(lua(source)).toEqual([true]);
  });
});

describe("weak tables", () => {
  it("lose what nothing else holds", () => {
    const source = `
      local weak = setmetatable({}, {__mode = 'v'})
      local keep = {}
      weak[1], weak[2], weak.x = {}, keep, {}
      local ephemeron = setmetatable({}, {__mode = 'k'})
      ephemeron[keep] = 'kept'
      ephemeron[{}] = 'lost'
      collectgarbage()
      local n = 0
      for _ in pairs(ephemeron) do n = n + 1 end
      return weak[1], weak[2] == keep, weak.x, n`;
    expect(lua(source)).toEqual([undefined, true, undefined, 1]);
  });
});
