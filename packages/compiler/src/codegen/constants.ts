// The constant pool of a function: each distinct value once. Integers and floats are kept apart (1 and 1.0 are two constants).

import { MAX_ARG_AX } from "@luster/bytecode";
import type { Constant } from "@luster/bytecode";
import type { Atom } from "../syntax/atom.js";
import type { Numeral } from "../syntax/numeral.js";

/** Pools of up to so many strings are searched one by one. */
const MAX_SCAN = 12;

export class ConstantPool {
  readonly entries: Constant[] = [];
  private atoms: Atom[] = [];
  private atomIndexes: number[] = [];
  private atomMap: Map<Atom, number> | undefined = undefined;
  private integers: Map<number | bigint, number> | undefined = undefined;
  private floats: Map<number, number> | undefined = undefined;
  private nilIndex = -1;
  private trueIndex = -1;
  private falseIndex = -1;
  private readonly fail: (limit: number) => never;

  /** `fail` throws the error for a pool that is full. */
  constructor(fail: (limit: number) => never) {
    this.fail = fail;
  }

  string(atom: Atom): number {
    if (atom.pool === this) return atom.poolIndex;
    const index = this.findString(atom) ?? this.addString(atom);
    atom.pool = this;
    atom.poolIndex = index;
    return index;
  }

  number({ isFloat, value }: Numeral): number {
    if (isFloat) {
      const float = value as number;
      this.floats ??= new Map();
      return this.floats.get(float) ?? this.remember(this.floats, float, { kind: "float", value: float });
    }
    this.integers ??= new Map();
    return this.integers.get(value) ?? this.remember(this.integers, value, { kind: "integer", value: BigInt(value) });
  }

  nil(): number {
    if (this.nilIndex < 0) this.nilIndex = this.add({ kind: "nil" });
    return this.nilIndex;
  }

  boolean(value: boolean): number {
    if (value) {
      if (this.trueIndex < 0) this.trueIndex = this.add({ kind: "boolean", value });
      return this.trueIndex;
    }
    if (this.falseIndex < 0) this.falseIndex = this.add({ kind: "boolean", value });
    return this.falseIndex;
  }

  /** The atom's note is about another function when a nested one used the string in between. */
  private findString(atom: Atom): number | undefined {
    if (this.atomMap !== undefined) return this.atomMap.get(atom);
    const position = this.atoms.indexOf(atom);
    return position < 0 ? undefined : this.atomIndexes[position];
  }

  private addString(atom: Atom): number {
    const index = this.add({ kind: "string", value: atom.text });
    if (this.atomMap !== undefined) {
      this.atomMap.set(atom, index);
      return index;
    }
    this.atoms.push(atom);
    this.atomIndexes.push(index);
    if (this.atoms.length > MAX_SCAN) this.atomMap = new Map(this.atoms.map((each, i) => [each, this.atomIndexes[i]!]));
    return index;
  }

  private remember<K>(map: Map<K, number>, key: K, constant: Constant): number {
    const index = this.add(constant);
    map.set(key, index);
    return index;
  }

  private add(constant: Constant): number {
    if (this.entries.length >= MAX_ARG_AX) this.fail(MAX_ARG_AX);
    return this.entries.push(constant) - 1;
  }
}
