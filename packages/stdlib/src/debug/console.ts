// debug.debug (manual 6.10): a simple console that reads lines of Lua from the standard input until a line "cont".

import { Closure, Continuation, native0, PENDING, trace, type Action, type Args, type Context, type Value } from "@luster/vm";
import { tostringResult } from "../base.js";
import { ioStateOf } from "../io/handle.js";
import { ReadTask } from "../io/read.js";

const PROMPT = "lua_debug> ";

/** Where the console stands: what the values that come next are. */
type Stage = "running" | "showing";

class DebugConsole<in out G> extends Continuation<G> {
  private stage: Stage = "running";

  /** The command has returned, or its error was turned into text. */
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.stage === "showing") {
      this.stage = "running";
      this.show(cx, tostringResult(cx, results.get(0)));
    }
    return this.ask(cx);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return this.report(cx, error);
  }

  [trace](): void {}

  ask(cx: Context<G>): Action<G> {
    const { stdin, stderr } = ioStateOf(cx);
    void stderr.write(PROMPT);
    return new ReadTask<G>(stdin, ["L"], 0, (later, _task, values) => this.command(later, values[0]), undefined).run(cx);
  }

  private command(cx: Context<G>, line: Value<G>): Action<G> {
    if (line === undefined || line === "cont\n") return cx.returnNone();
    const loaded = cx.load(line as string, "=(debug command)", "t");
    return loaded instanceof Closure ? cx.call0(loaded, this) : this.report(cx, loaded.error);
  }

  private report(cx: Context<G>, error: Value<G>): Action<G> {
    const text = cx.toStringMeta(error);
    if (text === PENDING) {
      this.stage = "showing";
      return cx.then(this);
    }
    this.show(cx, text as string);
    return this.ask(cx);
  }

  private show(cx: Context<G>, text: string): void {
    void ioStateOf(cx).stderr.write(`${text}\n`);
  }
}

function debug<G>(cx: Context<G>): Action<G> {
  return new DebugConsole<G>().ask(cx);
}

export const consoleFunctions = [native0("debug", debug, { needsFrame: true })];
