// Warnings (manual 6.1, `warn`): shown on the standard error stream, once "@on" has switched them on. Warnings of the machine,
// such as errors in finalizers, go the same way.

import { nativeN, singletonKey, type Action, type Args, type Context } from "@luster/vm";
import { checkCString } from "../args.js";
import { ioStateOf } from "../io/handle.js";

const warningsKey = singletonKey("warnings", () => ({ areOn: false }));

/** Shows a warning, or obeys a control message. */
function emit<G>(cx: Context<G>, message: string, isControl: boolean): void {
  const state = cx.singleton(warningsKey);
  if (isControl && message.startsWith("@")) {
    if (message === "@on") state.areOn = true;
    else if (message === "@off") state.areOn = false;
    return;
  }
  if (state.areOn) void ioStateOf(cx).stderr.write(`Lua warning: ${message}\n`);
}

function warn<G>(cx: Context<G>, args: Args<G>): Action<G> {
  let message = checkCString(cx, args.get(0), 0);
  for (let i = 1; i < args.count; i++) message = cx.concat2(message, checkCString(cx, args.get(i), i));
  emit(cx, message, args.count === 1);
  return cx.returnNone();
}

export const warnFunctions = [nativeN("warn", warn)];

/** Has the machine's own warnings shown as scripts' are. */
export function installWarnings<G>(cx: Context<G>): void {
  cx.onWarning = (message) => emit(cx, message, false);
}
