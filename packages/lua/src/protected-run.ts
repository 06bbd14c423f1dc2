// How the facade calls Lua functions. An error that nothing caught comes out as the host's own exception, if one was behind it, and else as a `LuaError` with
// all that the host wants to know: its value as a handle, its text as `lua` prints it, and the traceback.

import {
  type Action,
  type Args,
  type AsyncRunOptions,
  type Call,
  type Callback,
  type Collect,
  Continuation,
  type Context,
  type ExecutorFailure,
  type Finish,
  LuaError,
  PENDING,
  type RunOptions,
  type Tracer,
  type Value,
  errorText,
  keepTraceback,
  markValue,
  native0,
  native1,
  singletonKey,
  trace,
} from "@luster/vm";
import { listToHost, toHost } from "./convert.js";
import type { Machine } from "./machine.js";
import type { LuaOutput } from "./values.js";

/** What to call, once inside. */
export type Begin = <G>(cx: Context<G>) => Call<G>;

/** Calls a function to its end. @throws as `Lua.run` */
export function runProtected(machine: Machine, operation: string, begin: Begin, options?: RunOptions): LuaOutput[] {
  machine.checkIdle(operation);
  const { finishSync, runOptions } = edgeOf(machine);
  try {
    return machine.vm.run(begin, finishSync, options === undefined ? runOptions : withEdge(options, runOptions));
  } catch (error) {
    void machine.flush();
    throw machine.hostForm(operation, error);
  }
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
    const { finish, runOptions } = edgeOf(machine);
    return await machine.vm.runAsync(begin, finish, options === undefined ? runOptions : withEdge(options, runOptions));
  } catch (error) {
    throw machine.hostForm(operation, error);
  } finally {
    await machine.flush();
  }
}

/** The settings of a run, with the machine's; a message handler may be the caller's. */
function withEdge<O extends RunOptions>(options: O, edge: RunOptions): O {
  return { ...options, ...edge, messageHandler: options.messageHandler ?? edge.messageHandler };
}

type BrandOf<C> = C extends Context<infer G> ? G : never;

// What scripts see below a function that the host calls: a function of the host's, as there is below a script of the `lua` program.
const hostCall = native0("?", (cx) => cx.returnNone());
const hostKey = singletonKey("host call", (cx): Collect => cx.newCallback(hostCall));

/** What all runs of a machine have in common, so that a call from the host makes none of it. */
export interface RunEdge {
  readonly runOptions: RunOptions;
  readonly finish: Finish<LuaOutput[]>;
  /** With output given to the host in the same visit of the heap. */
  readonly finishSync: Finish<LuaOutput[]>;
}

function edgeOf(machine: Machine): RunEdge {
  return (machine.runEdge ??= createEdge(machine));
}

function createEdge(machine: Machine): RunEdge {
  // Both live as long as the machine.
  let caller: Collect | undefined;
  let handler: Collect | undefined;
  return {
    runOptions: {
      caller: (cx) => (caller ??= cx.singleton(hostKey)) as Callback<BrandOf<typeof cx>>,
      messageHandler: (cx) => (handler ??= cx.singleton(tellTextKey)) as Callback<BrandOf<typeof cx>>,
      convertError: (cx, failure) => hostError(cx, machine, failure),
    },
    finish: (cx, values) => listToHost(cx, machine, values),
    finishSync: (cx, values) => {
      machine.flushWithin(cx);
      return listToHost(cx, machine, values);
    },
  };
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
