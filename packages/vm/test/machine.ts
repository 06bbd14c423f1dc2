// A VM for tests: a handful of library functions, just enough to write small Lua programs, and ways to run them.

import { trace } from "@luster/gc-arena";
import type { Tracer } from "@luster/gc-arena";
import { compile } from "@luster/compiler";
import {
  CallbackData,
  Continuation,
  Table,
  Vm,
  floatOf,
  instantiate,
  ipairsNext,
  isNumber,
  native0,
  native1,
  native2,
  native3,
  nativeN,
  next,
  plainValue,
  traceback,
} from "@luster/vm";
import type { Action, Args, CallbackSpec, Closure, Context, RunOptions, Thread, Value, VmOptions } from "@luster/vm";

/** pcall: true and the results, or false and the error. */
class Protect<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnList([true, ...results.toArray()]);
  }
  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(false, error);
  }
  override [trace](): void {
    // Holds nothing.
  }
}

/** xpcall: as pcall, with a message handler. */
class ProtectWithHandler<in out G> extends Protect<G> {
  override readonly handler: Value<G>;
  constructor(handler: Value<G>) {
    super();
    this.handler = handler;
  }
}

class Ignore<in out G> extends Continuation<G> {
  override resume(cx: Context<G>): Action<G> {
    return cx.returnNone();
  }
  override [trace](): void {
    // Holds nothing.
  }
}

/** The functions that test programs may call. */
export const testLibrary: readonly CallbackSpec[] = [
  next,
  ipairsNext,
  native1("pairs", (cx, t) => cx.return3(cx.globals.getString("next"), t, undefined)),
  native1("ipairs", (cx, t) => cx.return3(cx.globals.getString("ipairs_iterator"), t, 0)),
  native2("setmetatable", <G>(cx: Context<G>, t: Value<G>, mt: Value<G>): Action<G> => {
    cx.setMetatable(t as Table<G>, mt as Table<G> | undefined);
    return t;
  }),
  native1("getmetatable", (cx, v) => cx.metatableOf(v)),
  native1("tostring", (cx, v) => {
    const text = cx.toStringMeta(v);
    return text;
  }),
  native2("rawget", <G>(_cx: Context<G>, t: Value<G>, k: Value<G>): Action<G> => (t as Table<G>).get(k)),
  native3("rawset", <G>(cx: Context<G>, t: Value<G>, k: Value<G>, v: Value<G>): Action<G> => {
    cx.rawSet(t as Table<G>, k, v);
    return t;
  }),
  nativeN("select", <G>(cx: Context<G>, args: Args<G>): Action<G> =>
    args.get(0) === "#" ? args.count - 1 : cx.returnArgs(args, args.get(0) as number),
  ),
  nativeN("pcall", (cx, args) => cx.callArgs(args.get(0), args, 1, new Protect()), { needsFrame: true }),
  nativeN("xpcall", (cx, args) => cx.callArgs(args.get(0), args, 2, new ProtectWithHandler(args.get(1))), { needsFrame: true }),
  native2("error", (cx, message, level) => {
    if (typeof message === "string" && level !== 0) throw cx.error(message, typeof level === "number" ? level : 1);
    return cx.raise(message);
  }),
  native1("wrap", <G>(cx: Context<G>, f: Value<G>): Action<G> => cx.newCallback(resumeWrapped, new Wrapped(cx.newThread(f as Closure<G>)))),
  native1("create", <G>(cx: Context<G>, f: Value<G>): Action<G> => cx.newThread(f as Closure<G>)),
  nativeN("resume", <G>(cx: Context<G>, args: Args<G>): Action<G> => cx.resume(args.get(0) as Thread<G>, args, 1, new Protect<G>()), {
    needsFrame: true,
  }),
  nativeN("yield", (cx, args) => cx.yield(args, 0), { needsFrame: true }),
  native1("status", <G>(_cx: Context<G>, thread: Value<G>): Action<G> => (thread as Thread<G>).mode),
  native1("close", <G>(cx: Context<G>, thread: Value<G>): Action<G> => cx.closeThread(thread as Thread<G>, new Protect<G>()), {
    needsFrame: true,
  }),
  nativeN("collectgarbage", (cx) => cx.collect({ kind: "full" }, new Ignore()), { needsFrame: true }),
  native0("bytes", (cx) => cx.heap.allocatedBytes),
  native1("traceback", (cx, message) => traceback(cx, cx.thread, message as string | undefined, 1), { needsFrame: true }),
];

class Wrapped<in out G> extends CallbackData<G> {
  readonly thread: Thread<G>;
  constructor(thread: Thread<G>) {
    super();
    this.thread = thread;
  }
  override [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

const resumeWrapped = nativeN(
  "wrapped",
  <G>(cx: Context<G>, args: Args<G>): Action<G> => cx.resume((cx.thread.top.callback?.data as Wrapped<G>).thread, args, 0),
  { needsFrame: true },
);

/** A VM with the test library and `extra` functions. */
export function machine(extra: readonly CallbackSpec[] = [], options: VmOptions = {}): Vm {
  const vm = new Vm({
    chunkLoader: {
      load: (source, chunkName) => {
        try {
          return { proto: compile(source, { chunkName }) };
        } catch (error) {
          return { error: (error as Error).message };
        }
      },
    },
    ...options,
  });
  vm.enter((cx) => {
    for (const spec of [...testLibrary, ...extra]) cx.globals.setString(cx.heap, spec.name, cx.newCallback(spec));
  });
  return vm;
}

/** A result as test expectations spell it: floats with integral value are `{ float: n }`, other objects their type's name. */
export function plain<G>(value: Value<G>): unknown {
  if (isNumber(value) && typeof value === "object" && "n" in value) return { float: floatOf(value) };
  if (value instanceof Table) return value.array.map(plain);
  return plainValue(value);
}

/** Runs a chunk and gives its results, plain. */
export function runOn(vm: Vm, source: string, options?: RunOptions): unknown[] {
  return vm.run(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.map(plain),
    options,
  );
}

/** Runs a chunk on a new VM. */
export const lua = (source: string, extra?: readonly CallbackSpec[]): unknown[] => runOn(machine(extra), source);

/** The message of the error that a chunk ends with. */
export function failure(source: string, extra?: readonly CallbackSpec[]): string {
  try {
    lua(source, extra);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`no error from: ${source}`);
}
