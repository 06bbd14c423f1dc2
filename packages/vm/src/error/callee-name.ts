// The name that an argument error gives to the running callback (luaL_argerror).

import type { Context } from "../host/context.js";
import { functionName, nameFromCaller } from "./function-name.js";
import { loadedName } from "./loaded-name.js";
import { UNKNOWN_NAME } from "./register-name.js";

/** A callback's name; for one called as a method, the object is not counted among its arguments. */
export interface CalleeName {
  readonly name: string;
  readonly isMethod: boolean;
}

/** What the running callback was called as; if that has no name, its name in `package.loaded`; else "?". */
export function calleeName<G>(cx: Context<G>): CalleeName {
  const top = cx.thread.top;
  const called = cx.callee !== undefined ? nameFromCaller(top) : functionName(top);
  if (called !== undefined) return { name: called.name, isMethod: called.kind === "method" };
  const callback = cx.callee ?? top.callback;
  return { name: (callback && loadedName(cx, callback)) ?? UNKNOWN_NAME, isMethod: false };
}
