// Table accesses. A field whose place the interpreter has found before is read at that place if the table's shape is the same;
// elements of the array part are read after a test of the bounds. Everything else goes out of line.

import { Op, argA, argB, argC, argK, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import { EMPTY_CACHE, ExitKind, FieldSite } from "@luster/vm/tier";
import { wordAt } from "../graph/effects.js";
import { Type } from "../graph/register-types.js";
import { numberText } from "./writer.js";
import type { Writer } from "./writer.js";

/** The test that a variable holds an object at all; tables need none. */
const present = (name: string, isTable: boolean): string => (isTable ? "" : `${name} !== undefined && `);

/** Writes a guard for what an instruction is guessed to give, and the result: in `v`, a Lua value. */
export function emitResult(w: Writer, pc: number, register: number): void {
  const dest = w.register(register);
  const type = w.guesses.result(pc);
  if (type === Type.INT) {
    w.line(`if (typeof v !== "number" || ((v | 0) !== v && !Number.isSafeInteger(v))) ${w.exit(ExitKind.GUARD, pc)}`);
    w.line(`${dest} = v;`);
  } else if (type === Type.FLOAT) {
    w.line(`if (typeof v === "number" && Math.floor(v) !== v) ${dest} = v;`);
    w.line(`else if ((f = DF(v)) === undefined) ${w.exit(ExitKind.GUARD, pc)}`);
    w.line(`else ${dest} = f;`);
  } else {
    w.line(`${dest} = v;`);
  }
}

/** Writes the reading of field `key` (an index of the constants) of the object in variable `object` into `v`. */
function emitFieldRead(w: Writer, pc: number, object: string, key: number, isTable: boolean): void {
  const cache = w.loaded.caches[pc + 1];
  const out = `GF(cx, ${w.constant(new FieldSite())}, ${object}, ${w.constant(w.loaded.constants[key])})`;
  const leave = w.exit(ExitKind.RETRY, pc);
  let inline: string | undefined;
  if (cache !== undefined && cache !== EMPTY_CACHE) {
    if (cache.shape !== undefined) {
      inline = `${present(object, isTable)}${object}.shape === ${w.constant(cache.shape)} ? ${object}.slots[${cache.slot}] : undefined`;
    } else if (cache.missShape !== undefined) {
      inline =
        `${present(object, isTable)}${object}.shape === ${w.constant(cache.missShape)} && (m = ${object}.metatable) !== undefined && ` +
        `m.shape === ${w.constant(cache.metaShape)} && (m = m.slots[${cache.metaSlot}]) !== undefined && ` +
        `m.shape === ${w.constant(cache.holderShape)} ? m.slots[${cache.holderSlot}] : undefined`;
    }
  }
  if (inline === undefined) {
    w.line(`if ((v = ${out}) === SUSPEND) ${leave}`);
  } else {
    w.line(`v = ${inline};`);
    w.line(`if (v === undefined && (v = ${out}) === SUSPEND) ${leave}`);
  }
}

/** GETTABUP, GETFIELD, GETTABLE, GETI. */
export function emitRead(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const b = argB(word);
  const c = argC(word);
  switch (opOf(word)) {
    case Op.GETTABUP:
      w.line(`o = ${w.upvalue(b)}.v;`);
      emitFieldRead(w, pc, "o", c, false);
      break;
    case Op.GETFIELD:
      emitFieldRead(w, pc, w.value(b), c, w.state[b] === Type.TABLE);
      break;
    case Op.GETI:
      emitElementRead(w, pc, w.value(b), w.state[b] === Type.TABLE, numberText(c), Type.INT);
      break;
    default:
      emitElementRead(w, pc, w.value(b), w.state[b] === Type.TABLE, w.register(c), w.state[c] as Type);
  }
  emitResult(w, pc, argA(word));
}

function emitElementRead(w: Writer, pc: number, object: string, isTable: boolean, key: string, keyType: Type): void {
  const leave = w.exit(ExitKind.RETRY, pc);
  if (keyType !== Type.INT && keyType !== Type.ANY) {
    w.line(`if ((v = GX(cx, ${object}, ${keyType === Type.FLOAT ? `MF(${key})` : key})) === SUSPEND) ${leave}`);
    return;
  }
  emitIndex(w, key, keyType);
  const elements = isTable
    ? `i < (a = ${object}.array).length`
    : `${object} !== undefined && (a = ${object}.array) !== undefined && i < a.length`;
  w.line(`v = i >= 0 && ${elements} ? a[i] : undefined;`);
  w.line(`if (v === undefined && (v = ${keyType === Type.INT ? "GI" : "GX"}(cx, ${object}, ${key})) === SUSPEND) ${leave}`);
}

/** Writes the index in an array part of an integer key into `i`; negative for what is no small integer. */
function emitIndex(w: Writer, key: string, type: Type): void {
  if (type === Type.INT) w.line(`i = ${key} - 1;`);
  else w.line(`i = typeof ${key} === "number" && (${key} | 0) === ${key} ? ${key} - 1 : -1;`);
}

/** SELF. */
export function emitSelf(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  w.line(`o = ${w.value(argB(word))};`);
  if (argK(word)) emitFieldRead(w, pc, "o", argC(word), w.state[argB(word)] === Type.TABLE);
  else w.line(`if ((v = GX(cx, o, ${w.value(argC(word))})) === SUSPEND) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${w.register(a + 1)} = o;`);
  w.line(`${w.register(a)} = v;`);
}

/** The value that a store instruction stores. */
function storedValue(w: Writer, word: Instruction): { text: string; type: Type } {
  const c = argC(word);
  if (!argK(word)) return { text: w.value(c), type: w.state[c] as Type };
  const constant = w.loaded.constants[c];
  if (typeof constant === "number") return { text: numberText(constant), type: Type.INT };
  return { text: w.constant(constant), type: constant === undefined ? Type.NIL : Type.STRING };
}

/** SETTABUP, SETFIELD, SETTABLE, SETI. */
export function emitWrite(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const b = argB(word);
  const stored = storedValue(w, word);
  w.line(`v = ${stored.text};`);
  switch (opOf(word)) {
    case Op.SETTABUP:
      w.line(`o = ${w.upvalue(a)}.v;`);
      emitFieldWrite(w, pc, "o", b, false, stored.type);
      break;
    case Op.SETFIELD:
      emitFieldWrite(w, pc, w.value(a), b, w.state[a] === Type.TABLE, stored.type);
      break;
    case Op.SETI:
      emitElementWrite(w, pc, w.value(a), w.state[a] === Type.TABLE, numberText(b), Type.INT, stored.type);
      break;
    default:
      emitElementWrite(w, pc, w.value(a), w.state[a] === Type.TABLE, w.register(b), w.state[b] as Type, stored.type);
  }
}

const mayBeNil = (type: Type): boolean => type === Type.ANY || type === Type.NIL || type === Type.NONE;

function emitFieldWrite(w: Writer, pc: number, object: string, key: number, isTable: boolean, stored: Type): void {
  const cache = w.loaded.caches[pc + 1];
  const out = `if (!PF(cx, ${w.constant(new FieldSite())}, ${object}, ${w.constant(w.loaded.constants[key])}, v)) ${w.exit(ExitKind.RETRY, pc)}`;
  if (cache === undefined || cache === EMPTY_CACHE) {
    w.line(out);
    return;
  }
  let before = "";
  if (cache.shape !== undefined) {
    w.open(
      `if (${present(object, isTable)}${object}.shape === ${w.constant(cache.shape)} && ${object}.slots[${cache.slot}] !== undefined) {`,
    );
    w.line(`${object}.slots[${cache.slot}] = v;`);
    w.line(`SB(heap, ${object});`);
    w.close("}");
    before = "else ";
  }
  if (cache.addShape !== undefined) {
    const test =
      `${present(object, isTable)}${object}.shape === ${w.constant(cache.addShape)} && ${object}.metatable === undefined && ` +
      `${mayBeNil(stored) ? "v !== undefined && " : ""}${cache.addSlot} < ${object}.slots.length`;
    w.open(`${before}if (${test}) {`);
    w.line(`${object}.slots[${cache.addSlot}] = v;`);
    w.line(`${object}.shape = ${w.constant(cache.nextShape)};`);
    w.line(`${object}.absentEvents = 0;`);
    w.line(`SB(heap, ${object});`);
    w.close("}");
    before = "else ";
  }
  w.line(before + out);
}

function emitElementWrite(w: Writer, pc: number, object: string, isTable: boolean, key: string, keyType: Type, stored: Type): void {
  const leave = w.exit(ExitKind.RETRY, pc);
  if (keyType !== Type.INT && keyType !== Type.ANY) {
    w.line(`if (!PX(cx, ${object}, ${keyType === Type.FLOAT ? `MF(${key})` : key}, v)) ${leave}`);
    return;
  }
  emitIndex(w, key, keyType);
  const elements = isTable
    ? `i < (a = ${object}.array).length`
    : `${object} !== undefined && (a = ${object}.array) !== undefined && i < a.length`;
  w.open(`if (i >= 0 && ${elements} && ${mayBeNil(stored) ? "v !== undefined && " : ""}a[i] !== undefined) {`);
  w.line("a[i] = v;");
  w.line(`EB(heap, ${object}, v);`);
  w.close("}");
  w.line(`else if (!${keyType === Type.INT ? "PI" : "PX"}(cx, ${object}, ${key}, v)) ${leave}`);
}
