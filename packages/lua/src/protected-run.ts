// How the facade calls Lua functions. An error that nothing caught comes out as the host's own exception, if one was behind it, and else as a `LuaError` with
// all that the host wants to know: its value as a handle, its text as `lua` prints it, and the traceback.

import {
  type Action,
  type Args,
  type AsyncRunOptions,
  type Collect,
  Continuation,
  type Context,
  type ExecutorFailure,
  LuaError,
  PENDING,
  type RunOptions,
  type Tracer,
  type Value,
  errorText,
  keepTraceback,
  markValue,
  native1,
  nativeN,
  singletonKey,
  trace,
} from "@luster/vm";
import { listToHost, toHost } from "./convert.js";
import type { Machine } from "./machine.js";
import type { LuaOutput } from "./values.js";

/** What to call, once inside. */
export type Begin = <G>(cx: Context<G>) => { readonly callee: Value<G>; readonly args: readonly Value<G>[] };

/** Calls a function to its end. @throws as `Lua.run` */
export function runProtected(machine: Machine, operation: string, begin: Begin, options?: RunOptions): LuaOutput[] {
  machine.checkIdle(operation);
  try {
    return machine.vm.run(fromHost(begin), (cx, values) => finished(cx, machine, values), withConversion(machine, options));
  } catch (error) {
    void machine.flush();
    throw machine.hostForm(operation, error);
  }
}

/** The results, with output given to the host in the same visit of the heap. */
function finished<G>(cx: Context<G>, machine: Machine, values: readonly Value<G>[]): LuaOutput[] {
  void machine.flushWithin(cx);
  return listToHost(cx, machine, values);
}

/** As `runProtected`, waiting for promises. */
export async function runProtectedAsync(
  machine: Machine,
  operation: string,
  begin: Begin,
  options?: AsyncRunOptions,
): Promise<LuaOutput[]> {
  try {
    // Never within a callback: that may be the caller.
    await undefined;
    machine.checkIdle(operation);
    return await machine.vm.runAsync(fromHost(begin), (cx, values) => listToHost(cx, machine, values), withConversion(machine, options));
  } catch (error) {
    throw machine.hostForm(operation, error);
  } finally {
    await machine.flush();
  }
}

/** The call as scripts see it: below the function is one of the host's, as it is below a script of the `lua` program. */
function fromHost(begin: Begin): Begin {
  return (cx) => {
    const { callee, args } = begin(cx);
    return { callee: cx.singleton(hostKey) as Value<BrandOf<typeof cx>>, args: [callee, ...args] };
  };
}

type BrandOf<C> = C extends Context<infer G> ? G : never;

class PassOn<in out G> extends Continuation<G> {
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  [trace](): void {}
}

const passOn = new PassOn<unknown>();

const hostCall = nativeN("?", <G>(cx: Context<G>, args: Args<G>) => cx.callArgs(args.get(0), args, 1, passOn as unknown as PassOn<G>), {
  needsFrame: true,
});
const hostKey = singletonKey("host call", (cx): Collect => cx.newCallback(hostCall));

// A call without settings makes none.
const conversions = new WeakMap<Machine, RunOptions>();

function withConversion(machine: Machine, options: RunOptions | undefined): RunOptions {
  let conversion = conversions.get(machine);
  if (conversion === undefined) {
    conversion = {
      messageHandler: (cx) => cx.singleton(tellTextKey) as never,
      convertError: (cx, failure) => hostError(cx, machine, failure),
    };
    conversions.set(machine, conversion);
  }
  return options === undefined ? conversion : { ...options, ...conversion };
}

/** What the host sees of an error: its own exception if it was one (the traceback is kept aside), else a `LuaError`, or what becomes one. */
function hostError<G>(cx: Context<G>, machine: Machine, { error, traceback, cause }: ExecutorFailure<G>): unknown {
  if (cause !== undefined) {
    keepTraceback(cause, traceback);
    return cause;
  }
  const text = typeof error === "object" ? cx.singleton(textsKey).get(error) : undefined;
  return new LuaError({ message: text ?? errorText(error), value: toHost(cx, machine, error), traceback, cause });
}

/** What `__tostring` gave for the errors that nothing caught. */
const textsKey = singletonKey("error texts", () => new WeakMap<object, string>());

/** The message handler of every run: asks an error for its text as the `lua` program does, while the failed functions still stand. */
const tellText = native1(
  "?",
  <G>(cx: Context<G>, error: Value<G>): Action<G> => {
    if (typeof error !== "object" || cx.metamethod(error, "__tostring") === undefined) return error;
    return cx.toStringMeta(error) === PENDING ? cx.then(new Text<G>(error)) : error;
  },
  { needsFrame: true },
);
const tellTextKey = singletonKey("error handler", (cx): Collect => cx.newCallback(tellText));

/** Remembers what `__tostring` gave. If it fails, the error has the text of a value without one. */
class Text<in out G> extends Continuation<G> {
  constructor(private readonly error: Value<G>) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    const text = results.get(0);
    if (typeof text === "string") cx.singleton(textsKey).set(this.error as object, text);
    return this.error;
  }

  override fail(): Action<G> {
    return this.error;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}
