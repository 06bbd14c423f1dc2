// Calls and returns. A compiled function is called directly, as JavaScript; everything else out of line (callOther), unless it needs
// the interpreter. After each call there is one test whether compiled code is being left.

import { Op, argA, argB, argC, argK, opOf } from "@luster/bytecode";
import { ExitKind } from "@luster/vm/tier";
import { listRegister, takesList, wordAt } from "../graph/effects.js";
import { Type, mathType, shortCutOf } from "../graph/register-types.js";
import type { ShortCutCall } from "../graph/register-types.js";
import { takesOneResult } from "./allocation.js";
import { emitDouble } from "./guards.js";
import type { Writer } from "./writer.js";

/** Arguments that callOther takes one by one. */
const PLAIN_ARGUMENTS = 3;

/** The registers `first` up to and without `end`, as Lua values. */
function values(w: Writer, first: number, end: number): string[] {
  const texts = [];
  for (let register = first; register < end; register++) texts.push(w.value(register));
  return texts;
}

/** Writes a call of the function in register `a`, whose result goes into `v`; leaves in the way of `kind`. */
function emitCallInto(w: Writer, pc: number, kind: ExitKind.CALL | ExitKind.TAIL_CALL): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const isOpen = takesList(word);
  const args = values(w, a + 1, isOpen ? listRegister(w.proto, pc) : a + argB(word));
  if (isOpen) args.push("...list");
  const callee = w.value(a);
  const isPlain = !isOpen && args.length <= PLAIN_ARGUMENTS;
  const padded = [...args, "undefined", "undefined", "undefined"].slice(0, PLAIN_ARGUMENTS);
  const other = isPlain
    ? `CO(cx, c, ${pc}, d - ${w.cost}, ${callee}, ${args.length}, ${padded.join(", ")})`
    : `CL(cx, c, ${pc}, d - ${w.cost}, ${callee}, [${args.join(", ")}])`;
  const budget = isOpen ? `d - ${w.cost} - list.length` : `d - ${w.cost}`;
  w.line(
    `if (${callee} !== undefined && (p = ${callee}.proto) !== undefined && (e = p.entry) !== undefined) v = e(${[callee, budget, ...args].join(", ")});`,
  );
  w.line(`else v = ${other};`);
  w.line(`if (v === SUSPEND) ${w.exit(kind, pc)}`);
}

/** CALL. */
export function emitCall(w: Writer, pc: number): void {
  const found = shortCutOf(w.proto, pc, w.guesses);
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const wanted = argC(word) - 1;
  if (found !== undefined) {
    if (wanted === 1 && w.guesses.isTrusted(pc)) {
      if (emitMath(w, pc, found)) return;
      if (found.shortCut.result === "integer") {
        emitIntegerShortCut(w, pc, found);
        return;
      }
    }
    emitShortCut(w, pc, ExitKind.CALL, found);
    if (wanted === -1) emitResultList(w, pc);
    else if (wanted === 1) w.line(`${w.register(a)} = v === PENDING ? FR(cx) : v;`);
    return;
  }
  emitCallInto(w, pc, ExitKind.CALL);
  if (wanted === -1) emitResultList(w, pc);
  else if (wanted === 1) w.line(`${w.register(a)} = v === PENDING ? FR(cx) : v;`);
  else for (let n = 0; n < wanted; n++) w.line(`${w.register(a + n)} = RA(cx, v, ${n});`);
}

/** Writes the open list of a call's results. One that is stored into a new table at once needs no list. */
function emitResultList(w: Writer, pc: number): void {
  w.line(takesOneResult(w, pc + 1) ? "list = v === PENDING ? AR(cx, v) : undefined;" : "list = AR(cx, v);");
}

/** Writes a call of what is expected to have a short cut: the result goes into `v`. */
function emitShortCut(w: Writer, pc: number, kind: ExitKind.CALL | ExitKind.TAIL_CALL, { callee, shortCut }: ShortCutCall): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const args = values(w, a + 1, a + argB(word));
  const padded = [...args, "undefined", "undefined", "undefined"].slice(0, PLAIN_ARGUMENTS);
  const name = w.value(a);
  w.open(`if (${name} !== ${w.constant(callee)} || (v = ${w.constant(shortCut.fn)}(cx, ${padded.join(", ")})) === PENDING) {`);
  w.line(`v = CO(cx, c, ${pc}, d - ${w.cost}, ${name}, ${args.length}, ${padded.join(", ")});`);
  w.line(`if (v === SUSPEND) ${w.exit(kind, pc)}`);
  w.close();
}

/** Writes a call that is expected to give an integer, by a short cut. If not, it is left before the call. */
function emitIntegerShortCut(w: Writer, pc: number, { callee, shortCut }: ShortCutCall): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const args = [...values(w, a + 1, a + argB(word)), "undefined", "undefined", "undefined"].slice(0, PLAIN_ARGUMENTS);
  const result = `${w.constant(shortCut.fn)}(cx, ${args.join(", ")})`;
  const isSmall = w.guesses.isSmall(pc);
  const leave = w.exit(ExitKind.GUARD, pc, w.state, isSmall);
  const dest = w.register(a);
  w.line(`if (${w.value(a)} !== ${w.constant(callee)}) ${leave}`);
  w.line(`if (typeof (v = ${result}) !== "number"${isSmall ? " || (v | 0) !== v" : ""}) ${leave}`);
  w.line(`${dest} = ${isSmall ? "v | 0" : "+v"};`);
}

