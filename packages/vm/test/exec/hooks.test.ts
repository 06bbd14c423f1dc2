// Hooks against what they promise beyond PUC-Rio's behaviour (which tools/conformance compares): they are metered and can be
// suspended like any function, and nothing that is left in the middle is told twice.
import { Closure, HookMask, nativeN } from "@luster/vm";
import type { Action, Args, Context, RunOptions, VmOptions } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

const LETTERS = { c: HookMask.CALL, r: HookMask.RETURN, l: HookMask.LINE } as const;

/** sethook(f, letters, count), for the running thread. */
const sethook = nativeN(
  "sethook",
  <G>(cx: Context<G>, args: Args<G>): Action<G> => {
    const callee = args.get(0);
    const count = (args.get(2) ?? 0) as number;
    let mask = count > 0 ? HookMask.COUNT : 0;
    for (const letter of (args.get(1) ?? "") as string) mask |= LETTERS[letter as "c" | "r" | "l"];
    cx.setHook(cx.thread, callee instanceof Closure ? { callee: callee as Closure<G>, mask, count } : undefined);
    return cx.returnNone();
  },
  { needsFrame: true },
);

const run = (source: string, options?: RunOptions, vmOptions?: VmOptions): unknown[] =>
  runOn(machine([sethook], vmOptions), source, options);

const WORK = `
  local log = ''
  local function f(x)
    local t = setmetatable({}, { __index = function(_, k) return k end })
    for i = 1, 2 do x = x .. t.a end
    for k in next, { 1 } do x = x .. k end
    local ok, e = pcall(error, 'e', 0)
    return x .. e
  end
  sethook(function(event, line) log = log .. event .. (line or '') .. ' ' end, 'crl')
  local result = f('-')
  sethook()
  return result, log
`;

describe("hooks", () => {
  it("see calls, returns and lines in order", () => {
    expect(run(WORK)).toEqual([
      "-aa1e",
      "return line11 call line4 call return line5 call line4 return line5 call line4 return line6 call return line6 call return " +
        "line7 call call return line8 return line12 call ",
    ]);
  });

  it("see the same however short the slices are", () => {
    expect(run(WORK, { sliceFuel: 1 })).toEqual(run(WORK));
  });

  it("see the same in a small heap that collects all the time", () => {
    expect(run(WORK, undefined, { memoryLimitBytes: 256 * 1024 })).toEqual(run(WORK));
  });

  it("are charged: one that runs for ever ends with the fuel", () => {
    expect(() => run("sethook(function() while true do end end, 'l')\nlocal x = 1", { fuelLimit: 10_000 })).toThrow("fuel");
  });

  it("stop what never leaves an instruction", () => {
    for (const endless of ["while true do end", "goto a ::a:: goto a", "local a, b = 1, 2 repeat until a == b", "for i = 1, 1e18 do end"]) {
      expect(run(`sethook(function() sethook() error('stop', 0) end, '', 100) return pcall(function() ${endless} end)`)).toEqual([
        false,
        "stop",
      ]);
    }
  });

  it("are kept alive by their thread", () => {
    const source = `
      local n = 0
      sethook(function() n = n + 1 end, 'l')
      collectgarbage()
      local t = {} for i = 1, 100 do t[i] = {} end
      collectgarbage()
      sethook()
      return n > 3`;
    expect(run(source)).toEqual([true]);
  });

  it("tell an instruction once that is tried again after a collection", () => {
    const source = `
      local n = 0
      sethook(function(_, line) if line == 6 then n = n + 1 end end, 'l')
      local keep
      for i = 1, 2000 do
        keep = { i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i }
      end
      sethook()
      return n`;
    expect(run(source, undefined, { memoryLimitBytes: 200 * 1024 })).toEqual([2000]);
  });

  it("are off while one runs, and on again after its error", () => {
    const source = `
      local calls = 0
      local function failing() calls = calls + 1; pcall(next, {}); error('e', 0) end
      local co = create(function() sethook(failing, 'c'); next({}) end)
      local ok, e = resume(co)
      local twice = create(function()
        sethook(failing, 'l')
        local ok1 = pcall(function()
          local x
        end)
      end)
      return ok, e, calls, resume(twice)`;
    expect(run(source)).toEqual([false, "e", 1, false, "e"]);
  });

  it("may change while they run", () => {
    const source = `
      local log = ''
      sethook(function(e)
        log = log .. e .. ' '
        sethook(function(e2, line) log = log .. e2 .. line sethook() end, 'l')
      end, 'c')
      local x = next({})
      x = 2
      return log`;
    expect(run(source)).toEqual(["call line8"]);
  });
});
