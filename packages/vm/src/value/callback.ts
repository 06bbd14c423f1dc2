// Host functions as Lua values, and the protocol between them and the machine.
//
// A callback never calls Lua: it returns one value, or `PENDING` after it told the context what to do next (return several
// values, call something and continue, yield, await, raise...). So nothing that Lua code does recurses on the JS stack.
// Callbacks come with a fixed arity (the fast form: arguments arrive as parameters) or with a window on the stack (`Args`).

import { trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import type { Value } from "./value.js";

/** The class of the one sentinel `PENDING`. Not a Lua value. */
class PendingAction {
  private readonly pending = true;
  toString(): string {
    return this.pending ? "PENDING" : "";
  }
}

/** "See the context for what to do next"; never a Lua value. */
export type Pending = PendingAction;

/** The sentinel. Compare with `===`. */
export const PENDING: Pending = new PendingAction();

/** What a callback returns: exactly one result, or `PENDING`. */
export type Action<G> = Value<G> | Pending;

export type Native0 = <G>(cx: Context<G>) => Action<G>;
export type Native1 = <G>(cx: Context<G>, a: Value<G>) => Action<G>;
export type Native2 = <G>(cx: Context<G>, a: Value<G>, b: Value<G>) => Action<G>;
export type Native3 = <G>(cx: Context<G>, a: Value<G>, b: Value<G>, c: Value<G>) => Action<G>;
export type Native5 = <G>(cx: Context<G>, a: Value<G>, b: Value<G>, c: Value<G>, d: Value<G>, e: Value<G>) => Action<G>;
export type NativeN = <G>(cx: Context<G>, args: Args<G>) => Action<G>;

/** A callback of any of these forms, as the machine calls it: a window, or up to three values. */
export type AnyNative = <G>(cx: Context<G>, a?: Args<G> | Value<G>, b?: Value<G>, c?: Value<G>) => Action<G>;

/** How a callback is entered. @internal */
export const enum Entry {
  /** By a plain call; it gets a frame only if it has to wait for something. */
  FRAMELESS,
  /** On a frame of its own. */
  FRAMED,
  /** The functions that switch threads, which the interpreter can carry out by itself (exec/coroutines.ts). */
  YIELD,
  RESUME,
  WRAPPED,
}

/** Functions of doubles that compiled code has inline. They are JavaScript's, of `Math`. */
export type MathFunction = "abs" | "acos" | "asin" | "ceil" | "cos" | "exp" | "floor" | "max" | "min" | "sin" | "sqrt" | "tan";

/**
 * A short cut: what compiled code does instead of calling a callback, for the usual arguments. It gives the one result, or `PENDING`: then
 * it has had no effect, and the callback has to be called. It charges what the callback charges; it throws nothing, calls nothing, does not
 * look at frames, and asks `cx.canAllocate` before it allocates. What it is not given is nil, and `cx.argCount` is not set.
 */
export interface ShortCut {
  /** Fewest and most arguments that it is for; at most 5. */
  readonly least: number;
  readonly most: number;
  readonly fn: Native5;
  /** Only where at most one result is used: the callback has none, or several. Default false. */
  readonly givesFirst?: boolean;
  /** It gives any number of results, by `cx.give` or `cx.give1`. Default false. */
  readonly givesAll?: boolean;
  /** For functions whose results begin a generic `for`: the iterator, the argument, and the first control value. */
  readonly iteration?: { readonly iterator: Native1; readonly control: 0 | undefined };
  /** The same as `fn`, for one argument that is followed by an open list; for at most one result. */
  readonly ofList?: <G>(cx: Context<G>, first: Value<G>, list: readonly Value<G>[]) => Action<G>;
  /** What its results are, always. An integer is one of the safe range, as a JavaScript number. */
  readonly result?: "integer";
  /** For numbers it is this function, with the types of Lua's function of that name. */
  readonly math?: MathFunction;
}

/** Options of a callback description. */
export interface NativeOptions {
  /** Default: none. */
  readonly shortCut?: ShortCut;
  /**
   * True for functions that look at frames (error, pcall, debug.*, coroutine.*, load): they run on a frame of their own.
   * Default false.
   */
  readonly needsFrame?: boolean;
  /** Default: as `needsFrame` says. @internal */
  readonly entry?: Entry;
  /**
   * For functions that call their first argument with the others, and give `true` and its results, unless it fails: what waits for them in
   * their frame. Compiled code does the same without a frame.
   */
  readonly protectedBy?: Continuation<unknown>;
  /** What waits in the frame of a callback that switches threads. @internal */
  readonly switchContinuation?: Continuation<unknown>;
}

/** Arity of callbacks that get a window on the stack. */
export const WINDOW_ARITY = 4;

/** Description of a callback: plain data at module level, shared by all VMs. Made by `native0` .. `native3` and `nativeN`. */
export class CallbackSpec {
  /** Name for tracebacks, when nothing better is known. */
  readonly name: string;
  /** 0..3, or `WINDOW_ARITY`. */
  readonly arity: number;
  readonly fn: AnyNative;
  /** @internal */
  readonly entry: Entry;
  /** @internal */
  readonly switchContinuation: Continuation<unknown> | undefined;
  /** What compiled code does instead of calling it. */
  readonly shortCut: ShortCut | undefined;
  /** @internal */
  readonly protectedBy: Continuation<unknown> | undefined;

  /** @internal */
  constructor(name: string, arity: number, fn: AnyNative, options: NativeOptions | undefined) {
    this.name = name;
    this.arity = arity;
    this.fn = fn;
    this.entry = options?.entry ?? (options?.needsFrame === true ? Entry.FRAMED : Entry.FRAMELESS);
    this.switchContinuation = options?.switchContinuation;
    this.shortCut = options?.shortCut;
    this.protectedBy = options?.protectedBy;
  }
}

/** Describes a callback without parameters. */
export const native0 = (name: string, fn: Native0, options?: NativeOptions): CallbackSpec =>
  new CallbackSpec(name, 0, fn as AnyNative, options);

/** Describes a callback of one parameter; a missing argument is undefined (`cx.argCount` tells). */
export const native1 = (name: string, fn: Native1, options?: NativeOptions): CallbackSpec =>
  new CallbackSpec(name, 1, fn as AnyNative, options);

/** Describes a callback of two parameters. */
export const native2 = (name: string, fn: Native2, options?: NativeOptions): CallbackSpec =>
  new CallbackSpec(name, 2, fn as AnyNative, options);

/** Describes a callback of three parameters. */
export const native3 = (name: string, fn: Native3, options?: NativeOptions): CallbackSpec =>
  new CallbackSpec(name, 3, fn as AnyNative, options);

/** Describes a callback of any number of arguments. */
export const nativeN = (name: string, fn: NativeN, options?: NativeOptions): CallbackSpec =>
  new CallbackSpec(name, WINDOW_ARITY, fn as AnyNative, options);

/** State of a callback that was made at run time (an iterator, a bound function). */
export abstract class CallbackData<in out G> {
  /** Keeps `G` in the type; never set. */
  declare protected readonly brand: (g: G) => G;
  /** Marks the values it holds. */
  abstract [trace](tracer: Tracer): void;

  /** What the debug library shows as the function's upvalues; by default one, nil. */
  get upvalues(): readonly Value<G>[] {
    return ONE_NIL;
  }
}

const ONE_NIL: readonly undefined[] = [undefined];

/** Bytes charged for a callback. */
export const CALLBACK_BYTES = 72;

/** A host function as a Lua value. */
export class Callback<in out G> implements Collect {
  gcColor = 0;
  /** Tells callbacks from closures by one property, which the interpreter loads from either. */
  readonly proto: undefined = undefined;
  readonly arity: number;
  readonly fn: AnyNative;
  /** @internal */
  readonly entry: Entry;
  readonly spec: CallbackSpec;
  /** What it was created with; traced. Storing heap pointers into it later needs `cx.barrier(callback)` first. */
  readonly data: CallbackData<G> | undefined;

  /** @internal Use `Context.newCallback`. */
  constructor(spec: CallbackSpec, data: CallbackData<G> | undefined) {
    this.arity = spec.arity;
    this.fn = spec.fn;
    this.entry = spec.entry;
    this.spec = spec;
    this.data = data;
  }

  get name(): string {
    return this.spec.name;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(CALLBACK_BYTES);
    if (this.data !== undefined) this.data[trace](tracer);
  }
}

/** A window on the running thread's stack: the arguments of a callback, or the results of what it called. Valid until the callback returns. */
export class Args<in out G> {
  /** @internal */
  stack: Value<G>[];
  /** @internal */
  base = 0;
  /** Number of values. */
  count = 0;

  /** @internal */
  constructor(stack: Value<G>[]) {
    this.stack = stack;
  }

  /** The value at `index` (0-based); nil past the end. */
  get(index: number): Value<G> {
    return index < this.count ? this.stack[this.base + index] : undefined;
  }

  /** A copy of the values from `from` (0-based, default 0) on. Costs O(count). */
  toArray(from = 0): Value<G>[] {
    return from < this.count ? this.stack.slice(this.base + from, this.base + this.count) : [];
  }
}

/**
 * What a callback does once the function that it called has returned: explicit state, kept in the callback's frame.
 * It belongs to one frame, which traces it, so its fields may be written without barriers. One without state may be shared.
 */
export abstract class Continuation<in out G> {
  declare protected readonly brand: (g: G) => G;

  // Optional fields are only declared: to define them in objects of two dozen classes, the host looks each store up anew.

  /** Goes on with the results of the call. */
  abstract resume(cx: Context<G>, results: Args<G>): Action<G>;

  /** If present, errors of the callee end here, and the callback goes on with this action. */
  fail?(cx: Context<G>, error: Value<G>): Action<G>;

  /** If present (with `fail`), a message handler: called with the error while the failed frames still stand. */
  declare readonly handler?: Value<G>;

  /** If true (with `fail`), the message handler of whatever protected call is around this one is called, as in PUC's `load`. */
  declare readonly keepsHandler?: boolean;

  /** @internal True if `fail` also takes the error that kills an executor. */
  declare readonly catchesKill?: boolean;

  /** @internal Called with an error that `fail` will take, while the failed frames still stand. */
  beforeUnwind?(cx: Context<G>, error: Value<G>): void;

  /** @internal Called when the frame that keeps it is dropped although it was to go on. */
  abandon?(cx: Context<G>): void;

  /** Marks the values it holds. */
  abstract [trace](tracer: Tracer): void;
}
