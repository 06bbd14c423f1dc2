// What running code receives: the state of one VM, branded for the `mutate` call in which it is used.
// One object per VM, part of the arena's root. Libraries use its public methods; the machine (exec/, meta/) also its internal
// fields, which describe what runs now (`thread`, `callee`, `fuel`) and what a callback wants done next (`pending...`).

import { GcWeak, trace } from "@luster/gc-arena";
import type { Collect, Gc, Heap, Mutation, Pacing, PacingPreset, Tracer } from "@luster/gc-arena";
import type { Sequence } from "@luster/gc-sequence";
import { argumentError, argumentTypeError, libraryError } from "../error/argument-errors.js";
import { LuaRaise } from "../error/raise.js";
import { runtimeError } from "../error/runtime-errors.js";
import { Next, Stop } from "../exec/next.js";
import { Executor } from "../exec/executor.js";
import { Departure } from "../exec/departure.js";
import { setHook } from "../exec/hooks.js";
import { callNow2 } from "../exec/native-call.js";
import type { Tier } from "../exec/tier.js";
import { arith } from "../meta/arith.js";
import type { ArithEvent, ArithEventName } from "../meta/arith.js";
import { equals, lengthOf, lessEqual, lessThan } from "../meta/compare.js";
import { concat, concatStrings } from "../meta/concat.js";
import { index, rawSet, setIndex } from "../meta/indexing.js";
import { EVENT_NAMES, Event, metamethod, metatableOf } from "../meta/metamethod.js";
import type { EventName } from "../meta/metamethod.js";
import { setMetatable } from "../meta/set-metatable.js";
import { toStringMeta } from "../meta/tostring.js";
import { Args, CALLBACK_BYTES, Callback, PENDING } from "../value/callback.js";
import type { Action, CallbackData, CallbackSpec, Continuation, Pending } from "../value/callback.js";
import type { Hook } from "../value/hook.js";
import { checkValue, isSuspect } from "../value/kind.js";
import { setContinuation } from "../value/frame.js";
import { encodeUtf8 } from "../value/lua-string.js";
import { ShapeTree } from "../value/shape.js";
import type { Table } from "../value/table.js";
import { TABLE_BYTES, makeTable } from "../value/table.js";
import { THREAD_BYTES, Thread } from "../value/thread.js";
import { USERDATA_BYTES, Userdata } from "../value/userdata.js";
import type { LuaFunction, Value } from "../value/value.js";
import { fromHost } from "./convert.js";
import { StashedValue } from "./stash.js";
import type { ChunkLoader, LoadResult } from "./chunk-loader.js";
import { loadChunk } from "./chunk-loader.js";
import { bind, compose } from "./compose.js";
import { SequenceRun } from "./sequence.js";
import type { SingletonKey } from "./singleton.js";

/** Options of a VM's context. */
export interface ContextOptions {
  /** Compiler behind `load`; default: none, `load` fails with a message. */
  readonly chunkLoader?: ChunkLoader | undefined;
  /** Takes warnings of the machine (errors in finalizers) until a library replaces it (`Context.onWarning`); default: ignored. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Compiles hot functions; default: none, everything is interpreted. */
  readonly tier?: Tier | undefined;
  /** Makes a Lua value of what an awaited promise gave; default `fromHost`. An exception is raised as a Lua error. */
  readonly convertAwaited?: (<G>(cx: Context<G>, value: unknown) => Value<G>) | undefined;
}

/** Metatables of the types whose values have none of their own. */
export interface TypeMetatables<in out G> {
  nil: Table<G> | undefined;
  boolean: Table<G> | undefined;
  number: Table<G> | undefined;
  function: Table<G> | undefined;
  thread: Table<G> | undefined;
  userdata: Table<G> | undefined;
}

/** Fuel added to a request by `interrupt`: the slice ends at the next check. */
const NO_FUEL = 0;

