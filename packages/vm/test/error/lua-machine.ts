// A machine for the tests of errors: the compiler, and as much of a library as it takes to raise and look at errors. Names and
// messages of these functions are those of PUC-Rio's, so that what the tests expect can be had from its interpreter.

import { compile } from "@luster/compiler";
import { trace } from "@luster/gc-arena";
import { libraryError } from "../../src/error/argument-errors.js";
import { plainValue } from "../../src/error/external.js";
import { activeLines, frameInfo, functionInfo } from "../../src/error/frame-info.js";
import { findLocal, parameterName, readLocal, writeLocal } from "../../src/error/local-variable.js";
import { threadFrameAtLevel } from "../../src/error/position.js";
import { traceback } from "../../src/error/traceback.js";
import { LuaError } from "../../src/error/lua-error.js";
import { next } from "../../src/exec/iteration.js";
import { instantiate } from "../../src/host/chunk-loader.js";
import type { Context } from "../../src/host/context.js";
import { Vm } from "../../src/host/vm.js";
import { CallbackData, Continuation, native1, native2, native3, nativeN } from "../../src/value/callback.js";
import type { Action, Args, CallbackSpec } from "../../src/value/callback.js";
import { Closure } from "../../src/value/closure.js";
import { isFunction } from "../../src/value/kind.js";
import { Table } from "../../src/value/table.js";
import { Thread } from "../../src/value/thread.js";
import type { LuaFunction, Value } from "../../src/value/value.js";

class ProtectedCall<in out G> extends Continuation<G> {
  override readonly handler?: Value<G>;

  constructor(handler: Value<G>) {
    super();
    this.handler = handler;
  }

  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnList([true, ...results.toArray()]);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(false, error);
  }

  override [trace](): void {
    // Tests are too short for a collection.
  }
}

/** Goes on with nothing, and returns nothing. */
class Ignore<in out G> extends Continuation<G> {
  override resume(cx: Context<G>): Action<G> {
    return cx.returnNone();
  }

  override [trace](): void {
    // Holds nothing.
  }
}

class WrappedThread<in out G> extends CallbackData<G> {
  readonly thread: Thread<G>;

  constructor(thread: Thread<G>) {
    super();
    this.thread = thread;
  }

  override [trace](): void {
    // Tests are too short for a collection.
  }
}

const FRAME = { needsFrame: true };

const base: readonly CallbackSpec[] = [
  next,
  native2(
    "error",
    (cx, value, level) => {
      const depth = cx.argCount > 1 ? (level as number) : 1;
      throw typeof value === "string" && depth > 0 ? libraryError(cx, value, depth) : cx.errorValue(value);
    },
    FRAME,
  ),
  nativeN("pcall", (cx, args) => cx.callArgs(args.get(0), args, 1, new ProtectedCall(undefined)), FRAME),
  nativeN(
    "xpcall",
    (cx, args) => {
      if (!isFunction(args.get(1))) throw cx.typeError(1, "function", args.get(1));
      return cx.callArgs(args.get(0), args, 2, new ProtectedCall(args.get(1)));
    },
    FRAME,
  ),
  native2("setmetatable", (cx, table, metatable) => {
    if (!(table instanceof Table)) throw cx.typeError(0, "table", table);
    if (!(metatable instanceof Table)) throw cx.typeError(1, "nil or table", metatable);
    cx.setMetatable(table, metatable);
    return table;
  }),
  native1("getmetatable", (cx, value) => cx.metatableOf(value)),
  native1("collectgarbage", (cx) => cx.collect({ kind: "full" }, new Ignore()), FRAME),
];

const string: readonly CallbackSpec[] = [
  native2("rep", (cx, text, count) => {
    if (typeof text !== "string") throw cx.typeError(0, "string", text);
    if (typeof count !== "number") throw cx.typeError(1, "number", count);
    return text.repeat(count);
  }),
];

const math: readonly CallbackSpec[] = [
  native1("floor", (cx, value) => {
    if (typeof value !== "number") throw cx.typeError(0, "number", value);
    return Math.floor(value);
  }),
];

const table: readonly CallbackSpec[] = [
  // Compares the first two elements, like a sort of two.
  native2("sort", (cx, list, compare) => {
    if (!(list instanceof Table)) throw cx.typeError(0, "table", list);
    if (!isFunction(compare)) throw cx.typeError(1, "function", compare);
    return cx.call2(compare, list.getInteger(2), list.getInteger(1), new Ignore());
  }),
];

const resumeWrapped = nativeN(
  "wrapped",
  <G>(cx: Context<G>, args: Args<G>) => cx.resume((cx.thread.top.callback?.data as unknown as WrappedThread<G>).thread, args, 0),
  FRAME,
);

const coroutine: readonly CallbackSpec[] = [
  native1("create", <G>(cx: Context<G>, body: Value<G>) => cx.newThread(body as LuaFunction<G>)),
  native1("wrap", <G>(cx: Context<G>, body: Value<G>) =>
    cx.newCallback(resumeWrapped, new WrappedThread<G>(cx.newThread(body as LuaFunction<G>))),
  ),
  nativeN(
    "resume",
    <G>(cx: Context<G>, args: Args<G>) => cx.resume(args.get(0) as Thread<G>, args, 1, new ProtectedCall<G>(undefined)),
    FRAME,
  ),
  nativeN("yield", (cx, args) => cx.yield(args, 0), FRAME),
  native1("close", <G>(cx: Context<G>, thread: Value<G>) => cx.closeThread(thread as Thread<G>, new ProtectedCall<G>(undefined)), FRAME),
];

