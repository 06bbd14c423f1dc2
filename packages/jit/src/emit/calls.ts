// Calls and returns. A compiled function is called directly, as JavaScript; everything else out of line (callOther), unless it needs
// the interpreter. After each call there is one test whether compiled code is being left.

import { Op, argA, argB, argC, argK, opOf } from "@luster/bytecode";
import { ExitKind, ipairsNext, yieldNative } from "@luster/vm/tier";
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
  const budget = isOpen ? `d - ${w.cost} - list.length` : `d - ${w.cost}`;
  w.line(
    `if (${callee} !== undefined && (p = ${callee}.proto) !== undefined && (e = p.entry) !== undefined) v = e(${[callee, budget, ...args].join(", ")});`,
  );
  w.line(`else v = ${otherCall(w, pc, callee, args, isOpen)};`);
  w.line(`if (v === SUSPEND) ${w.exit(kind, pc)}`);
}

/** The call of what is no compiled function. */
function otherCall(w: Writer, pc: number, callee: string, args: readonly string[], isOpen: boolean): string {
  if (isOpen || args.length > PLAIN_ARGUMENTS) return `CL(cx, c, ${pc}, d - ${w.cost}, ${callee}, [${args.join(", ")}])`;
  const padded = [...args, "undefined", "undefined", "undefined"].slice(0, PLAIN_ARGUMENTS);
  return `CO(cx, c, ${pc}, d - ${w.cost}, ${callee}, ${args.length}, ${padded.join(", ")})`;
}

/** Writes the open list of a call's results. One that is stored into a new table at once needs no list. */
function emitResultList(w: Writer, pc: number): void {
  w.line(takesOneResult(w, pc + 1) ? "list = v === PENDING ? AR(cx, v) : undefined;" : "list = AR(cx, v);");
}

/** Writes where the results go of a call that has given `v`. */
function emitResults(w: Writer, pc: number, a: number, wanted: number): void {
  if (wanted === -1) emitResultList(w, pc);
  else if (wanted === 1) w.line(`${w.register(a)} = v === PENDING ? FR(cx) : v;`);
  else for (let n = 0; n < wanted; n++) w.line(`${w.register(a + n)} = RA(cx, v, ${n});`);
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
    if (wanted > 1 && emitTraversal(w, pc, found, wanted)) return;
    emitShortCut(w, pc, ExitKind.CALL, found, wanted !== 0 && wanted !== 1);
  } else {
    if (w.isLoop && !w.isProbed && !takesList(word) && w.guesses.yields(pc)) emitYield(w, pc);
    emitCallInto(w, pc, ExitKind.CALL);
  }
  emitResults(w, pc, a, wanted);
}

/**
 * Writes what happens where `coroutine.yield` is called by a function whose frame stands: the registers go to the stack, and the thread that
 * waits goes on.
 */
function emitYield(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const end = a + argB(word);
  const kept = w.kept[pc + 1] ?? new Set<number>();
  const isKept = (register: number): boolean => (register < a ? kept.has(register) : register < end);
  w.open(`if (${w.value(a)} !== undefined && ${w.value(a)}.fn === ${w.constant(yieldNative.fn)} && cx.thread.canYieldDirectly) {`);
  w.line("s = cx.thread.stack;");
  for (let register = 0; register < w.proto.maxStackSize; register++) {
    w.line(`s[b + ${register}] = ${isKept(register) ? w.value(register) : "undefined"};`);
  }
  w.line(`return YD(cx, ${w.value(a)}, b + ${a}, ${argB(word) - 1}, ${argC(word) - 1}, ${pc + 1});`);
  w.close();
}

/**
 * Writes a call of what is expected to have a short cut: the result goes into `v`.
 * @param wantsAll whether more than the first result is used
 */