/** The state of a VM, as running code sees it. */
export class Context<in out G> implements Collect {
  gcColor = 0;
  /** Accounts and barriers of the arena. */
  readonly heap: Heap;
  /** @internal Compiler behind `load`. */
  readonly chunkLoader: ChunkLoader | undefined;
  /** The global table. */
  readonly globals: Table<G>;
  /** The registry: values of host code that scripts cannot reach (but `debug.getregistry` can). */
  readonly registry: Table<G>;
  /** Metatable of all strings; barriers do not apply (it is a root). */
  stringMetatable: Table<G> | undefined = undefined;
  /** Metatables of the other types without metatables of their own. */
  readonly typeMetatables: TypeMetatables<G> = {
    nil: undefined,
    boolean: undefined,
    number: undefined,
    function: undefined,
    thread: undefined,
    userdata: undefined,
  };
  /** @internal */
  readonly convertAwaited: <H>(cx: Context<H>, value: unknown) => Value<H>;
  /** @internal */
  readonly tier: Tier | undefined;
  /** @internal How compiled code is being left. */
  readonly departure = new Departure<G>();
  /** @internal The handle of the `mutate` call that runs. */
  mutation: Mutation<G> | undefined = undefined;
  /** Takes warnings; the base library's `warn` sets it. The message is a byte string. */
  onWarning: (message: string) => void;
  /** @internal */
  readonly shapes: ShapeTree;

  // --- What runs now.

  /** The running thread. */
  thread: Thread<G>;
  /** The running executor; undefined between steps. @internal */
  executor: Executor<G> | undefined = undefined;
  /** @internal Executors that have begun and not ended. */
  readonly executors = new Set<Executor<G>>();
  /** An executor whose call has returned, for the next run: a call from the host makes no thread. Not traced: it holds nothing. */
  private spareExecutor: Executor<G> | undefined = undefined;
  /** The callback that runs without a frame of its own, or undefined. */
  callee: Callback<G> | undefined = undefined;
  /** Number of arguments of the running callback. */
  argCount = 0;
  /** @internal The one window that callbacks see. */
  readonly args: Args<G>;
  /** @internal Fuel left in this slice; negative: spent. */
  fuel = 0;
  /** @internal Fuel put aside by `interrupt`. */
  fuelAside = 0;

  // --- What a callback wants done next (see exec/next.ts).

  /** @internal */
  pendingKind: Next = Next.NOTHING;
  /** @internal */
  pendingFunction: Value<G> = undefined;
  /** @internal */
  pendingContinuation: Continuation<G> | undefined = undefined;
  /** @internal */
  pendingThread: Thread<G> | undefined = undefined;
  /** @internal */
  pendingPromise: PromiseLike<unknown> | undefined = undefined;
  /** @internal */
  pendingCollection: CollectionRequest = { kind: "full" };
  /** @internal Values that go with it. Never traced: nothing is left in it across slices. */
  readonly buffer: Value<G>[] = [];
  /** @internal */
  bufferCount = 0;
  /** @internal Why the machine stopped last. */
  stop: Stop = Stop.FUEL;

  /** @internal Objects whose finalizer is registered with the heap. */
  readonly finalizable = new WeakSet<object>();
  /** Finalizers are running. */
  isFinalizing = false;
  /** @internal The running executor was killed: it cleans up, and ends. */
  isKilled = false;
  /** @internal How many more calls of iterators compiled code may nest, see `MAX_C_LEVELS`. */
  iteratorLevels = 0;
  /** @internal Where `next`, called by compiled code, has found the last key. */
  iteratorPosition = 0;
  /** @internal The error of the kill. */
  killError: Value<G> = undefined;
  private readonly singletons = new Map<SingletonKey<unknown>, unknown>();
  private readonly addresses = new WeakMap<object, number>();
  private lastAddress = 0x55550000;

