// Compiled code is left at every place, one after the other, and the frames that are made then are held against those that the
// interpreter has at the same instruction: functions, pcs, local variables, extra arguments, the traceback; and what was charged.

import { describe, expect, it } from "vitest";
import { compile } from "@luster/compiler";
import { createHost, openLibraries } from "@luster/stdlib";
import { Executor, Float, HookMask, Vm, findLocal, instantiate, native0, readLocal, traceback, typeName } from "@luster/vm";
import type { Context, Frame, Thread, Value } from "@luster/vm";
import { Jit } from "@luster/jit";

const PROGRAMS: Readonly<Record<string, string>> = {
  "numbers of all kinds": `
    local function f(a, b, n)
      local s, x = 0, b
      for i = 1, n do s = s + a * i; x = x * 0.5 + i; if x > 3 then x = x - 1 elseif s % 3 == 0 then s = s // 2 end end
      local big = 9007199254740990 + n
      for y = 1.0, 2, 0.5 do x = x + y end
      return s, x, big + 5
    end
    for i = 1, 3 do local p, q, r = f(i, i / 4, 4) end`,
  "calls within calls": `
    local function leaf(x, y) local z = x + y; return z end
    local function middle(x) local before = x * 2; local got = leaf(before, 1) + leaf(x, before); return got, before end
    local function outer(n) local t = {}; for i = 1, n do local a, b = middle(i); t[i] = a + b end return t[n] end
    local total = 0
    for i = 1, 2 do total = total + outer(3) end`,
  "varargs and open lists": `
    local function count(...) local n = select("#", ...); return n, ... end
    local function pass(a, ...) local t = {a, ...}; return count(a, ...) end
    local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end
    for i = 1, 2 do local t = {pass(i, "x", nil)}; local s = count(tail(2, i)); t[1] = select(2, ...) end`,
  "tables, strings, methods": `
    local C = {}
    C.__index = C
    function C.new(x) return setmetatable({x = x, list = {}}, C) end
    function C:push(v) local list = self.list; list[#list + 1] = v; self.x = self.x .. v; return self end
    local o = C.new("a")
    for i = 1, 3 do local k = "k" .. i; o[k] = i; o:push(i):push(k); local v = o[k] + #o.list end`,
  "closures and cells": `
    local fs = {}
    for i = 1, 3 do local n = i; fs[i] = function(d) n = n + d; local seen = n; return seen, i end end
    for i = 1, 3 do local a, b = fs[i](10); local c = fs[i](a) end`,
  "generic loops and goto": `
    local function range(n) return function(limit, i) if i < limit then return i + 1 end end, n, 0 end
    local sum = 0
    for k, v in pairs({1, 2, x = 3}) do sum = sum + v end
    for _, v in ipairs({4, 5}) do local w = v; sum = sum + w end
    for i in range(3) do
      local j = 0
      ::again:: j = j + 1
      if j < i then goto again end
      sum = sum + j
    end`,
  "comparisons and metamethods": `
    local mt = {__lt = function(a, b) return a.v < b.v end, __add = function(a, b) local r = a.v + b; return r end}
    local a, b = setmetatable({v = 1}, mt), setmetatable({v = 2}, mt)
    local n = 0
    for i = 1, 3 do if a < b and i ~= 2 then n = n + (a + i) end local s = not (b < a); if s == true then n = n + 1 end end`,
  "variables to be closed, and pcall": `
    local function closer(name) return setmetatable({}, {__close = function(_, e) local closing = name end}) end
    local function f(n) local before = n; local x <close> = closer("x"); for i = 1, n do before = before + i end return before end
    for i = 1, 2 do local ok, r = pcall(f, i); local bad, message = pcall(function() local y <close> = closer("y"); error("e") end) end`,
};

/** How far a run has come: what was used, and the frames. */
interface Moment {
  readonly fuel: number;
  readonly bytes: number;
  readonly frames: string;
}

const text = <G>(value: Value<G>): string =>
  value instanceof Float
    ? `float ${value.n}`
    : typeof value === "object" || typeof value === "function"
      ? typeName(value)
      : `${typeof value} ${String(value)}`;

/** The activations of Lua functions, the innermost first, with their variables. */
function describeFrames<G>(cx: Context<G>, thread: Thread<G>): string {
  const lines = [];
  // Before an instruction, its variables are those of after the one before.
  const { top } = thread;
  const isBefore = top.closure !== undefined;
  if (isBefore) top.pc++;
  for (let frame = thread.top; frame !== thread.bottom; frame = frame.previous as Frame<G>) {
    const { closure } = frame;
    if (closure === undefined) continue;
    const locals = [];
    for (let n = 1; ; n++) {
      const slot = findLocal(thread, frame, n);
      if (slot === undefined || !slot.isVariable) break;
      locals.push(`${slot.name} = ${text(readLocal(thread, slot))}`);
    }
    for (let n = -1; ; n--) {
      const slot = findLocal(thread, frame, n);
      if (slot === undefined) break;
      locals.push(`... = ${text(readLocal(thread, slot))}`);
    }
    lines.push(`${closure.proto.proto.lineDefined}: pc ${frame.pc}; ${locals.join(", ")}`);
  }
  const trace = traceback(cx, thread, undefined, 0).replace("\n\t[C]: in hook '?'", "");
  if (isBefore) top.pc--;
  return `${lines.join("\n")}\n${trace}`;
}