function emitShortCut(
  w: Writer,
  pc: number,
  kind: ExitKind.CALL | ExitKind.TAIL_CALL,
  { callee, shortCut }: ShortCutCall,
  wantsAll: boolean,
): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const isOpen = takesList(word);
  const args = values(w, a + 1, isOpen ? a + 2 : a + argB(word));
  const { fn, ofList, most, givesAll } = shortCut;
  const name = w.value(a);
  const result = isOpen
    ? `${w.constant(ofList)}(cx, ${args.join(", ")}, list)`
    : `${w.constant(fn)}(${["cx", ...args, ...NOTHING.slice(args.length, most)].join(", ")})`;
  w.open(`if (${name} !== ${w.constant(callee)} || (v = ${result}) === PENDING) {`);
  w.line(`v = ${otherCall(w, pc, name, isOpen ? [...args, "...list"] : args, isOpen)};`);
  w.line(`if (v === SUSPEND) ${w.exit(kind, pc)}`);
  w.close(wantsAll && givesAll === true ? "} else v = PENDING;" : "}");
}

/** Writes a call of `pairs` or `ipairs`, whose results go to a loop's registers. False: it is something else. */
function emitTraversal(w: Writer, pc: number, { callee, shortCut }: ShortCutCall, wanted: number): boolean {
  const { iteration } = shortCut;
  if (iteration === undefined) return false;
  const a = argA(wordAt(w.proto, pc));
  const name = w.value(a);
  const argument = w.value(a + 1);
  w.open(`if (${name} !== ${w.constant(callee)} || (v = ${w.constant(iteration.iterator)}(cx, ${argument})) === PENDING) {`);
  w.line(`v = ${otherCall(w, pc, name, [argument], false)};`);
  w.line(`if (v === SUSPEND) ${w.exit(ExitKind.CALL, pc)}`);
  emitResults(w, pc, a, wanted);
  w.close("} else {");
  const results = ["v", argument, `${iteration.control}`];
  for (let n = 0; n < wanted; n++) w.line(`${w.register(a + n)} = ${results[n] ?? "undefined"};`);
  w.close();
  return true;
}

/** Arguments that are not given. */
const NOTHING: readonly string[] = new Array<string>(5).fill("undefined");

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
      else emitShortCut(w, pc, ExitKind.TAIL_CALL, found, true);
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
  const position = w.hint(pc);
  // The iterator of `ipairs` on a table without metatable.
  const isIpairs = `${iterator} !== undefined && ${iterator}.fn === ${w.constant(ipairsNext.fn)}`;
  const hasArray = `${state} !== undefined && (a = ${state}.array) !== undefined && ${state}.metatable === undefined`;
  const isInside = `typeof ${control} === "number" && ${control} >= 0 && ${control} < a.length && (v = a[${control}]) !== undefined`;
  w.open(`if (${isIpairs} && ${hasArray} && ${isInside}) {`);
  const found = [`${control} + 1`, "v"];
  for (let n = 0; n < count; n++) w.line(`${w.register(a + 4 + n)} = ${found[n] ?? "undefined"};`);
  w.close("} else {");
  w.line(`v = IT(cx, ${iterator}, ${state}, ${control}, ${position});`);
  w.open("if (v !== SUSPEND) {");
  for (let n = 0; n < count; n++) {
    const text = n === 0 ? "v" : n === 1 ? "v === undefined ? undefined : cx.buffer[0]" : "undefined";
    w.line(`${w.register(a + 4 + n)} = ${text};`);
  }
  w.line(`${position} = cx.iteratorPosition;`);
  w.close("} else {");
  w.line(`if (--cx.iteratorLevels < 0) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(
    `if (${iterator} !== undefined && (p = ${iterator}.proto) !== undefined && (e = p.entry) !== undefined) v = e(${iterator}, d - ${w.cost}, ${state}, ${control});`,
  );
  w.line(`else v = CO(cx, c, ${pc}, d - ${w.cost}, ${iterator}, 2, ${state}, ${control}, undefined);`);
  w.line("cx.iteratorLevels++;");
  w.line(`if (v === SUSPEND) ${w.exit(ExitKind.CALL, pc)}`);
  emitResults(w, pc, a + 4, count);
  w.close();
  w.close();
}
