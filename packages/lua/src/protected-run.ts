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
  type StashedValue,
  type Value,
  errorText,
  keepTraceback,
  native1,
  nativeN,
  singletonKey,
  trace,
} from "@luster/vm";
import { disposeSymbol } from "@luster/gc-arena";
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
    if (!(error instanceof UntoldError)) throw machine.hostForm(operation, error);
    throw error.told(() => machine.vm.run(error.begin, textOf, options));
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
    if (!(error instanceof UntoldError)) throw machine.hostForm(operation, error);
    throw await error.toldAsync(() => machine.vm.runAsync(error.begin, textOf, options));
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
    conversion = { convertError: (cx, failure) => hostError(cx, machine, failure) };
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
  const details = { message: errorText(error), value: toHost(cx, machine, error), traceback, cause };
  if (typeof error === "string" || cx.metamethod(error, "__tostring") === undefined) return new LuaError(details);
  return new UntoldError(new LuaError(details), details.traceback, cx.stash(error));
}

/** An error whose value has a `__tostring`, which is yet to be called for its text. */
class UntoldError extends Error {
  constructor(
    private readonly error: LuaError,
    private readonly tracebackBytes: string,
    private readonly stashed: StashedValue,
  ) {
    super(error.message);
  }

  /** The call of `__tostring`. */
  readonly begin: Begin = (cx) => ({ callee: cx.newCallback(tellText), args: [cx.fetch(this.stashed)] });

  /** The error with its text. If `__tostring` fails, it is what a value without one would have. */
  told(run: () => string | undefined): LuaError {
    try {
      return this.withText(run());
    } catch {
      return this.error;
    } finally {
      this.stashed[disposeSymbol]();
    }
  }

  async toldAsync(run: () => Promise<string | undefined>): Promise<LuaError> {
    try {
      return this.withText(await run());
    } catch {
      return this.error;
    } finally {
      this.stashed[disposeSymbol]();
    }
  }

  private withText(message: string | undefined): LuaError {
    if (message === undefined) return this.error;
    return new LuaError({ message, value: this.error.value, traceback: this.tracebackBytes, cause: undefined });
  }
}

function textOf<G>(_cx: Context<G>, [text]: readonly Value<G>[]): string | undefined {
  return typeof text === "string" ? text : undefined;
}

const tellText = native1("?", <G>(cx: Context<G>, error: Value<G>): Action<G> => {
  const text = cx.toStringMeta(error);
  return text === PENDING ? cx.then(new Text<G>()) : text;
});

/** Passes on what `__tostring` gave. */
class Text<in out G> extends Continuation<G> {
  resume(_cx: Context<G>, results: Args<G>): Action<G> {
    return results.get(0);
  }

  [trace](): void {}
}