  /** @internal */
  constructor(heap: Heap, options: ContextOptions) {
    this.heap = heap;
    this.chunkLoader = options.chunkLoader;
    this.tier = options.tier;
    this.convertAwaited = options.convertAwaited ?? fromHost;
    this.onWarning = options.onWarning ?? (() => undefined);
    this.shapes = new ShapeTree(heap);
    this.globals = makeTable<G>(this.shapes, 0);
    this.registry = makeTable<G>(this.shapes, 0);
    this.thread = new Thread<G>();
    this.args = new Args<G>(this.thread.stack);
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.globals);
    tracer.mark(this.registry);
    tracer.mark(this.thread);
    if (this.stringMetatable !== undefined) tracer.mark(this.stringMetatable);
    for (const metatable of Object.values(this.typeMetatables) as (Table<G> | undefined)[]) {
      if (metatable !== undefined) tracer.mark(metatable);
    }
    for (const executor of this.executors) tracer.mark(executor);
    for (const value of this.singletons.values()) traceHostValue(tracer, value);
  }

  // --- Results of a callback.

  /** Returns nothing. */
  returnNone(): Pending {
    this.pendingKind = Next.RETURN;
    this.bufferCount = 0;
    return PENDING;
  }

  /** Returns two values. */
  return2(a: Value<G>, b: Value<G>): Pending {
    this.buffer[0] = isSuspect(a) ? canonical(a, 0) : a;
    this.buffer[1] = isSuspect(b) ? canonical(b, 1) : b;
    this.pendingKind = Next.RETURN;
    this.bufferCount = 2;
    return PENDING;
  }

  /** Returns three values. */
  return3(a: Value<G>, b: Value<G>, c: Value<G>): Pending {
    this.buffer[0] = isSuspect(a) ? canonical(a, 0) : a;
    this.buffer[1] = isSuspect(b) ? canonical(b, 1) : b;
    this.buffer[2] = isSuspect(c) ? canonical(c, 2) : c;
    this.pendingKind = Next.RETURN;
    this.bufferCount = 3;
    return PENDING;
  }

  /** Returns the values of a list (copied). */
  returnList(values: readonly Value<G>[]): Pending {
    this.fillBuffer(values);
    this.pendingKind = Next.RETURN;
    return PENDING;
  }

  /** Returns the arguments from index `from` (0-based) on. */
  returnArgs(args: Args<G>, from: number): Pending {
    this.fillBufferFromArgs(args, from);
    this.pendingKind = Next.RETURN;
    return PENDING;
  }

  /** For short cuts that give all results: returns one value. */
  give1(value: Value<G>): Value<G> {
    this.bufferCount = 1;
    return (this.buffer[0] = value);
  }

  /** For short cuts that give all results: returns what `return2`, `returnList` and the like have just been given. */
  give(_results: Pending): Value<G> {
    return this.bufferCount > 0 ? this.buffer[0] : undefined;
  }

  // --- Calls.

  /** Calls any value (also by `__call`); `continuation` gets the results; without one this is a tail call. */
  call(callee: Value<G>, args: readonly Value<G>[], continuation?: Continuation<G>): Pending {
    this.fillBuffer(args);
    return this.pendCall(callee, continuation);
  }

  /** `call` without arguments. */
  call0(callee: Value<G>, continuation?: Continuation<G>): Pending {
    this.bufferCount = 0;
    return this.pendCall(callee, continuation);
  }

  /** `call` with one argument. */
  call1(callee: Value<G>, a: Value<G>, continuation?: Continuation<G>): Pending {
    this.buffer[0] = isSuspect(a) ? canonical(a, 0) : a;
    this.bufferCount = 1;
    return this.pendCall(callee, continuation);
  }

  /** `call` with two arguments. */
  call2(callee: Value<G>, a: Value<G>, b: Value<G>, continuation?: Continuation<G>): Pending {
    this.buffer[0] = isSuspect(a) ? canonical(a, 0) : a;
    this.buffer[1] = isSuspect(b) ? canonical(b, 1) : b;
    this.bufferCount = 2;
    return this.pendCall(callee, continuation);
  }

  /**
   * The first result of `callee(a, b)`, if it can be had at once: from compiled code. Otherwise `PENDING`, as from `call2`: the callback returns
   * that, and `continuation` gets the results.
   */
  callNow2(callee: Value<G>, a: Value<G>, b: Value<G>, continuation: Continuation<G>): Value<G> | Pending {
    return callNow2(this, callee, a, b, continuation);
  }

  /** `call` with three arguments. */
  call3(callee: Value<G>, a: Value<G>, b: Value<G>, c: Value<G>, continuation?: Continuation<G>): Pending {
    this.buffer[0] = isSuspect(a) ? canonical(a, 0) : a;
    this.buffer[1] = isSuspect(b) ? canonical(b, 1) : b;
    this.buffer[2] = isSuspect(c) ? canonical(c, 2) : c;
    this.bufferCount = 3;
    return this.pendCall(callee, continuation);
  }

  /** `call` with the arguments of this callback from index `from` (0-based) on. */
  callArgs(callee: Value<G>, args: Args<G>, from: number, continuation?: Continuation<G>): Pending {
    this.fillBufferFromArgs(args, from);
    return this.pendCall(callee, continuation);
  }

  /** Attaches a continuation to the call that an operation (`index`, `arith`...) has just left pending. */
  then(continuation: Continuation<G>): Pending {
    this.pendingContinuation = continuation;
    return PENDING;
  }

  private pendCall(callee: Value<G>, continuation: Continuation<G> | undefined): Pending {
    this.pendingKind = Next.CALL;
    if (this.pendingFunction !== callee) this.pendingFunction = callee;
    if (this.pendingContinuation !== continuation) this.pendingContinuation = continuation;
    return PENDING;
  }

  // --- Coroutines, waiting, errors.

  /** Yields the arguments from index `from` on; `continuation` (default: return them) gets what the thread is resumed with. */
  yield(args: Args<G>, from: number, continuation?: Continuation<G>): Pending {
    this.fillBufferFromArgs(args, from);
    this.pendingKind = Next.YIELD;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /**
   * Resumes a thread with the arguments from index `from` on; `continuation` gets what it yields or returns, its `fail` the error
   * that ends it (or says why it cannot be resumed). Without one, these are this callback's own results; and if nothing else is left
   * to do on its thread (the callback is the thread's body, or was tail-called by that), the thread ends at once and the other one takes
   * its place: chains of such resumes take constant space.
   */
  resume(thread: Thread<G>, args: Args<G>, from: number, continuation?: Continuation<G>): Pending {
    this.fillBufferFromArgs(args, from);
    this.pendingKind = Next.RESUME;
    this.pendingThread = thread;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /**
   * Suspends the running thread and goes on with another one in its place: what that yields or returns goes to whoever resumed this one.
   * `continuation` (default: return them) gets what this thread is resumed with later. An error, raised here, if this thread cannot yield or
   * the other one is not suspended.
   */
  yieldTo(thread: Thread<G>, args: Args<G>, from: number, continuation?: Continuation<G>): Pending {
    this.fillBufferFromArgs(args, from);
    this.pendingKind = Next.YIELD_TO;
    this.pendingThread = thread;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /** Closes a suspended or dead thread: `continuation.resume` gets no values, `fail` the error it ended with. */
  closeThread(thread: Thread<G>, continuation: Continuation<G>): Pending {
    this.bufferCount = 0;
    this.pendingKind = Next.CLOSE_THREAD;
    this.pendingThread = thread;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /** Waits for a promise; `continuation` (default: return it) gets the converted value, a rejection is raised as an error. */
  await(promise: PromiseLike<unknown>, continuation?: Continuation<G>): Pending {
    this.bufferCount = 0;
    this.pendingKind = Next.AWAIT;
    this.pendingPromise = promise;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /**
   * Runs a sequence to its end; its error is raised. Its closures get the context by `contextOf`, and call Lua functions by `callLua`.
   * @param toResult turns the value into what the callback does next; by default the value is a host value, converted as that of a promise is
   */
  runSequence<T>(
    sequence: Sequence<G, T>,
    toResult: (cx: Context<G>, value: T) => Action<G> = (cx, value) => cx.convertAwaited(cx, value),
  ): Action<G> {
    sequence.take("Context.runSequence");
    return new SequenceRun<G>(sequence, toResult).run(this);
  }

  /** Ends the slice; `continuation` goes on in a later one. */
  pause(continuation: Continuation<G>): Pending {
    this.bufferCount = 0;
    this.pendingKind = Next.PAUSE;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /** Has a collection run between this slice and the next; `continuation` gets one boolean: did a cycle end? */
  collect(request: CollectionRequest, continuation?: Continuation<G>): Pending {
    this.bufferCount = 0;
    this.pendingKind = Next.COLLECT;
    this.pendingCollection = request;
    this.pendingContinuation = continuation;
    return PENDING;
  }

  /** Raises any value as an error, without adding a position. */
  raise(value: Value<G>): Pending {
    this.buffer[0] = isSuspect(value) ? canonical(value, 0) : value;
    this.bufferCount = 1;
    this.pendingKind = Next.RAISE;
    return PENDING;
  }

  /** Raises a value as an error that `continuation` is the first to take. For callbacks with a frame of their own. */
  raiseTo(value: Value<G>, continuation: Continuation<G>): Pending {
    setContinuation(this.thread.top, continuation);
    return this.raise(value);
  }

  /** An error to throw: message with the position of the function at `level` (1: the caller of the running callback; 0: none). */
  error(message: string, level = 1): LuaRaise<G> {
    return libraryError(this, message, level);
  }

  /** An error to throw: any value. */
  errorValue(value: Value<G>): LuaRaise<G> {
    return new LuaRaise<G>(isSuspect(value) ? (checkValue(value, "an error") as Value<G>) : value);
  }

  /** An error to throw: "bad argument #n to 'f' (problem)"; `argument` is 0-based. */
  argError(argument: number, problem: string): LuaRaise<G> {
    return argumentError(this, argument, problem);
  }

  /**
   * An error to throw: "bad argument #n to 'f' (expected expected, got ...)"; `argument` is 0-based.
   * @param isMissing whether it was not given at all ("got no value"); by default, whether the call had fewer arguments
   */
  typeError(argument: number, expected: string, actual: Value<G>, isMissing = argument >= this.argCount): LuaRaise<G> {
    return argumentTypeError(this, argument, expected, actual, isMissing);
  }

  // --- Fuel and memory.

  /** Charges work of a callback: 1 unit per element or per 16 bytes. */
  consumeFuel(units: number): void {
    this.fuel -= units;
  }

  /** True when the slice should end: a long-running callback then pauses. */
  isOutOfFuel(): boolean {
    return this.fuel < 0;
  }

  /** Ends the slice at the next check, without losing its fuel. */
  interrupt(): void {
    if (this.fuel > NO_FUEL) {
      this.fuelAside += this.fuel;
      this.fuel = NO_FUEL;
    }
  }

  /**
   * Tests that `bytes` more may be allocated. Before any effect: a refusal has the callback run again after a full collection.
   * @throws ArenaMemoryError (not a Lua error yet) when the hard limit would be crossed
   */
  reserveBytes(bytes: number): void {
    if (!this.heap.canAllocate(bytes)) this.heap.allocate(bytes);
  }

  /** Whether the memory limit lets `bytes` more be allocated: for short cuts, which leave it to their callbacks to be refused. */
  canAllocate(bytes: number): boolean {
    return this.heap.canAllocate(bytes);
  }

  /** Charges a new string and returns it. */
  chargeString(text: string): string {
    this.heap.chargeString(text.length + 24, text.length + 24);
    if (this.heap.allocatedBytes >= this.heap.wakeBytes) this.interrupt();
    return text;
  }

  /** @internal Charges a rope: its whole length against the limit, its shorter part against pacing. */
  chargeConcat(length: number, shorter: number): void {
    this.heap.chargeString(length + 24, shorter + 24);
    if (this.heap.allocatedBytes >= this.heap.wakeBytes) this.interrupt();
  }

  /** Concatenation of two strings, charged. */
  concat2(a: string, b: string): string {
    return concatStrings(this, a, b);
  }

  /** To be called after a heap pointer was stored into `object` by other means than its own methods. */
  barrier(object: Collect): void {
    if (object.gcColor === this.heap.barrierColor) this.heap.backwardBarrier(object);
  }

  // --- Making values.

  /** A new table; hints: entries of its array part and fields. */
  newTable(arrayHint = 0, fieldHint = 0): Table<G> {
    this.charge(TABLE_BYTES);
    const table = makeTable<G>(this.shapes, 0);
    if (arrayHint > 0) table.reserveArray(this.heap, arrayHint);
    if (fieldHint > 0) table.reserveSlots(this.heap, fieldHint);
    return table;
  }

  /** A new function value of a callback. */
  newCallback(spec: CallbackSpec, data?: CallbackData<G>): Callback<G> {
    this.charge(CALLBACK_BYTES);
    return new Callback<G>(spec, data);
  }

  /** A function that calls `callee` (anything that can be called) with `first` before its own arguments, and returns its results. */
  bind(callee: Value<G>, ...first: Value<G>[]): Callback<G> {
    return bind(this, callee, first);
  }

  /** A function that calls the first of `functions` with its arguments, the second with the results of the first, and so on. */
  compose(...functions: Value<G>[]): Callback<G> {
    return compose(this, functions);
  }

  /** A new userdata around a host object. */
  newUserdata(object: unknown, metatable?: Table<G>, userValueCount = 0): Userdata<G> {
    this.charge(USERDATA_BYTES + userValueCount * 8);
    const userdata = new Userdata<G>(object, undefined, userValueCount);
    if (metatable !== undefined) setMetatable(this, userdata, metatable);
    return userdata;
  }

  /**
   * Associates a Lua value with a userdata; `index` is 1-based, as in Lua.
   * @throws RangeError past the number of values that it was created with
   */
  setUserValue(userdata: Userdata<G>, index: number, value: Value<G>): void {
    const count = userdata.userValues.length;
    if (!(index >= 1 && index <= count)) throw new RangeError(`a userdata with ${count} user values has none at ${index}`);
    userdata.userValues[index - 1] = value;
    this.barrier(userdata);
  }

  /** A new suspended thread that will run `body`. */
  newThread(body: LuaFunction<G>): Thread<G> {
    this.charge(THREAD_BYTES);
    const thread = new Thread<G>();
    thread.stack[0] = body;
    const { hook } = this.thread;
    // As in PUC, where the setting is inherited, and the function that the debug library calls for a thread is not.
    if (hook !== undefined) thread.hook = { ...hook, callee: undefined };
    return thread;
  }

  private charge(bytes: number): void {
    this.heap.allocate(bytes);
    if (this.heap.allocatedBytes >= this.heap.wakeBytes) this.interrupt();
  }

  /** Compiles or undumps a chunk through the VM's chunk loader; `env` defaults to the globals. */
  load(source: string, chunkName: string, mode: "b" | "t" | "bt" = "bt", env: Value<G> = this.globals): LoadResult<G> {
    return loadChunk(this, this.chunkLoader, source, chunkName, mode, env);
  }

  // --- Operations with metamethods: a result, or PENDING, to which `then` attaches a continuation.

  index(object: Value<G>, key: Value<G>): Action<G> {
    return index(this, object, key);
  }

  setIndex(object: Value<G>, key: Value<G>, value: Value<G>): undefined | Pending {
    return setIndex(this, object, key, value);
  }

  /** Raw store. @throws LuaRaise for a nil or NaN key */
  rawSet(table: Table<G>, key: Value<G>, value: Value<G>): void {
    rawSet(this, table, key, value);
  }

  lengthOf(value: Value<G>): Action<G> {
    return lengthOf(this, value);
  }

  equals(a: Value<G>, b: Value<G>): boolean | Pending {
    return equals(this, a, b);
  }

  lessThan(a: Value<G>, b: Value<G>): boolean | Pending {
    return lessThan(this, a, b);
  }

  lessEqual(a: Value<G>, b: Value<G>): boolean | Pending {
    return lessEqual(this, a, b);
  }

  /** Arithmetic or a bit operation by the name of its event; for the unary ones `b` is `a`. */
  arith(event: ArithEventName, a: Value<G>, b: Value<G>): Action<G> {
    return arith(this, EVENT_NAMES.indexOf(event) as ArithEvent, a, b);
  }

  concat(a: Value<G>, b: Value<G>): Action<G> {
    return concat(this, a, b);
  }

  /** A value as text; PENDING: `__tostring` is called, and its result must be checked to be a string. */
  toStringMeta(value: Value<G>): string | Pending {
    return toStringMeta(this, value);
  }

  /** The metatable of any value. */
  metatableOf(value: Value<G>): Table<G> | undefined {
    return metatableOf(this, value);
  }

  /** The field `event` of a value's metatable, or nil. */
  metamethod(value: Value<G>, event: EventName): Value<G> {
    return metatableOf(this, value)?.getString(event);
  }

  /** Whether an object that gets this metatable is to be finalized: it has `__gc` now. That it has none is remembered. */
  hasFinalizer(metatable: Table<G>): boolean {
    return metamethod(metatable, Event.GC) !== undefined;
  }

  /** Sets the metatable of a table or userdata, and registers its finalizer if it has one. */
  setMetatable(object: Table<G> | Userdata<G>, metatable: Table<G> | undefined): void {
    setMetatable(this, object, metatable);
  }

  /** Sets the debug hook of a thread (manual 4.7); undefined: none. */
  setHook(thread: Thread<G>, hook: Hook<G> | undefined): void {
    setHook(this, thread, hook);
  }

  /** The callback that runs, or whose continuation does. Its `data` is what it was made with. */
  get runningCallback(): Callback<G> | undefined {
    return this.callee ?? this.thread.top.callback;
  }

  // --- Host state.

  /** The VM's value for a key, made on first use. */
  singleton<T>(key: SingletonKey<T>): T {
    let value = this.singletons.get(key) as T | undefined;
    if (value === undefined) {
      value = key.create(this);
      this.singletons.set(key, value);
    }
    return value;
  }

  /** A handle that keeps a value across `enter` calls. */
  stash(value: Value<G>): StashedValue {
    return StashedValue.of(this.mutation as Mutation<G>, value);
  }

  /** Reads a handle. @throws StaleHandleError, ForeignPointerError */
  fetch(handle: StashedValue): Value<G> {
    return handle.fetch(this.mutation as Mutation<G>);
  }

  /** A weak pointer to an object, which does not keep it alive. It is an object of the arena itself: hold it in traced host state. */
  weak<T extends Collect & Value<G>>(object: T): GcWeak<G, T> {
    return new GcWeak<G, T>(this.mutation as Mutation<G>, object as Gc<G, T>);
  }

  /** A number that stands for the address of an object, as text (`0x...`); unique in the VM, the same each time. */
  addressOf(object: Value<G>): string {
    const known = this.addresses.get(object as object);
    const address = known ?? (this.lastAddress += 0x20);
    if (known === undefined) this.addresses.set(object as object, address);
    return `0x${address.toString(16).padStart(14, "0")}`;
  }

  /** @internal An executor for a call from the host. */
  takeExecutor(callee: Value<G>, args: readonly Value<G>[], messageHandler: Value<G>, caller: Callback<G> | undefined): Executor<G> {
    const executor = this.spareExecutor ?? new Executor<G>(undefined, []);
    this.spareExecutor = undefined;
    executor.prepare(callee, args, messageHandler, caller);
    return executor;
  }

  /** @internal The executor's call has returned: it may serve another one. */
  giveExecutorBack(executor: Executor<G>): void {
    if (executor.recycle()) this.spareExecutor = executor;
  }

  /** @internal */
  warn(message: string): void {
    this.onWarning(message);
  }

  /** @internal The Lua value of an exception thrown by a host callback: its message, with the position of the caller. */
  fromHostError(exception: unknown): Value<G> {
    const text = exception instanceof Error ? exception.message : String(exception);
    return libraryError(this, encodeUtf8(text), 1).value;
  }

  /** @internal */
  runtimeError(message: string): LuaRaise<G> {
    return runtimeError(this, message);
  }

  private fillBuffer(values: readonly Value<G>[]): void {
    const buffer = this.buffer;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      buffer[i] = isSuspect(value) ? canonical(value, i) : value;
    }
    this.bufferCount = values.length;
  }

  private fillBufferFromArgs(args: Args<G>, from: number): void {
    const buffer = this.buffer;
    const stack = args.stack;
    const first = args.base + from;
    const count = args.count > from ? args.count - from : 0;
    for (let i = 0; i < count; i++) buffer[i] = stack[first + i];
    this.bufferCount = count;
  }
}

/** A suspect value in the form that Lua values have; it is the one at `index` of those given. @throws TypeError for what is none of Lua's */
const canonical = <G>(value: Value<G>, index: number): Value<G> => checkValue(value, `value ${index + 1}`) as Value<G>;

/** What `collectgarbage` asks for. */
export type CollectionRequest =
  | { readonly kind: "full" }
  /** A step as after allocating this many KiB; 0: a basic step. */
  | { readonly kind: "step"; readonly kibibytes: number }
  /** Switch pacing on or off, or change it. */
  | { readonly kind: "configure"; readonly isRunning?: boolean; readonly pacing?: PacingPreset | Partial<Pacing> };

function traceHostValue(tracer: Tracer, value: unknown): void {
  const traced = value as Partial<Collect> | undefined | null;
  if (typeof traced === "object" && traced !== null && typeof traced[trace] === "function") traced[trace](tracer);
}
