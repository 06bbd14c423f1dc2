// Leaving compiled code, with functions that are compiled by hand: frames are made of what was handed over, and the interpreter goes on.

import { Op, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";
import { native0, native1, nativeN } from "@luster/vm";
import type { Closure, CompiledFunction, CompiledLoop, Context, Tier, Value } from "@luster/vm";
import { ExitKind, PENDING, SUSPEND, callOther, capture } from "@luster/vm/tier";
import type { ExitSite } from "@luster/vm/tier";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

/** What a function compiled by hand is called with. */
interface Call {
  readonly cx: Context<unknown>;
  readonly closure: Closure<unknown>;
  readonly args: readonly Value<unknown>[];
  /** Pc of the function's `n`th instruction of this kind. */
  pcOf(op: Op, n?: number): number;
  /** Leaves it. `given`: registers, from the first on. */
  leave(kind: ExitKind, pc: number, given: readonly Value<unknown>[], details?: Details): unknown;
}

interface Details {
  readonly floats?: readonly number[];
  readonly extra?: readonly Value<unknown>[];
  readonly list?: { readonly first: number; readonly values: readonly Value<unknown>[] };
}

type ByHand = (call: Call) => unknown;

/** By the line at which a function begins. */
type Functions = Readonly<Record<number, ByHand>>;

class TierByHand implements Tier {
  readonly threshold = 0;
  failures = 0;

  constructor(
    private readonly functions: Functions,
    private readonly loops: Functions = {},
    private readonly isDropping = false,
  ) {}

  compileFunction<G>(cx: Context<G>, closure: Closure<G>): CompiledFunction | undefined {
    const byHand = this.functions[closure.proto.proto.lineDefined];
    if (byHand === undefined) return undefined;
    const run = (callee: Closure<unknown>, _budget: number, ...args: Value<unknown>[]): unknown =>
      byHand(callOf(cx as unknown as Context<unknown>, callee, args));
    return run as unknown as CompiledFunction;
  }

  compileLoop<G>(cx: Context<G>, closure: Closure<G>): CompiledLoop | undefined {
    const byHand = this.loops[closure.proto.proto.lineDefined];
    if (byHand === undefined) return undefined;
    const run = (callee: Closure<unknown>, _budget: number, stack: Value<unknown>[], base: number): unknown =>
      byHand(callOf(cx as unknown as Context<unknown>, callee, stack.slice(base, base + callee.proto.maxStackSize)));
    return run as unknown as CompiledLoop;
  }

  guardFailed(): boolean {
    this.failures++;
    return this.isDropping;
  }
}

function callOf(cx: Context<unknown>, closure: Closure<unknown>, args: readonly Value<unknown>[]): Call {
  const leave: Call["leave"] = (kind, pc, given, { floats = [], extra, list } = {}) => {
    const site: ExitSite = {
      kind,
      pc,
      registers: given.map((_, register) => register),
      floats: given.map((_, register) => floats.includes(register)),
      listRegister: list?.first ?? -1,
      isNarrow: false,
      isCharged: false,
      failures: 0,
    };
    return capture(cx, closure, site, extra, list?.values, ...given);
  };
  return { cx, closure, args, pcOf: (op, n = 1) => pcOf(closure.proto.proto, op, n), leave };
}

function pcOf(proto: Proto, op: Op, n: number): number {
  const pcs = Array.from(proto.code, (word, pc) => ({ pc, op: opOf(word as Instruction) })).filter((instruction) => instruction.op === op);
  return (pcs[n - 1] as { readonly pc: number }).pc;
}

const CALLBACKS = [
  native0("fails", (cx) => {
    throw cx.error("failed");
  }),
  native1("calls", (cx, f) => cx.call(f, [])),
  nativeN("count", (_cx, args) => args.count),
];

/** Runs a chunk on a machine with functions compiled by hand. */
function run(source: string, functions: Functions, options: { readonly loops?: Functions; readonly isDropping?: boolean } = {}): unknown[] {
  const tier = new TierByHand(functions, options.loops, options.isDropping);
  return runOn(machine(CALLBACKS, { tier }), source);
}

describe("one function", () => {
  const source = "local function f(a, b) local c = a + b; return c end\nreturn f(1, 2)";

  it.each([ExitKind.RETRY, ExitKind.PAUSE, ExitKind.GUARD, ExitKind.DEPTH, ExitKind.FUEL, ExitKind.ENTRY_FUEL])(
    "goes on at its first instruction (kind %d)",
    (kind) => {
      let calls = 0;
      const f: ByHand = ({ args, leave }) => (++calls > 1 ? 3 : leave(kind, 0, args));
      expect(run(source, { 1: f })).toEqual([3]);
    },
  );

  it("goes on within, with the registers that it is given", () => {
    expect(run(source, { 1: ({ leave, pcOf }) => leave(ExitKind.RETRY, pcOf(Op.RETURN1), [1, 2, "given"]) })).toEqual(["given"]);
  });

  it("gets floats of raw doubles", () => {
    for (const [double, expected] of [
      [2.5, 2.5],
      [3, { float: 3 }],
    ] as const) {
      const f: ByHand = ({ leave, pcOf }) => leave(ExitKind.RETRY, pcOf(Op.RETURN1), [1, 2, double], { floats: [2] });
      expect(run(source, { 1: f })).toEqual([expected]);
    }
  });

  it("returns one value, or those in the buffer", () => {
    expect(run(source, { 1: () => "one" })).toEqual(["one"]);
    const several: ByHand = ({ cx }) => {
      const inside = cx as unknown as { buffer: unknown[]; bufferCount: number };
      inside.buffer[0] = 1;
      inside.buffer[1] = 2;
      inside.bufferCount = 2;
      return PENDING;
    };
    expect(run(source, { 1: several })).toEqual([1, 2]);
    expect(run("local function f() end\nlocal a, b = f() return a, b", { 1: several })).toEqual([1, 2]);
  });

  it("is not entered any more when it is left at once each time", () => {
    let calls = 0;
    const f: ByHand = ({ args, leave }) => {
      calls++;
      return leave(ExitKind.RETRY, 0, args);
    };
    expect(run("local function f(a) return a end\nlocal s = 0 for i = 1, 1000 do s = s + f(i) end return s", { 1: f })).toEqual([500500]);
    expect(calls).toBeLessThan(200);
  });

  it("is compiled anew when the tier gives up a guard", () => {
    let compiled = 0;
    class Dropping extends TierByHand {
      override compileFunction<G>(cx: Context<G>, closure: Closure<G>): CompiledFunction | undefined {
        if (closure.proto.proto.lineDefined === 1) compiled++;
        return super.compileFunction(cx, closure);
      }
    }
    const tier = new Dropping({ 1: ({ args, leave }) => leave(ExitKind.GUARD, 0, args) }, {}, true);
    const vm = machine([], { tier });
    expect(runOn(vm, "local function f(a) return a end\nreturn f(1) + f(2) + f(3)")).toEqual([6]);
    expect([compiled, tier.failures]).toEqual([3, 3]);
  });
});

describe("functions that call each other", () => {
  const source = `local function inner(x) local y = x * 2; return y end
local function outer(n) local got = inner(n); return got + 1, traceback end
return outer(20)`;

  /** Calls the inner function natively. */
  const outer: ByHand = ({ cx, closure, args, leave, pcOf }) => {
    const inner = (closure.upvalues.find(({ v }) => typeof v === "object") as { v: Value<unknown> }).v;
    const result = callOther(cx, closure, pcOf(Op.CALL), 1000, inner, 1, args[0], undefined, undefined);
    if (result === SUSPEND) return leave(ExitKind.CALL, pcOf(Op.CALL), [args[0]]);
    return leave(ExitKind.RETRY, pcOf(Op.CALL) + 1, [args[0], result as Value<unknown>]);
  };

  it.each([ExitKind.RETRY, ExitKind.PAUSE, ExitKind.DEPTH])("get a frame each, the caller's after the callee's (kind %d)", (kind) => {
    let calls = 0;
    // At the end of a slice it would be entered again and again.
    const inner: ByHand = ({ args, leave }) => (++calls > 1 ? (args[0] as number) * 2 : leave(kind, 0, args));
    expect(run(source, { 1: inner, 2: outer })[0]).toBe(41);
  });

  it("are in tracebacks with their lines and names", () => {
    const failing = source.replace("x * 2", "x * nil");
    const tier = new TierByHand({ 1: ({ args, leave }: Call) => leave(ExitKind.RETRY, 0, args), 2: outer });
    expect(() => runOn(machine([], { tier }), failing)).toThrow("test:1: attempt to perform arithmetic on a nil value");
  });

  it("replace each other by tail calls", () => {
    const tail = `local function inner(x) local y = traceback("here"); return y end
local function outer(n) return inner(n) end
local t = outer(20) return t`;
    const outerTail: ByHand = ({ cx, closure, args, leave, pcOf }) => {
      const inner = closure.upvalues[0]?.v as Value<unknown>;
      const result = callOther(cx, closure, pcOf(Op.TAILCALL), 1000, inner, 1, args[0], undefined, undefined);
      return result === SUSPEND ? leave(ExitKind.TAIL_CALL, pcOf(Op.TAILCALL), [args[0]]) : result;
    };
    const functions = { 1: ({ args, leave }: Call) => leave(ExitKind.RETRY, 0, args), 2: outerTail };
    expect(run(tail, functions)).toEqual(run(tail, {}));
  });
});

describe("varargs and open lists", () => {
  const source = "local function f(a, ...) local n = count(...); return n, a, ... end\nreturn f('a', 1, 2)";

  it("keeps extra arguments at the beginning", () => {
    expect(run(source, { 1: ({ args, leave }) => leave(ExitKind.RETRY, 0, args.slice(0, 1), { extra: args.slice(1) }) })).toEqual([
      2,
      "a",
      1,
      2,
    ]);
  });

  it("keeps them within", () => {
    const f: ByHand = ({ args, leave, pcOf }) => leave(ExitKind.RETRY, pcOf(Op.VARARG), [args[0], args[0]], { extra: args.slice(1) });
    const source = "local function f(a, ...) return a, ... end\nreturn f('a', 1, 2)";
    expect(run(source, { 1: f })).toEqual(["a", 1, 2]);
  });

  it("keeps them in functions that were called natively", () => {
    const nested =
      "local function f(a, ...) return a, ... end\nlocal function g(...) local x, y = f(...) return x, y end\nreturn g(1, 2, 3)";
    for (const isBegun of [false, true]) {
      const f: ByHand = ({ args, leave, pcOf }) =>
        leave(ExitKind.RETRY, isBegun ? pcOf(Op.VARARG) : 0, [args[0], args[0]].slice(0, isBegun ? 2 : 1), { extra: args.slice(1) });
      const g: ByHand = ({ cx, closure, args, leave, pcOf }) => {
        const callee = closure.upvalues[0]?.v as Value<unknown>;
        const result = callOther(cx, closure, pcOf(Op.CALL), 1000, callee, 3, args[0], args[1], args[2]);
        return result === SUSPEND ? leave(ExitKind.CALL, pcOf(Op.CALL), [], { extra: args }) : result;
      };
      expect(run(nested, { 1: f, 2: g })).toEqual([1, 2]);
    }
  });

  it("hands over a list of values", () => {
    const source = "local function two() return 1, 2 end\nlocal function f(a)\n return { a, two() } end\nlocal t = f(5) return #t, t[3]";
    const f: ByHand = ({ args, leave, pcOf, cx }) =>
      leave(ExitKind.RETRY, pcOf(Op.SETLIST), [args[0], cx.newTable(), args[0]], { list: { first: 3, values: ["x", "y", "z"] } });
    expect(run(source, { 2: f })).toEqual([4, "y"]);
  });
});

describe("callbacks", () => {
  /** Calls the global `name` natively with its own argument. */
  const calling =
    (name: string): ByHand =>
    ({ cx, closure, args, leave, pcOf }) => {
      const result = callOther(cx, closure, pcOf(Op.CALL), 1000, cx.globals.getString(name), 1, args[0], undefined, undefined);
      return result === SUSPEND ? leave(ExitKind.CALL, pcOf(Op.CALL), [args[0]]) : result;
    };

  it("that fail are at the line of the call", () =>
    expect(() => run("local function f(a)\n local r = fails(a)\n return r end\nreturn f(1)", { 1: calling("fails") })).toThrow(
      "test:2: failed",
    ));

  it("that call are carried out, and their results come to the call", () =>
    expect(
      run("local function f(a)\n local r = calls(a)\n return r, 'after' end\nreturn f(function() return 7 end)", { 1: calling("calls") }),
    ).toEqual([7, "after"]));

  it("that fail or call as iterators", () => {
    const source = (name: string): string => `local function f(a)
      local seen
      for k in ${name}, a, a do seen = k; break end
      return seen end
    return pcall(f, function() return 7 end)`;
    const iterating =
      (name: string): ByHand =>
      (call) => {
        const { cx, closure, args, leave, pcOf } = call;
        const iterator = cx.globals.getString(name);
        const pc = pcOf(Op.TFORCALL);
        const result = callOther(cx, closure, pc, 1000, iterator, 2, args[0], args[0], undefined);
        expect(result).toBe(SUSPEND);
        return leave(ExitKind.CALL, pc, [args[0], undefined, iterator, args[0], args[0]]);
      };
    expect(run(source("calls"), { 1: iterating("calls") })).toEqual([true, 7]);
    expect(run(source("fails"), { 1: iterating("fails") })).toEqual(run(source("fails"), {}));
  });
});

describe("loops", () => {
  const source = "local s = 0 for i = 1, 5 do s = s + i end return s";

  it("are entered at their beginning, with the registers of the frame", () => {
    let entered: readonly unknown[] = [];
    const loop: ByHand = ({ args, leave, pcOf, closure }) => {
      if (entered.length > 0) return leave(ExitKind.RETRY, bodyOf(closure), args);
      entered = args;
      return leave(ExitKind.RETRY, pcOf(Op.RETURN1), ["left"]);
    };
    expect(run(source, {}, { loops: { 0: loop } })).toEqual(["left"]);
    expect(entered.slice(0, 2)).toEqual([1, 2]);
  });

  it("may return for the function", () => expect(run(source, {}, { loops: { 0: () => "returned" } })).toEqual(["returned"]));

  it("are given up when they are left at once each time", () => {
    let calls = 0;
    const loop: ByHand = ({ args, leave, closure }) => {
      calls++;
      return leave(ExitKind.RETRY, bodyOf(closure), args);
    };
    expect(run("local s = 0 for i = 1, 1000 do s = s + i end return s", {}, { loops: { 0: loop } })).toEqual([500500]);
    expect(calls).toBeLessThan(200);
  });

  const bodyOf = (closure: Closure<unknown>): number => pcOf(closure.proto.proto, Op.FORPREP, 1) + 1;
});
