// Table accesses. A field whose place the interpreter has found before is read at that place if the table's shape is the same;
// elements of the array part are read after a test of the bounds. Everything else goes out of line.

import { Op, argA, argB, argC, argK, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import { ExitKind } from "@luster/vm/tier";
import type { FieldPlace } from "@luster/vm/tier";
import { wordAt } from "../graph/effects.js";
import { Type, isOpen } from "../graph/register-types.js";
import { emitAddedField } from "./allocation.js";
import { emitFloatGuard, emitIntegerGuard } from "./guards.js";
import { unreadStatement, unstoredStatement } from "./metamethods.js";
import { numberText } from "./writer.js";
import type { Writer } from "./writer.js";

/** Writes a guard for what an instruction is guessed to give, and the result: in `v`, a Lua value. */
export function emitResult(w: Writer, pc: number, register: number): void {
  const dest = w.register(register);
  const type = w.guesses.result(pc);
  if (type === Type.INT) {
    const isSmall = w.guesses.isSmall(pc);
    emitIntegerGuard(w, "v", dest, isSmall, w.exit(ExitKind.GUARD, pc, w.state, isSmall));
  } else if (type === Type.FLOAT) {
    emitFloatGuard(w, "v", dest, w.exit(ExitKind.GUARD, pc));
  } else {
    w.line(`${dest} = v;`);
  }
}

/** The way from table `object` through metatables: the tests, and the text of the table at its end. */
function follow(w: Writer, object: string, links: FieldPlace["links"]): { tests: string[]; holder: string } {
  const tests: string[] = [];
  let holder = object;
  for (const { metaShape, slot, holderShape } of links) {
    tests.push(`(m = ${holder}.metatable) !== undefined && m.shape === ${w.constant(metaShape)}`);
    tests.push(`(m = m.slots[${slot}]) !== undefined && m.shape === ${w.constant(holderShape)}`);
    holder = "m";
  }
  return { tests, holder };
}

/** Writes the reading of field `key` (an index of the constants) of the object in variable `object` into `v`. */
function emitFieldRead(w: Writer, pc: number, object: string, key: number, isTable: boolean): void {
  const site = w.fieldSite(pc);
  const name = w.constant(w.loaded.constants[key]);
  const out = `GF(cx, ${w.constant(site)}, ${object}, ${name})`;
  const leave = unreadStatement(w, pc, object, name);
  if (site.places.length === 0) {
    w.line(`if ((v = ${out}) === SUSPEND) ${leave}`);
    return;
  }
  w.line(isTable ? `h = ${object}.shape;` : `h = ${object} === undefined ? undefined : ${object}.shape;`);
  let text = "";
  const nil: string[] = [];
  for (const place of site.places) {
    const shape = `h === ${w.constant(place.shape)}`;
    const { tests, holder } = follow(w, object, place.links);
    if (tests.length === 0) nil.push(`${shape} && ${nilText(w, object, place)}`);
    if (place.slot >= 0) text += `${[shape, ...tests].join(" && ")} ? ${holder}.slots[${place.slot}] : `;
  }
  w.line(`v = ${text}undefined;`);
  const isNil = nil.length === 0 ? "" : `!(${nil.join(" || ")}) && `;
  w.line(`if (v === undefined && ${isNil}(v = ${out}) === SUSPEND) ${leave}`);
}

/** The test that a field that is nil in a table with the place's shape is nil for good. */
function nilText(w: Writer, object: string, { nilLinks }: FieldPlace): string {
  const bare = `${object}.metatable === undefined`;
  if (nilLinks.length === 0) return bare;
  const { tests, holder } = follow(w, object, nilLinks);
  return `(${bare} || (${tests.join(" && ")} && ${holder}.metatable === undefined))`;
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
      emitElementRead(w, pc, w.value(b), w.state[b] === Type.TABLE, w.value(c), w.state[c] as Type);
  }
  emitResult(w, pc, argA(word));
}