/** Writes a function of numbers whose types are known, inline. False: it is not one. */
function emitMath(w: Writer, pc: number, { callee, shortCut }: ShortCutCall): boolean {
  const type = mathType(w.proto, pc, w.state, shortCut);
  if (type === undefined) return false;
  const a = argA(wordAt(w.proto, pc));
  const dest = w.register(a);
  const leave = w.exit(ExitKind.GUARD, pc);
  w.line(`if (${dest} !== ${w.constant(callee)}) ${leave}`);
  const [x, y] = (["f", "g"] as const).map((temporary, index) => {
    const register = a + 1 + index;
    if (index >= argB(wordAt(w.proto, pc)) - 1) return "";
    if (w.state[register] !== Type.LIKELY_FLOAT) return w.register(register);
    emitDouble(w, w.register(register), temporary, leave);
    return temporary;
  }) as [string, string];
  switch (shortCut.math) {
    case "max":
      w.line(`cx.fuel -= 2; ${dest} = ${x} < ${y} ? ${y} : ${x};`);
      return true;
    case "min":
      w.line(`cx.fuel -= 2; ${dest} = ${y} < ${x} ? ${y} : ${x};`);
      return true;
    case "floor":
    case "ceil":
      if (w.state[a + 1] === Type.INT) {
        w.line(`${dest} = ${x};`);
        return true;
      }
      w.line(`t = Math.${shortCut.math}(${x});`);
      w.line(`if (!(t <= 9007199254740991 && t >= -9007199254740991)) ${leave}`);
      w.line(`${dest} = t + 0;`);
      return true;
    default:
      w.line(`${dest} = Math.${shortCut.math}(${x});`);
      return true;
  }
}

/** TAILCALL, RETURN, RETURN0, RETURN1. */
export function emitReturn(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  switch (opOf(word)) {
    case Op.TAILCALL: {
      const found = shortCutOf(w.proto, pc, w.guesses);
      if (found === undefined) emitCallInto(w, pc, ExitKind.TAIL_CALL);
      else emitShortCut(w, pc, ExitKind.TAIL_CALL, found);
      w.line("return v;");
      return;
    }
    case Op.RETURN0:
      w.line("cx.bufferCount = 0;");
      w.line("return PENDING;");
      return;
    case Op.RETURN1:
      w.line(`return ${w.value(a)};`);
      return;
    default:
  }
  if (argK(word)) w.line(`if (cx.thread.toClose.length !== 0) ${w.exit(ExitKind.RETRY, pc)}`);
  if (takesList(word)) {
    const fixed = values(w, a, listRegister(w.proto, pc));
    w.line(`return RV(cx, ${fixed.length === 0 ? "list" : `[${fixed.join(", ")}, ...list]`});`);
    return;
  }
  emitReturnOf(w, values(w, a, a + argB(word) - 1));
}

function emitReturnOf(w: Writer, texts: readonly string[]): void {
  if (texts.length === 1) {
    w.line(`return ${texts[0]};`);
    return;
  }
  texts.forEach((text, index) => w.line(`cx.buffer[${index}] = ${text};`));
  w.line(`cx.bufferCount = ${texts.length};`);
  w.line("return PENDING;");
}

/** VARARG. */
export function emitVararg(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const count = argC(word) - 1;
  if (count < 0) w.line("list = va;");
  for (let n = 0; n < count; n++) w.line(`${w.register(argA(word) + n)} = ${n} < va.length ? va[${n}] : undefined;`);
}

/** TFORCALL. Iterators that nest too deep for PUC-Rio's C stack fail in the interpreter. */
export function emitIteratorCall(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const count = argC(word);
  const [iterator, state, control] = values(w, a, a + 3) as [string, string, string];
  w.line(`v = IT(cx, ${iterator}, ${state}, ${control});`);
  w.open("if (v !== SUSPEND) {");
  for (let n = 0; n < count; n++) {
    const text = n === 0 ? "v" : n === 1 ? "v === undefined ? undefined : cx.buffer[0]" : "undefined";
    w.line(`${w.register(a + 4 + n)} = ${text};`);
  }
  w.close("} else {");
  w.line(`if (--cx.iteratorLevels < 0) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(
    `if (${iterator} !== undefined && (p = ${iterator}.proto) !== undefined && (e = p.entry) !== undefined) v = e(${iterator}, d - ${w.cost}, ${state}, ${control});`,
  );
  w.line(`else v = CO(cx, c, ${pc}, d - ${w.cost}, ${iterator}, 2, ${state}, ${control}, undefined);`);
  w.line("cx.iteratorLevels++;");
  w.line(`if (v === SUSPEND) ${w.exit(ExitKind.CALL, pc)}`);
  if (count === 1) w.line(`${w.register(a + 4)} = v === PENDING ? FR(cx) : v;`);
  else for (let n = 0; n < count; n++) w.line(`${w.register(a + 4 + n)} = RA(cx, v, ${n});`);
  w.close();
}
