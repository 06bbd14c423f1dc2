// Tables that nothing but one register holds: from a NEWTABLE on, until the table is passed on, stored or returned. Such a table has no
// metatable and is in nobody else's hands, and since the collector works only when compiled code has been left, stores into it need
// no write barrier. What is found holds for all ways through the function.

import { Op, argA, argB, argC, argK, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";
import { targetsOf } from "./blocks.js";
import { effectOf, widthOf, wordAt } from "./effects.js";

/** Instructions that are looked at behind a NEWTABLE. */
const LONGEST_STRETCH = 256;

/** By the pc of a store into a fresh table: the pc of the NEWTABLE that made it. `entry`: where the compiled form begins. */
export function findFreshTables(proto: Proto, entry: number): ReadonlyMap<number, number> {
  const stores = new Map<number, number>();
  let jumps: readonly Jump[] | undefined;
  for (let pc = 0; pc < proto.code.length; pc += widthOf(wordAt(proto, pc))) {
    if (opOf(wordAt(proto, pc)) !== Op.NEWTABLE) continue;
    jumps ??= jumpsOf(proto);
    const end = endOfStretch(proto, pc, jumps);
    if (entry > pc && entry < end) continue;
    for (let at = pc + widthOf(wordAt(proto, pc)); at < end; at += widthOf(wordAt(proto, at))) {
      if (storesInto(wordAt(proto, at), argA(wordAt(proto, pc)))) stores.set(at, pc);
    }
  }
  return stores;
}

interface Jump {
  readonly source: number;
  readonly target: number;
}

function jumpsOf(proto: Proto): Jump[] {
  const jumps: Jump[] = [];
  for (let source = 0; source < proto.code.length; source += widthOf(wordAt(proto, source))) {
    for (const target of targetsOf(proto, source) ?? []) jumps.push({ source, target });
  }
  return jumps;
}

/** Up to which pc the table made at `start` is fresh: it is used otherwise there, or that pc is reached otherwise than from `start`. */
function endOfStretch(proto: Proto, start: number, jumps: readonly Jump[]): number {
  const register = argA(wordAt(proto, start));
  let end = start + widthOf(wordAt(proto, start));
  const limit = Math.min(proto.code.length, start + LONGEST_STRETCH);
  while (end < limit && !isOtherUse(proto, end, register)) end += widthOf(wordAt(proto, end));
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const { source, target } of jumps) {
      if (target <= start || target >= end || (source >= start && source < end)) continue;
      end = target;
      hasChanged = true;
    }
  }
  return end;
}

/** Whether an instruction is a store into the table in `register`, of something else. */
function storesInto(word: Instruction, register: number): boolean {
  if (argA(word) !== register) return false;
  const storesItself = !argK(word) && argC(word) === register;
  switch (opOf(word)) {
    case Op.SETFIELD:
    case Op.SETI:
      return !storesItself;
    case Op.SETTABLE:
      return !storesItself && argB(word) !== register;
    case Op.SETLIST:
      return true;
    default:
      return false;
  }
}

/** Whether an instruction does more with the table in `register` than to store into it or to read from it. */
function isOtherUse(proto: Proto, pc: number, register: number): boolean {
  const word = wordAt(proto, pc);
  if (storesInto(word, register)) return false;
  const { reads, writes } = effectOf(proto, pc);
  if (writes.includes(register) || writesOnOneWay(word, register)) return true;
  switch (opOf(word)) {
    case Op.GETFIELD:
    case Op.GETI:
    case Op.LEN:
      return false;
    case Op.GETTABLE:
      return argC(word) === register;
    default:
      return reads.includes(register);
  }
}

function writesOnOneWay(word: Instruction, register: number): boolean {
  const a = argA(word);
  switch (opOf(word)) {
    case Op.TESTSET:
      return a === register;
    case Op.FORLOOP:
      return register >= a && register <= a + 3;
    case Op.TFORLOOP:
      return register === a + 2;
    default:
      return false;
  }
}