function emitElementRead(w: Writer, pc: number, object: string, isTable: boolean, key: string, keyType: Type): void {
  const leave = unreadStatement(w, pc, object, keyType === Type.FLOAT ? `MF(${key})` : key);
  if (keyType !== Type.INT && keyType !== Type.ANY) {
    w.line(`if ((v = GX(cx, ${object}, ${key})) === SUSPEND) ${leave}`);
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
  if (argK(word)) emitMethodRead(w, pc, argC(word), w.state[argB(word)] === Type.TABLE);
  else w.line(`if ((v = GX(cx, o, ${w.value(argC(word))})) === SUSPEND) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${w.register(a + 1)} = o;`);
  w.line(`${w.register(a)} = v;`);
}

/** Writes the reading of method `key` of `o` into `v`: where no table has come yet, a string is expected. */
function emitMethodRead(w: Writer, pc: number, key: number, isTable: boolean): void {
  const { places, metaShape, indexSlot, methodsShape, methodSlot } = w.fieldSite(pc);
  if (places.length > 0 || methodsShape === undefined) {
    emitFieldRead(w, pc, "o", key, isTable);
    return;
  }
  const meta = `(m = cx.stringMetatable) !== undefined && m.shape === ${w.constant(metaShape)}`;
  const methods = `(m = m.slots[${indexSlot}]) !== undefined && m.shape === ${w.constant(methodsShape)}`;
  w.line(`v = typeof o === "string" && ${meta} && ${methods} ? m.slots[${methodSlot}] : undefined;`);
  w.open("if (v === undefined) {");
  emitFieldRead(w, pc, "o", key, isTable);
  w.close();
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
      w.fresh.spoil(pc);
      emitElementWrite(w, pc, w.value(a), w.state[a] === Type.TABLE, w.value(b), w.state[b] as Type, stored.type);
  }
}

const mayBeNil = (type: Type): boolean => isOpen(type) || type === Type.NIL || type === Type.NONE;

function emitFieldWrite(w: Writer, pc: number, object: string, key: number, isTable: boolean, stored: Type): void {
  const site = w.fieldSite(pc);
  const constant = w.constant(w.loaded.constants[key]);
  const out = `if (!PF(cx, ${w.constant(site)}, ${object}, ${constant}, v)) ${unstoredStatement(w, pc, object, constant)}`;
  const places = site.places.filter(({ links, slot }) => links.length === 0 && slot >= 0);
  const name = w.loaded.constants[key] as string;
  if (places.length === 0 && emitAddedField(w, pc, object, name, site, !mayBeNil(stored), out)) return;
  w.fresh.spoil(pc);
  if (places.length === 0 && site.addShape === undefined) {
    w.line(out);
    return;
  }
  w.line(isTable ? `h = ${object}.shape;` : `h = ${object} === undefined ? undefined : ${object}.shape;`);
  let before = "";
  for (const { shape, slot } of places) {
    w.open(`${before}if (h === ${w.constant(shape)} && (${object}.slots[${slot}] !== undefined || CA(${object}))) {`);
    w.line(`${object}.slots[${slot}] = v;`);
    w.line(`SB(heap, ${object});`);
    w.close("}");
    before = "else ";
  }
  if (site.addShape !== undefined) {
    const test =
      `h === ${w.constant(site.addShape)} && ${mayBeNil(stored) ? "v !== undefined && " : ""}` +
      `${site.addSlot} < ${object}.slots.length && (${object}.metatable === undefined || CA(${object}))`;
    w.open(`${before}if (${test}) {`);
    w.line(`${object}.slots[${site.addSlot}] = v;`);
    w.line(`${object}.shape = ${w.constant(site.nextShape)};`);
    w.line(`${object}.absentEvents = 0;`);
    w.line(`SB(heap, ${object});`);
    w.close("}");
    before = "else ";
  }
  w.line(before + out);
}

function emitElementWrite(w: Writer, pc: number, object: string, isTable: boolean, key: string, keyType: Type, stored: Type): void {
  const leave = unstoredStatement(w, pc, object, keyType === Type.FLOAT ? `MF(${key})` : key);
  if (keyType !== Type.INT && keyType !== Type.ANY) {
    w.line(`if (!PX(cx, ${object}, ${key}, v)) ${leave}`);
    return;
  }
  emitIndex(w, key, keyType);
  const elements = isTable
    ? `i < (a = ${object}.array).length`
    : `${object} !== undefined && (a = ${object}.array) !== undefined && i < a.length`;
  const isValue = mayBeNil(stored) ? "v !== undefined && " : "";
  w.open(`if (i >= 0 && ${isValue}${elements} && a[i] !== undefined) {`);
  w.line("a[i] = v;");
  w.line(`EB(heap, ${object}, v);`);
  // Right behind the array part, which has room.
  const room = `i < ${object}.arrayCapacity && ${object}.metatable === undefined && ${object}.integers === undefined`;
  w.close(`} else if (i >= 0 && ${isValue}${isTable ? "" : `${object} !== undefined && a !== undefined && `}i === a.length && ${room}) {`);
  w.line("a.push(v);");
  w.line(`EB(heap, ${object}, v);`);
  w.close("}");
  w.line(`else if (!${keyType === Type.INT ? "PI" : "PX"}(cx, ${object}, ${key}, v)) ${leave}`);
}
