// debug.sethook and debug.gethook. The thread holds its hook; the registry also has a table of them by thread, where programs that
// know PUC-Rio's library look for it.

import { HookMask, nativeN, Table, Thread, type Action, type Args, type Context, type Hook } from "@luster/vm";
import { checkCString, checkFunction, optInt } from "../args.js";

const HOOK_TABLE = "_HOOKKEY";

/** The thread that the arguments are about, and the index of the first other one. */
function threadOf<G>(cx: Context<G>, args: Args<G>): { readonly thread: Thread<G>; readonly first: 0 | 1 } {
  const thread = args.get(0);
  return thread instanceof Thread ? { thread: thread as Thread<G>, first: 1 } : { thread: cx.thread, first: 0 };
}

/** The table of hooks by thread, with weak keys; made at first use. */
function hookTable<G>(cx: Context<G>): Table<G> {
  const existing = cx.registry.getString(HOOK_TABLE);
  if (existing instanceof Table) return existing as Table<G>;
  const table = cx.newTable();
  table.setString(cx.heap, "__mode", "k");
  cx.setMetatable(table, table);
  cx.registry.setString(cx.heap, HOOK_TABLE, table);
  return table;
}

function maskOf(letters: string, count: number): number {
  let mask = count > 0 ? HookMask.COUNT : 0;
  if (letters.includes("c")) mask |= HookMask.CALL;
  if (letters.includes("r")) mask |= HookMask.RETURN;
  if (letters.includes("l")) mask |= HookMask.LINE;
  return mask;
}

function lettersOf(mask: number): string {
  return `${mask & HookMask.CALL ? "c" : ""}${mask & HookMask.RETURN ? "r" : ""}${mask & HookMask.LINE ? "l" : ""}`;
}

function sethook<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { thread, first } = threadOf(cx, args);
  const callee = args.get(first);
  let hook: Hook<G> | undefined;
  if (callee !== undefined) {
    const letters = checkCString(cx, args.get(first + 1), first + 1);
    const checked = checkFunction(cx, callee, first);
    const count = optInt(cx, args.get(first + 2), first + 2, 0);
    const mask = maskOf(letters, count);
    if (mask !== 0) hook = { callee: checked, mask, count };
  }
  cx.rawSet(hookTable(cx), thread, callee);
  cx.setHook(thread, hook);
  return cx.returnNone();
}

function gethook<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { hook } = threadOf(cx, args).thread;
  return hook === undefined ? undefined : cx.return3(hook.callee, lettersOf(hook.mask), hook.count);
}

export const hookFunctions = [nativeN("sethook", sethook, { needsFrame: true }), nativeN("gethook", gethook, { needsFrame: true })];
