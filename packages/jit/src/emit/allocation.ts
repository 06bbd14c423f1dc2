// New tables, closures and cells. They are made by the compiled code itself, so that the host's compiler sees what is in them, and their
// bytes are charged by an addition and a comparison. A table gets its room for fields at once, from the hint of its constructor; as
// long as it is in nobody else's hands, fields are added to it after one comparison of shapes, or none.

import { Op, argA, argAx, argB, argBx, argC, argK, opOf } from "@luster/bytecode";
import { CELL_BYTES, CLOSURE_BYTES, ExitKind, UPVALUE_BYTES, elementsBytes, newTableBytes } from "@luster/vm/tier";
import type { FieldSite, Shape } from "@luster/vm/tier";
import { listRegister, takesList, wordAt } from "../graph/effects.js";
import { Type } from "../graph/register-types.js";
import type { Writer } from "./writer.js";

/** Most fields and elements that a new table gets inline. */
const MAX_INLINE = 16;

/** A store of a new field into a fresh table. */
export interface AddedField {
  readonly shape: Shape;
  readonly nextShape: Shape;
  readonly slot: number;
  /** Whether the table is known to have the shape. */
  readonly isCertain: boolean;
  /** Whether the table was made with room for the field. */
  readonly hasRoom: boolean;
}

/** What is known of the tables that a function makes, while it is written. */
export class FreshTables {
  /** By the pc of the NEWTABLE: the shape that the table has by now if all went as expected. */
  private readonly expected = new Map<number, Shape | undefined>();
  /** Those of them that have it for certain: nothing else can have happened within the block. */
  private readonly certain = new Set<number>();

  constructor(
    private readonly stores: ReadonlyMap<number, number>,
    private readonly root: Shape | undefined,
  ) {}

  /** Other ways lead here. */
  beginBlock(): void {
    this.certain.clear();
  }

  make(pc: number): void {
    this.expected.set(pc, this.root);
    this.certain.add(pc);
  }

  /** Whether the store at `pc` is one into a table that nothing else holds. */
  isStore(pc: number): boolean {
    return this.stores.has(pc);
  }

  /** Notes that the store at `pc` may give the table any field. */
  spoil(pc: number): void {
    const made = this.stores.get(pc);
    if (made === undefined) return;
    this.expected.set(made, undefined);
    this.certain.delete(made);
  }

  /** The field that the SETFIELD at `pc` adds; undefined if it is not known to add one. `isValue`: what is stored cannot be nil. */
  addField(w: Writer, pc: number, key: string, site: FieldSite, isValue: boolean): AddedField | undefined {
    const made = this.stores.get(pc);
    if (made === undefined) return undefined;
    const isCertain = this.certain.has(made);
    const expected = this.expected.get(made);
    const shape = isCertain || site.addShape === undefined ? expected : site.addShape;
    const nextShape = shape === undefined ? undefined : shape === site.addShape ? site.nextShape : shape.transition(key);
    this.expected.set(made, nextShape);
    if (!isValue || nextShape === undefined) this.certain.delete(made);
    if (shape === undefined || nextShape === undefined) return undefined;
    const slot = shape.keys.length;
    return { shape, nextShape, slot, isCertain, hasRoom: slot < slotsOfNew(w, made) };
  }
}

/** Room for fields that the NEWTABLE at `pc` asks for. */
function slotsOfNew(w: Writer, pc: number): number {
  const hint = argB(wordAt(w.proto, pc));
  return hint === 0 ? 0 : 2 ** (hint - 1);
}

/** A new array of so many nils. Not of the constant `undefined`, but of an operation by that value: such a literal would be copied when it is written to. */
const blank = (length: number): string => (length === 0 ? "EMPTY" : `[${new Array<string>(length).fill("U").join(", ")}]`);

