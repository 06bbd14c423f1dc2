// Metamethods of operators. As a rule the interpreter calls them; where it had to do so often, compiled code does, if they are compiled, too.

import { Op, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { EVENT_NAMES } from "@luster/vm";
import type { EventName } from "@luster/vm";
import { ExitKind } from "@luster/vm/tier";
import { wordAt } from "../graph/effects.js";
import type { Writer } from "./writer.js";

/** Whether the instruction at `pc` is an operator or an access whose metamethods compiled code can call. */
export function mayCallMetamethod(proto: Proto, pc: number): boolean {
  const op = opOf(wordAt(proto, pc));
  if (op >= Op.ADDI && op <= Op.SHR) return op !== Op.SHRI && op !== Op.SHLI;
  if (op >= Op.GETTABUP && op <= Op.SETFIELD) return true;
  return op === Op.UNM || op === Op.LT || op === Op.LE || op === Op.EQ;
}

/**
 * Writes what happens when an operator has left `result` undefined, since its operands are not for it: it is left to the interpreter, or the
 * metamethod is called, whose first result it gets.
 */
export function emitMetamethod(w: Writer, pc: number, result: string, event: EventName, a: string, b: string): void {
  const leave = w.exit(ExitKind.RETRY, pc);
  if (!w.guesses.callsMetamethod(pc)) {
    w.line(`if (${result} === undefined) ${leave}`);
    return;
  }
  w.open(`if (${result} === undefined) {`);
  w.line(`v = CM(cx, d - ${w.cost}, ${EVENT_NAMES.indexOf(event)}, ${a}, ${b});`);
  w.line(`if (v === SUSPEND) ${leave}`);
  w.line(`${result} = v === PENDING ? FR(cx) : v;`);
  w.close();
}

/**
 * The statement for a read that has not been done natively: it is left to the interpreter, or the `__index` function is called, whose first
 * result `v` gets.
 */
export function unreadStatement(w: Writer, pc: number, object: string, key: string): string {
  const leave = w.exit(ExitKind.RETRY, pc);
  if (!w.guesses.callsMetamethod(pc)) return leave;
  return `{ if ((v = CI(cx, d - ${w.cost}, ${object}, ${key})) === SUSPEND) ${leave} if (v === PENDING) v = FR(cx); }`;
}

/** The same for a store of `v`, and the `__newindex` function. */
export function unstoredStatement(w: Writer, pc: number, object: string, key: string): string {
  const leave = w.exit(ExitKind.RETRY, pc);
  return w.guesses.callsMetamethod(pc) ? `{ if (CN(cx, d - ${w.cost}, ${object}, ${key}, v) === SUSPEND) ${leave} }` : leave;
}

/** Writes the last part of a comparison, `else` of a fast path: `decided` gives undefined if it takes a metamethod. The outcome is in `q`. */
export function emitComparison(w: Writer, pc: number, decided: string, event: EventName, a: string, b: string): void {
  if (!w.guesses.callsMetamethod(pc)) {
    w.line(`else if ((q = ${decided}) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
    return;
  }
  w.open(`else if ((q = ${decided}) === undefined) {`);
  emitMetamethod(w, pc, "q", event, a, b);
  w.line("q = q !== undefined && q !== false;");
  w.close();
}