const MUCH_FUEL = 1e9;

/** A VM with a program that it runs again and again. */
class Subject {
  private readonly vm: Vm;
  private firstByte = 0;
  private moments: Moment[] = [];

  constructor(
    private readonly source: string,
    tier?: Jit,
  ) {
    this.vm = new Vm({ tier });
    this.vm.enter((cx) => void openLibraries(cx, createHost()));
  }

  /** Runs the program; gives the moments at which a slice ended, or all there are. */
  run(times: number, isStepped: boolean): Moment[][] {
    return this.vm.enter((cx) => {
      const callee = instantiate(cx, compile(this.source, { chunkName: "=test" }), cx.globals);
      return Array.from({ length: times }, () => this.runOnce(cx, callee, isStepped));
    });
  }

  private runOnce<G>(cx: Context<G>, callee: Value<G>, isStepped: boolean): Moment[] {
    const executor = new Executor(callee, ["a", "b"]);
    const { mainThread: thread } = executor as unknown as { readonly mainThread: Thread<G> };
    const usedNow = (): number => MUCH_FUEL - executor.fuelLeft(cx);
    const probe = cx.newCallback(native0("probe", () => (this.note(cx, thread, usedNow()), undefined)));
    this.moments = [];
    this.firstByte = cx.heap.allocatedBytes;
    if (isStepped) cx.setHook(thread, { callee: probe, mask: HookMask.COUNT, count: 1 });
    let used = 0;
    for (let kind = "pending"; kind === "pending";) {
      kind = executor.step(cx, MUCH_FUEL).kind;
      used += usedNow();
      if (kind === "pending") this.note(cx, thread, used);
      else if (kind !== "done") throw new Error(`the program has ${kind}`);
    }
    return this.moments;
  }

  private note<G>(cx: Context<G>, thread: Thread<G>, fuel: number): void {
    const { closure, pc } = thread.top;
    // Before its VARARGPREP, no function is hooked.
    if (closure?.proto.isVararg === true && pc === 0) return;
    const bytes = cx.heap.allocatedBytes - this.firstByte - threadBytes(thread);
    this.moments.push({ fuel, bytes, frames: describeFrames(cx, thread) });
  }
}

/** What a thread has been charged for its stack and frames, spare ones too. (Compiled code makes frames only when it is left.) */
function threadBytes<G>(thread: Thread<G>): number {
  let frames = 0;
  for (let frame = thread.bottom.next; frame !== undefined; frame = frame.next) frames++;
  return frames * FRAME_BYTES + thread.stack.length * SLOT_BYTES;
}

const FRAME_BYTES = 152;
const SLOT_BYTES = 8;

/** Times between two places at which code is left, when it is left again and again. (With 2 it might never get on.) */
const PERIODS = [3, 4, 5, 8, 13];

describe.each(Object.entries(PROGRAMS))("%s", (_name, source) => {
  const [, interpreted] = new Subject(source).run(2, true) as [Moment[], Moment[]];
  const expectSame = (moments: readonly Moment[]): void => {
    for (const moment of moments) {
      // Only those with the same fuel, so that a failure can be read.
      const candidates = interpreted.filter(({ fuel }) => fuel === moment.fuel);
      if (!candidates.some((candidate) => JSON.stringify(candidate) === JSON.stringify(moment))) expect(candidates).toContainEqual(moment);
    }
  };

  it("left at each place once", () => {
    let countdown = Infinity;
    const compiled = new Subject(source, new Jit({ threshold: 0, leaves: () => --countdown === 0 }));
    expect(compiled.run(1, false)).toEqual([[]]);
    let place = 1;
    for (; ; place++) {
      countdown = place;
      const [moments] = compiled.run(1, false) as [Moment[]];
      if (countdown > 0) break;
      expectSame(moments);
    }
    expect(place).toBeGreaterThan(30);
  });

  it.each(PERIODS)("left at every place number %d", (period) => {
    let count = 0;
    // The first run makes the shapes of tables, which are charged.
    const [, moments] = new Subject(source, new Jit({ threshold: 0, leaves: () => ++count % period === 0 })).run(2, false) as [
      Moment[],
      Moment[],
    ];
    expect(moments.length).toBeGreaterThan(0);
    expectSame(moments);
  });
});