/** NEWTABLE. The array part is made by the SETLIST. */
export function emitNewTable(w: Writer, pc: number): void {
  const register = w.register(argA(wordAt(w.proto, pc)));
  const slots = slotsOfNew(w, pc);
  w.fresh.make(pc);
  if (slots > MAX_INLINE) {
    w.line(`if ((t = NT(cx, ${slots})) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
    w.line(`${register} = t;`);
    return;
  }
  emitCharge(w, pc, newTableBytes(slots));
  w.line(`${register} = new T(R, ${blank(slots)});`);
}

/** Charges a new object; the collector is called for at the end of the slice if it is time. */
function emitCharge(w: Writer, pc: number, bytes: number): void {
  w.line(`if ((heap.allocatedBytes += ${bytes}) >= heap.wakeBytes && !AB(cx, ${bytes})) ${w.exit(ExitKind.RETRY, pc)}`);
}

/** NEWCELL. The interpreter does not call for the collector here either. */
export function emitNewCell(w: Writer, pc: number): void {
  const a = argA(wordAt(w.proto, pc));
  const isRefused = `(heap.allocatedBytes += ${CELL_BYTES}) > heap.hardLimitBytes && RB(heap, ${CELL_BYTES})`;
  w.line(`if (${isRefused}) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${w.register(a)} = new Cell(${w.value(a)});`);
}

/** CLOSURE. */
export function emitClosure(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const nested = w.loaded.protos[argBx(word)] as Writer["loaded"];
  const cells = nested.proto.upvalues.map(({ isFromParentRegister, index }) =>
    isFromParentRegister ? w.register(index) : w.upvalue(index),
  );
  emitCharge(w, pc, CLOSURE_BYTES + cells.length * UPVALUE_BYTES);
  w.line(`${w.register(argA(word))} = new F(${w.constant(nested)}, ${cells.length === 0 ? "EMPTY" : `[${cells.join(", ")}]`});`);
}

/** SETLIST. */
export function emitList(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const isOpen = takesList(word);
  const values = [];
  const end = isOpen ? listRegister(w.proto, pc) : a + 1 + argB(word);
  for (let register = a + 1; register < end; register++) values.push(w.value(register));
  const first = argC(word) + 1 + (argK(word) ? argAx(wordAt(w.proto, pc + 1)) * 256 : 0);
  const list = `PL(cx, ${w.register(a)}, ${first}, [${[...values, ...(isOpen ? ["...list"] : [])].join(", ")}])`;
  const out = `if (!${list}) ${w.exit(ExitKind.RETRY, pc)}`;
  if (takesOneResult(w, pc)) {
    emitFirstElements(w, pc, w.register(a), [...values, "v"], "list === undefined && v !== undefined && ", true);
    w.open("else {");
    w.line("if (list === undefined) list = [v];");
    w.line(out);
    w.close();
  } else if (!isOpen && beginsArray(w, pc)) {
    const isValue = mustBeValue(w.state[end - 1] as Type);
    emitFirstElements(w, pc, w.register(a), values, isValue ? "" : `${values[values.length - 1]} !== undefined && `, false);
    w.line(`else ${out}`);
  } else {
    w.line(out);
  }
}

const mustBeValue = (type: Type): boolean => type === Type.INT || type === Type.FLOAT || type === Type.STRING || type === Type.TABLE;

/** Whether the SETLIST at `pc` gives a table that nothing else holds its first elements, few enough to be stored inline. */
function beginsArray(w: Writer, pc: number): boolean {
  const word = wordAt(w.proto, pc);
  const count = takesList(word) ? listRegister(w.proto, pc) - argA(word) : argB(word);
  return argC(word) === 0 && !argK(word) && count <= MAX_INLINE && w.fresh.isStore(pc);
}

/**
 * Whether the SETLIST at `pc` takes the results of the call before it as they come: one in `v`, while `list` is undefined; or a list.
 * Not where the code may be left in between.
 */
export function takesOneResult(w: Writer, pc: number): boolean {
  const word = wordAt(w.proto, pc);
  if (w.isProbed || opOf(word) !== Op.SETLIST || !takesList(word) || w.leaders.has(pc)) return false;
  return opOf(wordAt(w.proto, pc - 1)) === Op.CALL && beginsArray(w, pc);
}

/** Gives a table that nothing else holds its array part, unless it has integer keys or `tests` fail. The last value is not nil. */
function emitFirstElements(w: Writer, pc: number, table: string, values: readonly string[], tests: string, isOpen: boolean): void {
  const bytes = elementsBytes(values.length);
  w.open(`if (${tests}${table}.arrayCapacity === 0 && ${table}.integers === undefined) {`);
  w.open(`if ((heap.allocatedBytes += ${bytes}) > heap.hardLimitBytes && RB(heap, ${bytes})) {`);
  if (isOpen) w.line("list = [v];");
  w.line(w.exit(ExitKind.RETRY, pc));
  w.close();
  w.line(`${table}.array = a = ${blank(values.length)};`);
  w.line(`${table}.arrayCapacity = ${values.length};`);
  w.line(values.map((value, index) => `a[${index}] = ${value};`).join(" "));
  w.close();
}

/** Writes what adds a field to a fresh table, if the SETFIELD at `pc` does that, for a value in `v`; `out` stores it in any other way. */
export function emitAddedField(w: Writer, pc: number, table: string, key: string, site: FieldSite, isValue: boolean, out: string): boolean {
  const added = w.fresh.addField(w, pc, key, site, isValue);
  if (added === undefined) return false;
  const tests = isValue ? [] : ["v !== undefined"];
  if (!added.isCertain) tests.push(`${table}.shape === ${w.constant(added.shape)}`);
  if (!added.hasRoom) tests.push(`${added.slot} < ${table}.slots.length`);
  const stores = [`${table}.slots[${added.slot}] = v;`, `${table}.shape = ${w.constant(added.nextShape)};`];
  if (tests.length === 0) {
    for (const store of stores) w.line(store);
    return true;
  }
  w.open(`if (${tests.join(" && ")}) {`);
  for (const store of stores) w.line(store);
  w.close();
  w.line(`else ${out}`);
  return true;
}
