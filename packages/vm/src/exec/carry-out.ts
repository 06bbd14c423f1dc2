// Instructions that the dispatch loop does not carry out in place, because their operands are not of the commonest kinds: arithmetic,
// comparison, indexing, with metamethods. One call for all of them keeps the loop small, which V8 compiles anew a dozen times in the
// life of a program; and what is rare in the loop need not be seen there before V8 compiles it.
// The frame's pc is behind the instruction. Nothing here reads or changes what the loop keeps in variables.

import type { Context } from "../host/context.js";
import { getField, getMethod, setField } from "../meta/cached-indexing.js";
import { equals, lengthOf, lessEqual, lessThan } from "../meta/compare.js";
import { index, setIndex } from "../meta/indexing.js";
import { PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Cell } from "../value/cell.js";
import type { Closure } from "../value/closure.js";
import { Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { K_BIT, arithmetic, compareImmediate } from "./instruction-work.js";
import { callMetamethod, concatRange } from "./machine.js";
import { O } from "./opcode.js";
import { pendClose } from "./to-be-closed.js";

/** What became of an instruction. */
export const enum CarriedOut {
  DONE,
  /** A frame was entered, or left: load the thread anew. */
  ENTERED,
  /** The machine has to act. */
  STOPPED,
  /** A comparison that holds, or does not. */
  TRUE,
  FALSE,
}

/** Carries out the instruction `word`, which the Lua frame on top has come to. */
export function carryOut<G>(cx: Context<G>, frame: Frame<G>, word: number): CarriedOut {
  const { base } = frame;
  const closure = frame.closure as Closure<G>;
  const { stack } = cx.thread;
  const { constants } = closure.proto;
  const a = (word >>> 7) & 0xff;
  const b = (word >>> 16) & 0xff;
  const c = word >>> 24;
  const op = word & 0x7f;
  if (op >= O.ADDI && op <= O.BNOT) {
    return arithmetic(cx, word, stack, base, constants) ? CarriedOut.DONE : call(cx, base + a, 1);
  }
  switch (op) {
    case O.GETTABUP:
    case O.GETTABUP_GETFIELD:
      return give(cx, fieldOf(cx, frame, (closure.upvalues[b] as Cell<G>).v, constants[c] as string), base + a);
    case O.GETFIELD:
      return give(cx, fieldOf(cx, frame, stack[base + b], constants[c] as string), base + a);
    case O.GETTABLE:
      return give(cx, index(cx, stack[base + b], stack[base + c]), base + a);
    case O.GETI:
      return give(cx, index(cx, stack[base + b], c), base + a);
    case O.SELF:
      return self(cx, frame, word);
    case O.SETTABUP:
      return set(
        cx,
        setField(cx, closure.proto, frame.pc, (closure.upvalues[a] as Cell<G>).v, constants[b] as string, stored(frame, stack, word)),
      );
    case O.SETFIELD:
      return set(cx, setField(cx, closure.proto, frame.pc, stack[base + a], constants[b] as string, stored(frame, stack, word)));
    case O.SETTABLE:
      return set(cx, setIndex(cx, stack[base + a], stack[base + b], stored(frame, stack, word)) === PENDING);
    case O.SETI:
      return set(cx, setIndex(cx, stack[base + a], b, stored(frame, stack, word)) === PENDING);
    case O.LEN:
      return give(cx, lengthOf(cx, stack[base + b]), base + a);
    case O.CONCAT: {
      const pending = concatRange(cx, base + a, base + a + b - 1);
      return pending === -1 ? CarriedOut.DONE : call(cx, pending, Wanted.CONCAT);
    }
    case O.CLOSE:
      return pendClose(cx, base + a) ? call(cx, 0, Wanted.CLOSE) : CarriedOut.DONE;
    case O.EQ:
      return compared(cx, equals(cx, stack[base + a], stack[base + b]));
    case O.LT:
      return compared(cx, lessThan(cx, stack[base + a], stack[base + b]));
    case O.LE:
      return compared(cx, lessEqual(cx, stack[base + a], stack[base + b]));
    default:
      return compared(cx, compareImmediate(cx, op, stack[base + a], word));
  }
}

/** The value that a store instruction stores: its third operand, a register or a constant. */
function stored<G>(frame: Frame<G>, stack: readonly Value<G>[], word: number): Value<G> {
  const c = word >>> 24;
  return (word & K_BIT) !== 0 ? (frame.closure as Closure<G>).proto.constants[c] : stack[frame.base + c];
}

function fieldOf<G>(cx: Context<G>, { closure, pc }: Frame<G>, object: Value<G>, key: string): Action<G> {
  const { proto } = closure as Closure<G>;
  return object instanceof Table ? getField(cx, proto, pc, object, key) : getMethod(cx, proto, pc, object, key);
}

/** SELF: the method, and the object behind it. */
function self<G>(cx: Context<G>, frame: Frame<G>, word: number): CarriedOut {
  const { stack } = cx.thread;
  const { base } = frame;
  const ra = base + ((word >>> 7) & 0xff);
  const object = stack[base + ((word >>> 16) & 0xff)];
  const isConstant = (word & K_BIT) !== 0;
  const { constants } = (frame.closure as Closure<G>).proto;
  const method = isConstant ? fieldOf(cx, frame, object, constants[word >>> 24] as string) : index(cx, object, stack[base + (word >>> 24)]);
  stack[ra + 1] = object;
  return give(cx, method, ra);
}

// --- How it ends.

function give<G>(cx: Context<G>, result: Action<G>, dest: number): CarriedOut {
  if (result === PENDING) return call(cx, dest, 1);
  cx.thread.stack[dest] = result as Value<G>;
  return CarriedOut.DONE;
}

const set = <G>(cx: Context<G>, isPending: boolean): CarriedOut => (isPending ? call(cx, 0, 0) : CarriedOut.DONE);

function compared<G>(cx: Context<G>, answer: boolean | typeof PENDING): CarriedOut {
  if (answer === PENDING) return call(cx, 0, Wanted.COMPARISON);
  return answer === true ? CarriedOut.TRUE : CarriedOut.FALSE;
}

const call = <G>(cx: Context<G>, dest: number, wanted: number): CarriedOut =>
  callMetamethod(cx, dest, wanted) ? CarriedOut.ENTERED : CarriedOut.STOPPED;
