// collectgarbage (manual 6.1). A collection cannot run while Lua runs: the function says what it wants, and is gone on with when it is
// done. Modes and parameters of PUC's collector are remembered, so that scripts read back what they set; there is one collector.

import { Continuation, isTruthy, makeFloat, nativeN, singletonKey, trace, type Action, type Args, type Context } from "@luster/vm";
import { checkOption, optInt } from "../args.js";

const OPTIONS = [
  "collect",
  "stop",
  "restart",
  "count",
  "step",
  "isrunning",
  "generational",
  "incremental",
  "setpause",
  "setstepmul",
] as const;

/** Number of parameters of the options that have any. */
const PARAMETERS: { readonly [Option in (typeof OPTIONS)[number]]?: number } = {
  step: 1,
  setpause: 1,
  setstepmul: 1,
  generational: 2,
  incremental: 3,
};

/** What scripts can set. The initial values are those of the `lua` command. */
interface CollectorSettings {
  isRunning: boolean;
  mode: "generational" | "incremental";
  pause: number;
  stepMultiplier: number;
}

const settingsKey = singletonKey<CollectorSettings>("collectgarbage", () => ({
  isRunning: true,
  mode: "generational",
  pause: 200,
  stepMultiplier: 100,
}));

/** Returns 0, as a finished full collection and a changed setting do. */
class ReturnZero<in out G> extends Continuation<G> {
  resume(): Action<G> {
    return 0;
  }

  [trace](): void {}
}

/** Returns whether the step ended a cycle. */
class ReturnEnded<in out G> extends Continuation<G> {
  resume(_cx: Context<G>, results: Args<G>): Action<G> {
    return isTruthy(results.get(0));
  }

  [trace](): void {}
}

/** Returns false. */
class ReturnFalse<in out G> extends Continuation<G> {
  resume(): Action<G> {
    return false;
  }

  [trace](): void {}
}

/** Least work of a step in generational mode: some milliseconds, and all of a small heap. */
const YOUNG_KIBIBYTES = 4096;

const returnFalse = new ReturnFalse<unknown>();
const returnZero = new ReturnZero<unknown>();
const returnEnded = new ReturnEnded<unknown>();

function setRunning<G>(cx: Context<G>, settings: CollectorSettings, isRunning: boolean): Action<G> {
  settings.isRunning = isRunning;
  return cx.collect({ kind: "configure", isRunning }, returnZero as unknown as Continuation<G>);
}

/** In generational mode PUC-Rio's step collects what is young, however little is asked for, and never says that a cycle ended. */
function step<G>(cx: Context<G>, settings: CollectorSettings, kibibytes: number): Action<G> {
  const continuation = settings.mode === "generational" ? returnFalse : returnEnded;
  const work = settings.mode === "generational" ? Math.max(kibibytes, YOUNG_KIBIBYTES) : kibibytes;
  return cx.collect({ kind: "step", kibibytes: work }, continuation as unknown as Continuation<G>);
}

function setMode<G>(settings: CollectorSettings, mode: CollectorSettings["mode"]): Action<G> {
  const previous = settings.mode;
  settings.mode = mode;
  return previous;
}

/** PUC keeps these parameters in a byte, divided by four. */
function storedParameter(value: number): number {
  return (Math.trunc(value / 4) & 0xff) * 4;
}

function collectgarbage<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const option = checkOption(cx, args.get(0), 0, OPTIONS, "collect");
  const settings = cx.singleton(settingsKey);
  if (cx.isFinalizing) return refused(cx, args, option);
  switch (option) {
    case "collect":
      return cx.collect({ kind: "full" }, returnZero as unknown as Continuation<G>);
    case "step":
      return step(cx, settings, optInt(cx, args.get(1), 1, 0));
    case "count":
      return makeFloat(cx.heap.allocatedBytes / 1024);
    case "stop":
      return setRunning(cx, settings, false);
    case "restart":
      return setRunning(cx, settings, true);
    case "isrunning":
      return settings.isRunning;
    case "generational":
    case "incremental":
      for (let i = 1; i <= (PARAMETERS[option] as number); i++) optInt(cx, args.get(i), i, 0);
      if (option === "incremental") {
        settings.pause = storedParameter(optInt(cx, args.get(1), 1, 0)) || settings.pause;
        settings.stepMultiplier = storedParameter(optInt(cx, args.get(2), 2, 0)) || settings.stepMultiplier;
      }
      return setMode(settings, option);
    case "setpause": {
      const previous = settings.pause;
      settings.pause = storedParameter(optInt(cx, args.get(1), 1, 0));
      return previous;
    }
    case "setstepmul": {
      const previous = settings.stepMultiplier;
      settings.stepMultiplier = storedParameter(optInt(cx, args.get(1), 1, 0));
      return previous;
    }
  }
}

/** In a finalizer nothing works: the answer is nil, once the arguments are checked. */
function refused<G>(cx: Context<G>, args: Args<G>, option: (typeof OPTIONS)[number]): Action<G> {
  const lastChecked = PARAMETERS[option] ?? 0;
  for (let i = 1; i <= lastChecked; i++) optInt(cx, args.get(i), i, 0);
  return undefined;
}

export const collectFunctions = [nativeN("collectgarbage", collectgarbage, { needsFrame: true })];
