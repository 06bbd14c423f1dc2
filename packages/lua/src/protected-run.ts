// How the facade calls Lua functions: below a message handler that keeps, while the failed frames still stand, what the host wants to know of an error that nothing
// caught: its value as a handle, its text as `lua` prints it, and the traceback.

import {
  type Action,
  type Args,
  type AsyncRunOptions,
  type Callback,
  CallbackData,
  Continuation,
  type Context,
  LuaError,
  PENDING,
  type RunOptions,
  type Tracer,
  type Value,
  encodeUtf8,
  errorText,
  keepTraceback,
  markValue,
  native1,
  nativeN,
  trace,
  traceback,
} from "@luster/vm";
import { listToHost, toHost } from "./convert.js";
import type { Machine } from "./machine.js";
import { runningData } from "./running-callback.js";
import type { LuaOutput } from "./values.js";

/** What to call, once inside. */
export type Begin = <G>(cx: Context<G>) => { readonly callee: Value<G>; readonly args: readonly Value<G>[] };

/** Calls a function to its end. @throws as `Lua.run` */
export function runProtected(machine: Machine, operation: string, begin: Begin, options: RunOptions = {}): LuaOutput[] {
  machine.checkIdle(operation);
  const report = new ErrorReport();
  try {
    return machine.vm.run(
      (cx) => guarded(cx, machine, begin, report),
      (cx, values) => listToHost(cx, machine, values),
      options,
    );
  } catch (error) {
    throw report.externalForm(machine.hostForm(operation, error));
  } finally {
    void machine.flush();
  }
}

/** As `runProtected`, waiting for promises. */
export async function runProtectedAsync(
  machine: Machine,
  operation: string,
  begin: Begin,
  options: AsyncRunOptions = {},
): Promise<LuaOutput[]> {
  const report = new ErrorReport();
  try {
    // Never within a callback: that may be the caller.
    await undefined;
    machine.checkIdle(operation);
    return await machine.vm.runAsync(
      (cx) => guarded(cx, machine, begin, report),
      (cx, values) => listToHost(cx, machine, values),
      options,
    );
  } catch (error) {
    throw report.externalForm(machine.hostForm(operation, error));
  } finally {
    await machine.flush();
  }
}

/** What is known of the error of one run, in host values. */
class ErrorReport {
  private kept: { readonly value: LuaOutput; readonly traceback: string; text: string } | undefined = undefined;

  keep(value: LuaOutput, text: string, trace: string): void {
    this.kept = { value, text, traceback: trace };
  }

  setText(text: string): void {
    if (this.kept !== undefined) this.kept.text = text;
  }

  /** What the host sees: its own exception if it was one (the traceback is kept aside), else a `LuaError` with all that is known. */
  externalForm(error: unknown): unknown {
    if (!(error instanceof LuaError)) return error;
    if (error.cause !== undefined) {
      keepTraceback(error.cause, this.kept?.traceback ?? encodeUtf8(error.traceback));
      return error.cause;
    }
    if (this.kept === undefined) return error;
    const { value, text, traceback } = this.kept;
    return new LuaError({ message: text, value, traceback, cause: undefined });
  }
}

function guarded<G>(cx: Context<G>, machine: Machine, begin: Begin, report: ErrorReport): { callee: Value<G>; args: Value<G>[] } {
  const { callee, args } = begin(cx);
  const data = new HandlerData<G>(machine, report);
  const handler = cx.newCallback(messageHandler, data);
  data.callback = handler;
  return { callee: cx.newCallback(guardedCall, new GuardData<G>(handler)), args: [callee, ...args] };
}

class GuardData<in out G> extends CallbackData<G> {
  constructor(readonly handler: Callback<G>) {
    super();
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.handler);
  }
}

/** Catches nothing: errors are raised again, after the handler has seen them. */
class Guard<in out G> extends Continuation<G> {
  constructor(override readonly handler: Callback<G>) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    const { report, machine, seen } = this.handler.data as HandlerData<G>;
    // Errors that no handler may see, such as an overflow while an overflow is handled.
    if (seen !== error) report.keep(toHost(cx, machine, error), errorText(error), "");
    return cx.raise(error);
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.handler);
  }
}

function callGuarded<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { handler } = runningData(cx) as GuardData<G>;
  return cx.callArgs(args.get(0), args, 1, new Guard<G>(handler));
}

const guardedCall = nativeN("?", callGuarded, { needsFrame: true });

class HandlerData<in out G> extends CallbackData<G> {
  /** The handler itself, for the barrier. */
  callback: Callback<G> | undefined = undefined;
  /** The last error that was reported. */
  seen: Value<G> = undefined;

  constructor(
    readonly machine: Machine,
    readonly report: ErrorReport,
  ) {
    super();
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.seen);
  }
}

function handleMessage<G>(cx: Context<G>, error: Value<G>): Action<G> {
  const data = runningData(cx) as HandlerData<G>;
  cx.barrier(data.callback as Callback<G>);
  data.seen = error;
  data.report.keep(toHost(cx, data.machine, error), errorText(error), traceback(cx, cx.thread, undefined, 1));
  if (typeof error === "string" || cx.metamethod(error, "__tostring") === undefined) return error;
  return cx.toStringMeta(error) === PENDING ? cx.then(new TextOfError<G>(data.report, error)) : error;
}

const messageHandler = native1("?", handleMessage);

/** Takes what `__tostring` gave as the error's text, and passes the error itself on. */
class TextOfError<in out G> extends Continuation<G> {
  constructor(
    private readonly report: ErrorReport,
    private readonly error: Value<G>,
  ) {
    super();
  }

  resume(_cx: Context<G>, results: Args<G>): Action<G> {
    const text = results.get(0);
    if (typeof text === "string") this.report.setText(text);
    return this.error;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}