/** The optional thread argument, and how many arguments it takes. */
function threadArgument<G>(cx: Context<G>, args: Args<G>): [Thread<G>, number] {
  const first = args.get(0);
  return first instanceof Thread ? [first, 1] : [cx.thread, 0];
}

const debug: readonly CallbackSpec[] = [
  nativeN(
    "traceback",
    (cx, args) => {
      const [thread, skip] = threadArgument(cx, args);
      const level = args.count > skip + 1 ? (args.get(skip + 1) as number) : thread === cx.thread ? 1 : 0;
      const message = args.get(skip);
      if (message !== undefined && typeof message !== "string") return message;
      return traceback(cx, thread, message, level);
    },
    FRAME,
  ),
  nativeN(
    "getinfo",
    <G>(cx: Context<G>, args: Args<G>) => {
      const [thread, skip] = threadArgument(cx, args);
      const subject = args.get(skip);
      const result = cx.newTable();
      const set = (key: string, value: Value<G>): void => result.setString(cx.heap, key, value);
      let callee = subject as LuaFunction<G>;
      if (typeof subject === "number") {
        const frame = threadFrameAtLevel(thread, subject);
        if (frame === undefined) return undefined;
        const info = frameInfo(frame);
        callee = info.function;
        set("currentline", info.currentLine);
        set("name", info.name?.name);
        set("namewhat", info.name?.kind ?? "");
        set("istailcall", info.isTailCall);
      }
      const info = functionInfo(callee);
      set("what", info.what);
      set("source", info.source);
      set("short_src", info.shortSource);
      set("linedefined", info.lineDefined);
      set("lastlinedefined", info.lastLineDefined);
      set("nups", info.upvalueCount);
      set("nparams", info.paramCount);
      set("isvararg", info.isVararg);
      const lines = activeLines(callee);
      if (lines !== undefined) set("lines", [...lines].sort((a, b) => a - b).join(" "));
      return result;
    },
    FRAME,
  ),
  nativeN(
    "getlocal",
    (cx, args) => {
      const [thread, skip] = threadArgument(cx, args);
      const subject = args.get(skip);
      const n = args.get(skip + 1) as number;
      if (subject instanceof Closure) return parameterName(subject.proto.proto, n);
      const frame = threadFrameAtLevel(thread, subject as number);
      if (frame === undefined) throw cx.argError(skip, "level out of range");
      const slot = findLocal(thread, frame, n);
      return slot === undefined ? undefined : cx.return2(slot.name, readLocal(thread, slot));
    },
    FRAME,
  ),
  native3(
    "setlocal",
    (cx, level, n, value) => {
      const frame = threadFrameAtLevel(cx.thread, level as number);
      if (frame === undefined) throw cx.argError(0, "level out of range");
      const slot = findLocal(cx.thread, frame, n as number);
      if (slot === undefined) return undefined;
      writeLocal(cx, cx.thread, frame, slot, value);
      return slot.name;
    },
    FRAME,
  ),
];

function fill<G>(cx: Context<G>, library: Table<G>, specs: readonly CallbackSpec[]): Table<G> {
  for (const spec of specs) library.setString(cx.heap, spec.name, cx.newCallback(spec));
  return library;
}

function openLibraries<G>(cx: Context<G>): void {
  const loaded = cx.newTable();
  cx.registry.setString(cx.heap, "_LOADED", loaded);
  loaded.setString(cx.heap, "_G", fill(cx, cx.globals, base));
  cx.globals.setString(cx.heap, "_G", cx.globals);
  for (const [name, specs] of Object.entries({ string, math, table, coroutine, debug })) {
    const library = fill(cx, cx.newTable(), specs);
    loaded.setString(cx.heap, name, library);
    cx.globals.setString(cx.heap, name, library);
  }
  cx.stringMetatable = cx.newTable();
  cx.stringMetatable.setString(cx.heap, "__index", cx.globals.getString("string"));
}

/** How a chunk is run. */
export interface RunSettings {
  /** Removes debug information first. */
  readonly isStripped?: boolean;
  /** Leaves out all libraries but these functions, as globals. */
  readonly onlyGlobals?: readonly CallbackSpec[];
  readonly chunkName?: string;
}

/** Runs a chunk, by default named `=x`: the first value that it returns or raises, in its plain form. */
export function run(source: string, settings: RunSettings = {}): unknown {
  try {
    return execute(source, settings);
  } catch (error) {
    if (error instanceof LuaError) return error.value;
    throw error;
  }
}

/** Runs a chunk named `=x` that fails: the call chain at its error. */
export function failingTraceback(source: string): string {
  try {
    execute(source, {});
  } catch (error) {
    if (error instanceof LuaError) return error.traceback;
    throw error;
  }
  throw new Error("the chunk did not fail");
}

function execute(source: string, { isStripped = false, onlyGlobals, chunkName = "=x" }: RunSettings): unknown {
  const compiled = compile(source, { chunkName });
  const proto = isStripped ? strip(compiled) : compiled;
  const vm = new Vm();
  return vm.run(
    (cx) => {
      if (onlyGlobals === undefined) openLibraries(cx);
      else fill(cx, cx.globals, onlyGlobals);
      return { callee: instantiate(cx, proto, cx.globals), args: [] };
    },
    (_, values) => plainValue(values[0]),
  );
}

type Proto = ReturnType<typeof compile>;

function strip(proto: Proto): Proto {
  return {
    ...proto,
    chunkName: undefined,
    protos: proto.protos.map(strip),
    upvalues: proto.upvalues.map((upvalue) => ({ ...upvalue, name: undefined })),
    lines: new Int32Array(0),
    localVars: [],
  };
}
