// The dispatch loop: runs the Lua frame on top of the running thread until the machine has to do something else.
//
// This is the one long function of the code base: V8 optimises it as a whole, so its hot state lives in local variables and its
// slow paths are calls. Conventions inside of it:
//  - `pc` is saved in the frame (`frame.pc = pc`) before anything that can fail, call, or be asked for its line;
//  - whatever may change frames or threads is followed by `continue reload`, which loads the local variables anew;
//  - a metamethod that must be called is PENDING: `callMetamethod` enters it, its result comes back through `deliver`;
//  - `top` is the end of an open list of values, between the instruction that makes it and the one that consumes it;
//  - exceptions are caught by the executor: there is no `try` here.

import type { Context } from "../host/context.js";
import { concatStrings } from "../meta/concat.js";
import { Callback, Entry, PENDING } from "../value/callback.js";
import type { Args } from "../value/callback.js";
import { CELL_BYTES, Cell } from "../value/cell.js";
import { CLOSURE_BYTES, UPVALUE_BYTES } from "../value/closure.js";
import type { Closure } from "../value/closure.js";
import { behindMetatable, fieldElsewhere, isNilField } from "../value/inline-cache.js";
import type { InlineCache } from "../value/inline-cache.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import { FrameFlag, Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { makeFloat, rawEquals } from "../value/number.js";
import { checkReturned } from "../value/kind.js";
import { Table, makeTable, newTableBytes } from "../value/table.js";
import type { Thread } from "../value/thread.js";
import { NOT_DIRECT } from "../value/thread.js";
import { TRAP } from "../value/trapped-code.js";
import type { Value } from "../value/value.js";
import {
  callCallback,
  callMetamethod,
  enterCompiled,
  frameAndPerform,
  insertCallMetamethod,
  perform,
  returnToMachine,
  turnLoop,
} from "./machine.js";
import { Switch, switchDirectly } from "./coroutines.js";
import type { Wrapped } from "./coroutines.js";
import { prepareFor } from "./numeric-for.js";
import type { ForState } from "./numeric-for.js";
import { Iterated, callIterator } from "./generic-for.js";
import { ipairsNext, next } from "./iteration.js";
import { CarriedOut, carryOut } from "./carry-out.js";
import { Next, Stop, Turn } from "./next.js";
import { computeNumbers } from "./number-work.js";
import { O } from "./opcode.js";
import { isCallback, isClosure, isTable, isThread } from "./hidden-class.js";
import { MAX_C_LEVELS, SPARE_SLOTS, ensureStack, pushClosure } from "./stack.js";
import { OFFSET_SC, K_BIT, makeClosure, prepareVarargs, storeList } from "./instruction-work.js";
import { markToBeClosed, pendClose } from "./to-be-closed.js";
import { Trapped, charge, steppedCode, trap } from "./trap.js";

/** Signed operands of an instruction word (bytecode/src/instruction.ts). */
const OFFSET_SBX = 0xffff;
const OFFSET_SJ = 0xffffff;

/** Runs until the machine has to act: then `cx.stop` says why. */
export function interpret<G>(cx: Context<G>): void {
  const heap = cx.heap;
  const args = cx.args as Args<G>;
  reload: for (;;) {
    const thread = cx.thread;
    const stack = thread.stack;
    let frame = thread.top;
    enter: for (;;) {
      const closure = frame.closure as Closure<G>;
      const proto: LoadedProto = closure.proto;
      const code = thread.hookMask === 0 ? proto.code : steppedCode(thread, proto, frame.pc);
      const constants = proto.constants;
      const numbers = proto.numbers;
      const caches = proto.caches;
      const upvalues = closure.upvalues;
      const base = frame.base;
      let pc = frame.pc;
      let top = frame.openTop;

      dispatch: for (;;) {
        const i = code[pc++] as number;
        test: {
          switch (i & 0x7f) {
            case O.MOVE:
              stack[base + ((i >>> 7) & 0xff)] = stack[base + ((i >>> 16) & 0xff)];
              continue;
            case O.LOADI:
              stack[base + ((i >>> 7) & 0xff)] = (i >>> 15) - OFFSET_SBX;
              continue;
            case O.LOADF:
              stack[base + ((i >>> 7) & 0xff)] = makeFloat((i >>> 15) - OFFSET_SBX);
              continue;
            case O.LOADK:
              stack[base + ((i >>> 7) & 0xff)] = constants[i >>> 15];
              continue;
            case O.LOADKX:
              stack[base + ((i >>> 7) & 0xff)] = constants[(code[pc++] as number) >>> 7];
              continue;
            case O.LOADFALSE:
              stack[base + ((i >>> 7) & 0xff)] = false;
              continue;
            case O.LFALSESKIP:
              stack[base + ((i >>> 7) & 0xff)] = false;
              pc++;
              continue;
            case O.LOADTRUE:
              stack[base + ((i >>> 7) & 0xff)] = true;
              continue;
            case O.LOADNIL: {
              const first = base + ((i >>> 7) & 0xff);
              for (let slot = first + ((i >>> 16) & 0xff); slot >= first; slot--) stack[slot] = undefined;
              continue;
            }

            // --- Cells and upvalues.

            case O.NEWCELL: {
              frame.pc = pc;
              heap.allocate(CELL_BYTES);
              const ra = base + ((i >>> 7) & 0xff);
              stack[ra] = new Cell<G>(stack[ra]) as unknown as Value<G>;
              continue;
            }
            case O.GETCELL:
              stack[base + ((i >>> 7) & 0xff)] = (stack[base + ((i >>> 16) & 0xff)] as unknown as Cell<G>).v;
              continue;
            case O.SETCELL: {
              const cell = stack[base + ((i >>> 7) & 0xff)] as unknown as Cell<G>;
              cell.v = stack[base + ((i >>> 16) & 0xff)];
              if (cell.gcColor === heap.barrierColor) heap.backwardBarrier(cell);
              continue;
            }
            case O.GETUPVAL:
              stack[base + ((i >>> 7) & 0xff)] = (upvalues[(i >>> 16) & 0xff] as Cell<G>).v;
              continue;
            case O.SETUPVAL: {
              const cell = closure.upvalues[(i >>> 16) & 0xff] as Cell<G>;
              cell.v = stack[base + ((i >>> 7) & 0xff)];
              if (cell.gcColor === heap.barrierColor) heap.backwardBarrier(cell);
              continue;
            }

            // --- Tables.

            case O.GETTABUP:
            case O.GETTABUP_GETFIELD: {
              const object = (upvalues[(i >>> 16) & 0xff] as Cell<G>).v;
              if (!isTable(object)) break;
              const cache = caches[pc] as InlineCache;
              if (object.shape !== cache.shape) break;
              const value = object.slots[cache.slot];
              if (value === undefined) break;
              if ((i & 0x7f) === O.GETTABUP_GETFIELD && isTable(value)) {
                const next = caches[pc + 1] as InlineCache;
                const field = value.shape === next.shape ? value.slots[next.slot] : undefined;
                if (field !== undefined) {
                  stack[base + ((i >>> 7) & 0xff)] = field;
                  pc++;
                  continue;
                }
              }
              stack[base + ((i >>> 7) & 0xff)] = value;
              continue;
            }
            case O.GETFIELD: {
              const object = stack[base + ((i >>> 16) & 0xff)];
              if (!isTable(object)) break;
              const cache = caches[pc] as InlineCache;
              const value = object.shape === cache.shape ? object.slots[cache.slot] : fieldElsewhere(cache, object);
              if (value === undefined && !isNilField(cache, object)) break;
              stack[base + ((i >>> 7) & 0xff)] = value;
              continue;
            }
            case O.GETTABLE: {
              const object = stack[base + ((i >>> 16) & 0xff)];
              const key = stack[base + (i >>> 24)];
              if (isTable(object)) {
                let value: Value<G>;
                if (typeof key === "number" && (key | 0) === key) {
                  const array = object.array;
                  const position = key - 1;
                  value = position >= 0 && position < array.length ? array[position] : object.getInteger(key);
                } else {
                  value = typeof key === "string" ? object.getString(key) : object.get(key);
                }
                if (value !== undefined || object.metatable === undefined) {
                  stack[base + ((i >>> 7) & 0xff)] = value;
                  continue;
                }
              }
              break;
            }
            case O.GETI: {
              const object = stack[base + ((i >>> 16) & 0xff)];
              const key = i >>> 24;
              if (isTable(object)) {
                const array = object.array;
                const value = key > 0 && key <= array.length ? array[key - 1] : object.getInteger(key);
                if (value !== undefined || object.metatable === undefined) {
                  stack[base + ((i >>> 7) & 0xff)] = value;
                  continue;
                }
              }
              break;
            }
            case O.SETTABUP: {
              const object = (upvalues[(i >>> 7) & 0xff] as Cell<G>).v;
              if (isTable(object)) {
                const cache = caches[pc] as InlineCache;
                if (object.shape === cache.shape && object.slots[cache.slot] !== undefined) {
                  object.slots[cache.slot] = ((i & K_BIT) !== 0 ? constants[i >>> 24] : stack[base + (i >>> 24)]) as Value<G>;
                  if (object.gcColor === heap.barrierColor) heap.backwardBarrier(object);
                  continue;
                }
              }
              break;
            }
            case O.SETFIELD: {
              const object = stack[base + ((i >>> 7) & 0xff)];
              if (isTable(object)) {
                const cache = caches[pc] as InlineCache;
                if (object.shape === cache.shape && object.slots[cache.slot] !== undefined) {
                  object.slots[cache.slot] = ((i & K_BIT) !== 0 ? constants[i >>> 24] : stack[base + (i >>> 24)]) as Value<G>;
                  if (object.gcColor === heap.barrierColor) heap.backwardBarrier(object);
                  continue;
                }
              }
              break;
            }
            case O.SETTABLE: {
              const object = stack[base + ((i >>> 7) & 0xff)];
              const key = stack[base + ((i >>> 16) & 0xff)];
              const value = ((i & K_BIT) !== 0 ? constants[i >>> 24] : stack[base + (i >>> 24)]) as Value<G>;
              frame.pc = pc;
              if (isTable(object)) {
                if (typeof key === "number" && (key | 0) === key) {
                  const array = object.array;
                  const position = key - 1;
                  if (position >= 0 && position < array.length && value !== undefined && array[position] !== undefined) {
                    array[position] = value;
                    if (object.gcColor === heap.barrierColor) object.recordStore(heap, value);
                    continue;
                  }
                  if (object.metatable === undefined) {
                    object.setInteger(heap, key, value);
                    continue;
                  }
                } else if (typeof key === "string" && object.metatable === undefined) {
                  object.setString(heap, key, value);
                  continue;
                }
              }
              break;
            }
            case O.SETI: {
              const object = stack[base + ((i >>> 7) & 0xff)];
              const key = (i >>> 16) & 0xff;
              const value = ((i & K_BIT) !== 0 ? constants[i >>> 24] : stack[base + (i >>> 24)]) as Value<G>;
              frame.pc = pc;
              if (isTable(object) && object.metatable === undefined) {
                object.setInteger(heap, key, value);
                continue;
              }
              break;
            }
            case O.NEWTABLE: {
              frame.pc = pc;
              const fieldHint = (i >>> 16) & 0xff;
              const slotCount = fieldHint === 0 ? 0 : 2 ** (fieldHint - 1);
              heap.allocate(newTableBytes(slotCount));
              // The array part is made by the SETLIST.
              pc++;
              stack[base + ((i >>> 7) & 0xff)] = makeTable<G>(cx.shapes, slotCount);
              if (heap.allocatedBytes >= heap.wakeBytes) cx.interrupt();
              continue;
            }
            case O.SELF: {
              const object = stack[base + ((i >>> 16) & 0xff)];
              if ((i & K_BIT) === 0) break;
              const cache = caches[pc] as InlineCache;
              let value: Value<G>;
              if (typeof object === "string") {
                value = behindMetatable(cache, cx.stringMetatable);
              } else if (!(object instanceof Table)) {
                break;
              } else if (object.shape === cache.shape) {
                value = object.slots[cache.slot];
              } else {
                value = fieldElsewhere(cache, object);
              }
              if (value === undefined) break;
              const ra = base + ((i >>> 7) & 0xff);
              stack[ra + 1] = object;
              stack[ra] = value;
              continue;
            }
            case O.SETLIST: {
              const ra = base + ((i >>> 7) & 0xff);
              const table = stack[ra];
              const count = (i >>> 16) & 0xff;
              const n = count === 0 ? top - ra - 1 : count;
              let last = (i >>> 24) + n;
              frame.pc = pc;
              if (count === 0) frame.openTop = top;
              if ((i & K_BIT) !== 0) last += ((code[pc++] as number) >>> 7) * 256;
              storeList(cx, table, last - n + 1, stack, ra + 1, n);
              frame.openTop = 0;
              continue;
            }

            // --- Arithmetic. Two numbers whose result is no integer, or a small integer of small integers, give it directly; every other
            // case leaves the switch for `arithmetic`. NaN and infinities do, too: "below" is false for them. What is no integer is
            // tested first: integers that were seen together with floats pass through doubles all the same.

            case O.ADDI: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = (i >>> 24) - OFFSET_SC;
              if (typeof a === "number") {
                const t = a + b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const n = (x + b) | 0;
                if (n === t && x === a) {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.SUBI: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = (i >>> 24) - OFFSET_SC;
              if (typeof a === "number") {
                const t = a - b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const n = (x - b) | 0;
                if (n === t && x === a) {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.ADDK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = numbers[i >>> 24] as number;
              if (typeof a === "number") {
                const t = a + b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const y = b | 0;
                const n = (x + y) | 0;
                if (n === t && x === a && y === b && typeof constants[i >>> 24] === "number") {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.SUBK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = numbers[i >>> 24] as number;
              if (typeof a === "number") {
                const t = a - b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const y = b | 0;
                const n = (x - y) | 0;
                if (n === t && x === a && y === b && typeof constants[i >>> 24] === "number") {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.MULK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = numbers[i >>> 24] as number;
              if (typeof a === "number") {
                const t = a * b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const n = t | 0;
                if (n === t && (a | 0) === a && (b | 0) === b && typeof constants[i >>> 24] === "number") {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.MODK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = constants[i >>> 24];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b && y > 0) {
                  const t = (x % y) | 0;
                  stack[base + ((i >>> 7) & 0xff)] = t < 0 ? (t + y) | 0 : t;
                  continue;
                }
              }
              break;
            }
            case O.DIVK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = numbers[i >>> 24] as number;
              if (typeof a === "number") {
                const t = a / b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
              }
              break;
            }
            case O.IDIVK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = constants[i >>> 24];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b && y > 0) {
                  stack[base + ((i >>> 7) & 0xff)] = Math.floor(x / y) | 0;
                  continue;
                }
              }
              break;
            }
            case O.BANDK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = constants[i >>> 24];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x & y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x & y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.BORK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = constants[i >>> 24];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x | y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x | y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.BXORK: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = constants[i >>> 24];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x ^ y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x ^ y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.ADD: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const t = a + b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const y = b | 0;
                const n = (x + y) | 0;
                if (n === t && x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.SUB: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const t = a - b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const x = a | 0;
                const y = b | 0;
                const n = (x - y) | 0;
                if (n === t && x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.MUL: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const t = a * b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
                const n = t | 0;
                if (n === t && (a | 0) === a && (b | 0) === b) {
                  stack[base + ((i >>> 7) & 0xff)] = n;
                  continue;
                }
              }
              break;
            }
            case O.MOD: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b && y > 0) {
                  const t = (x % y) | 0;
                  stack[base + ((i >>> 7) & 0xff)] = t < 0 ? (t + y) | 0 : t;
                  continue;
                }
              }
              break;
            }
            case O.DIV: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const t = a / b;
                if (Math.floor(t) < t) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
              }
              break;
            }
            case O.IDIV: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b && y > 0) {
                  stack[base + ((i >>> 7) & 0xff)] = Math.floor(x / y) | 0;
                  continue;
                }
              }
              break;
            }
            case O.BAND: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x & y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x & y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.BOR: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x | y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x | y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.BXOR: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number") {
                const x = a | 0;
                const y = b | 0;
                if (x === a && y === b) {
                  stack[base + ((i >>> 7) & 0xff)] = x ^ y;
                  continue;
                }
                if (a >>> 0 === a && b >>> 0 === b) {
                  stack[base + ((i >>> 7) & 0xff)] = (x ^ y) >>> 0;
                  continue;
                }
              }
              break;
            }
            case O.SHRI: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = (i >>> 24) - OFFSET_SC;
              if (typeof a === "number" && a >>> 0 === a && b >= 0 && b < 32) {
                stack[base + ((i >>> 7) & 0xff)] = a >>> b;
                continue;
              }
              break;
            }
            case O.SHR: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number" && a >>> 0 === a && (b & 31) === b) {
                stack[base + ((i >>> 7) & 0xff)] = a >>> b;
                continue;
              }
              break;
            }
            case O.SHL: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              const b = stack[base + (i >>> 24)];
              if (typeof a === "number" && typeof b === "number" && a >>> 0 === a && (b & 31) === b) {
                const t = a * ((1 << b) >>> 0);
                if (t <= Number.MAX_SAFE_INTEGER) {
                  stack[base + ((i >>> 7) & 0xff)] = t;
                  continue;
                }
              }
              break;
            }
            case O.SHLI:
            case O.POWK:
            case O.POW:
              break;
            case O.UNM: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              if (typeof a === "number" && a !== 0 && a === a) {
                stack[base + ((i >>> 7) & 0xff)] = -a;
                continue;
              }
              break;
            }
            case O.BNOT: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              if (typeof a === "number" && (a | 0) === a) {
                stack[base + ((i >>> 7) & 0xff)] = ~a;
                continue;
              }
              break;
            }
            case O.NOT: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              stack[base + ((i >>> 7) & 0xff)] = a === undefined || a === false;
              continue;
            }
            case O.LEN: {
              const a = stack[base + ((i >>> 16) & 0xff)];
              if (typeof a === "string") {
                stack[base + ((i >>> 7) & 0xff)] = a.length;
                continue;
              }
              if (a instanceof Table && a.metatable === undefined) {
                stack[base + ((i >>> 7) & 0xff)] = a.length();
                continue;
              }
              break;
            }
            case O.CONCAT: {
              const first = base + ((i >>> 7) & 0xff);
              const count = (i >>> 16) & 0xff;
              frame.pc = pc;
              if (count === 2) {
                const a = stack[first];
                const b = stack[first + 1];
                if (typeof a === "string" && typeof b === "string") {
                  stack[first] = concatStrings(cx, a, b);
                  continue;
                }
              }
              break;
            }

            // --- To-be-closed variables.

            case O.CLOSE:
              if (thread.toClose.length !== 0) break;
              continue;
            case O.TBC:
              frame.pc = pc;
              markToBeClosed(cx, base + ((i >>> 7) & 0xff));
              continue;

            // --- Jumps and tests.

            case O.JMP: {
              const distance = (i >>> 7) - OFFSET_SJ;
              pc += distance;
              if (distance < 0 && ((cx.fuel += distance) < 0 || --proto.loopHeat < 0)) {
                const turn = turnLoop(cx, frame, pc);
                if (turn === Turn.ENTERED) continue reload;
                if (turn === Turn.STOPPED) return;
              }
              continue;
            }
            case O.EQ: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              const b = stack[base + ((i >>> 16) & 0xff)];
              let result: boolean;
              if (a === b) {
                result = true;
              } else if (
                typeof a === "string" ||
                typeof a === "boolean" ||
                a === undefined ||
                (typeof a === "number" && typeof b === "number")
              ) {
                result = false;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.LT: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              const b = stack[base + ((i >>> 16) & 0xff)];
              let result: boolean;
              if (typeof a === "number" && typeof b === "number") {
                result = a < b;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.LE: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              const b = stack[base + ((i >>> 16) & 0xff)];
              let result: boolean;
              if (typeof a === "number" && typeof b === "number") {
                result = a <= b;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.EQK: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              const b = constants[(i >>> 16) & 0xff] as Value<G>;
              const result = a === b || ((typeof a === "object" || typeof b === "object") && rawEquals(a, b));
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.EQI: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              const b = ((i >>> 16) & 0xff) - OFFSET_SC;
              const result = a === b || (typeof a === "object" && rawEquals(a, b));
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.LTI: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              let result: boolean;
              if (typeof a === "number") {
                result = a < ((i >>> 16) & 0xff) - OFFSET_SC;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.LEI: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              let result: boolean;
              if (typeof a === "number") {
                result = a <= ((i >>> 16) & 0xff) - OFFSET_SC;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.GTI: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              let result: boolean;
              if (typeof a === "number") {
                result = a > ((i >>> 16) & 0xff) - OFFSET_SC;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.GEI: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              let result: boolean;
              if (typeof a === "number") {
                result = a >= ((i >>> 16) & 0xff) - OFFSET_SC;
              } else {
                break;
              }
              if (result !== ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.TEST: {
              const a = stack[base + ((i >>> 7) & 0xff)];
              if ((a === undefined || a === false) === ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              break test;
            }
            case O.TESTSET: {
              const b = stack[base + ((i >>> 16) & 0xff)];
              if ((b === undefined || b === false) === ((i & K_BIT) !== 0)) {
                pc++;
                continue;
              }
              stack[base + ((i >>> 7) & 0xff)] = b;
              break test;
            }

            // --- Calls and returns.

            case O.CALL: {
              const func = base + ((i >>> 7) & 0xff);
              const b = (i >>> 16) & 0xff;
              let argCount = b !== 0 ? b - 1 : top - func - 1;
              frame.pc = pc;
              for (;;) {
                const callee = stack[func];
                if (isClosure(callee)) {
                  frame = pushClosure(cx, thread, callee, func, argCount, func, (i >>> 24) - 1);
                  if ((cx.fuel -= callee.proto.entryFuel) < 0) {
                    cx.stop = Stop.FUEL;
                    return;
                  }
                  if (--callee.proto.entryHeat < 0) {
                    if (perform(cx, enterCompiled(cx, frame))) continue reload;
                    return;
                  }
                  continue enter;
                }
                if (isCallback(callee)) {
                  const wanted = (i >>> 24) - 1;
                  if (callee.entry !== Entry.FRAMELESS) {
                    if (callee.entry !== Entry.FRAMED) {
                      // The commonest switch in place: the other thread has left directly too, for a number of values.
                      let to: Thread<G> | undefined;
                      let at = func + 1;
                      if (callee.entry === Entry.YIELD) {
                        if (thread.unyieldableCount === 0) to = thread.resumer;
                      } else if (frame.level + 1 < MAX_C_LEVELS) {
                        const target = callee.entry === Entry.WRAPPED ? (callee.data as Wrapped<G>).thread : argCount > 0 && stack[at++];
                        if (isThread(target) && target.mode === "suspended") to = target;
                      }
                      if (to !== undefined && to.directWanted >= 0) {
                        if (thread.direct !== callee) thread.direct = callee;
                        thread.directDest = func;
                        thread.directWanted = wanted;
                        if (callee.entry === Entry.YIELD) {
                          thread.mode = "suspended";
                          thread.resumer = undefined;
                        } else {
                          thread.mode = "normal";
                          to.resumer = thread;
                        }
                        let dest = to.directDest;
                        const end = dest + to.directWanted;
                        if (dest < end && (to.direct as Callback<G>).entry === Entry.RESUME) to.stack[dest++] = true;
                        for (; dest < end; dest++) to.stack[dest] = at <= func + argCount ? stack[at++] : undefined;
                        to.directWanted = NOT_DIRECT;
                        to.mode = "running";
                        cx.thread = to;
                        if (heap.barrierColor >= 0) heap.touch(to);
                        continue reload;
                      }
                      const outcome = switchDirectly(cx, callee, func, argCount, wanted);
                      if (outcome === Switch.ENTERED) continue reload;
                      if (outcome === Switch.STOPPED) return;
                    }
                    if (callCallback(cx, callee, func, argCount, func, wanted)) continue reload;
                    return;
                  }
                  cx.callee = callee;
                  cx.argCount = argCount;
                  cx.pendingKind = Next.NOTHING as Next;
                  let result;
                  switch (callee.arity) {
                    case 0:
                      result = callee.fn(cx);
                      break;
                    case 1:
                      result = callee.fn(cx, argCount > 0 ? stack[func + 1] : undefined);
                      break;
                    case 2:
                      result = callee.fn(cx, argCount > 0 ? stack[func + 1] : undefined, argCount > 1 ? stack[func + 2] : undefined);
                      break;
                    case 3:
                      result = callee.fn(
                        cx,
                        argCount > 0 ? stack[func + 1] : undefined,
                        argCount > 1 ? stack[func + 2] : undefined,
                        argCount > 2 ? stack[func + 3] : undefined,
                      );
                      break;
                    default:
                      args.stack = stack;
                      args.base = func + 1;
                      args.count = argCount;
                      result = callee.fn(cx, args);
                  }
                  result = checkReturned(result);
                  cx.callee = undefined;
                  if (result !== PENDING) {
                    stack[func] = result as Value<G>;
                    if (wanted === 1) continue dispatch;
                    if (wanted === Wanted.ALL) top = func + 1;
                    else for (let n = 1; n < wanted; n++) stack[func + n] = undefined;
                    continue dispatch;
                  }
                  if (cx.pendingKind === Next.RETURN) {
                    const count = cx.bufferCount;
                    const buffer = cx.buffer;
                    if (wanted === Wanted.ALL) {
                      ensureStack(cx, thread, func + count + SPARE_SLOTS);
                      for (let n = 0; n < count; n++) stack[func + n] = buffer[n];
                      top = func + count;
                    } else {
                      for (let n = 0; n < wanted; n++) stack[func + n] = n < count ? buffer[n] : undefined;
                    }
                    continue dispatch;
                  }
                  if (frameAndPerform(cx, callee, func, argCount, func, wanted)) continue reload;
                  return;
                }
                insertCallMetamethod(cx, thread, func, argCount, callee);
                argCount++;
              }
            }
            case O.TAILCALL: {
              const ra = base + ((i >>> 7) & 0xff);
              const b = (i >>> 16) & 0xff;
              let argCount = b !== 0 ? b - 1 : top - ra - 1;
              frame.pc = pc;
              for (;;) {
                const callee = stack[ra];
                if (isClosure(callee)) {
                  // The frame is reused: function and arguments move down to where the caller's function was.
                  const func = frame.func;
                  for (let n = 0; n <= argCount; n++) stack[func + n] = stack[ra + n];
                  thread.top = frame.previous as Frame<G>;
                  const flags = frame.flags & (FrameFlag.FINALIZER | FrameFlag.HANDLER | FrameFlag.CLOSING);
                  const level = frame.level;
                  const entered = pushClosure(cx, thread, callee, func, argCount, frame.dest, frame.wanted);
                  entered.flags = flags | FrameFlag.TAIL_CALL;
                  entered.level = level;
                  if ((cx.fuel -= callee.proto.entryFuel) < 0) {
                    cx.stop = Stop.FUEL;
                    return;
                  }
                  if (--callee.proto.entryHeat < 0 && !perform(cx, enterCompiled(cx, entered))) return;
                  continue reload;
                }
                if (callee instanceof Callback) {
                  // Called as by CALL with all results: the RETURN that follows a TAILCALL passes them on.
                  if (callCallback(cx, callee, ra, argCount, ra, Wanted.ALL)) continue reload;
                  return;
                }
                insertCallMetamethod(cx, thread, ra, argCount, callee);
                argCount++;
              }
            }
            case O.RETURN: {
              const ra = base + ((i >>> 7) & 0xff);
              const b = (i >>> 16) & 0xff;
              const count = b !== 0 ? b - 1 : top - ra;
              if ((i & K_BIT) !== 0 && thread.toClose.length !== 0) {
                frame.pc = pc;
                frame.openTop = ra + count;
                if (pendClose(cx, base)) {
                  if (callMetamethod(cx, 0, Wanted.CLOSE)) continue reload;
                  return;
                }
              }
              const wanted = frame.wanted;
              if (wanted < Wanted.ALL) {
                if (returnToMachine(cx, ra, count)) continue reload;
                return;
              }
              const dest = frame.dest;
              const caller = frame.previous as Frame<G>;
              thread.top = caller;
              frame = caller;
              if (wanted === Wanted.ALL) {
                for (let n = 0; n < count; n++) stack[dest + n] = stack[ra + n];
                caller.openTop = dest + count;
              } else {
                for (let n = 0; n < wanted; n++) stack[dest + n] = n < count ? stack[ra + n] : undefined;
              }
              continue enter;
            }
            case O.RETURN0: {
              const wanted = frame.wanted;
              if (wanted < Wanted.ALL) {
                if (returnToMachine(cx, 0, 0)) continue reload;
                return;
              }
              const dest = frame.dest;
              const caller = frame.previous as Frame<G>;
              thread.top = caller;
              frame = caller;
              if (wanted === Wanted.ALL) caller.openTop = dest;
              else for (let n = 0; n < wanted; n++) stack[dest + n] = undefined;
              continue enter;
            }
            case O.RETURN1: {
              const ra = base + ((i >>> 7) & 0xff);
              const wanted = frame.wanted;
              if (wanted < Wanted.ALL) {
                if (returnToMachine(cx, ra, 1)) continue reload;
                return;
              }
              const dest = frame.dest;
              const caller = frame.previous as Frame<G>;
              thread.top = caller;
              frame = caller;
              if (wanted === 1) {
                stack[dest] = stack[ra];
              } else if (wanted === Wanted.ALL) {
                stack[dest] = stack[ra];
                caller.openTop = dest + 1;
              } else if (wanted > 0) {
                stack[dest] = stack[ra];
                for (let n = 1; n < wanted; n++) stack[dest + n] = undefined;
              }
              continue enter;
            }

            // --- Loops.

            case O.FORLOOP: {
              const ra = base + ((i >>> 7) & 0xff);
              const current = stack[ra];
              if (typeof current === "number") {
                const step = stack[ra + 2] as number;
                const limit = stack[ra + 1] as number;
                const value = current + step;
                if (step > 0 ? value > limit : value < limit) continue;
                stack[ra] = value;
                stack[ra + 3] = value;
              } else {
                const value = (current as unknown as ForState).next();
                if (value === undefined) continue;
                stack[ra + 3] = value;
              }
              const distance = i >>> 15;
              pc -= distance;
              if ((cx.fuel -= distance) < 0 || --proto.loopHeat < 0) {
                const turn = turnLoop(cx, frame, pc);
                if (turn === Turn.ENTERED) continue reload;
                if (turn === Turn.STOPPED) return;
              }
              continue;
            }
            case O.FORPREP:
              frame.pc = pc;
              if (!prepareFor(cx, stack, base + ((i >>> 7) & 0xff))) pc += (i >>> 15) + 1;
              continue;
            case O.TFORPREP:
              frame.pc = pc;
              markToBeClosed(cx, base + ((i >>> 7) & 0xff) + 3);
              pc += i >>> 15;
              continue;
            case O.TFORCALL: {
              const ra = base + ((i >>> 7) & 0xff);
              const iterator = stack[ra];
              const count = i >>> 24;
              frame.pc = pc;
              if (isCallback(iterator) && count <= 2) {
                const table = stack[ra + 1];
                if (iterator.fn === ipairsNext.fn) {
                  const control = stack[ra + 2];
                  if (isTable(table) && typeof control === "number" && control >= 0 && control < table.array.length) {
                    const value = table.array[control];
                    if (value !== undefined) {
                      stack[ra + 4] = control + 1;
                      stack[ra + 5] = value;
                      continue;
                    }
                  }
                } else if (iterator.fn === next.fn && isTable(table)) {
                  const current = table.positionOf(stack[ra + 2]);
                  if (current !== -1) {
                    const position = table.nextPosition(current);
                    if (position === 0) {
                      stack[ra + 4] = undefined;
                    } else {
                      stack[ra + 4] = table.keyAt(position);
                      stack[ra + 5] = table.valueAt(position);
                    }
                    continue;
                  }
                }
              }
              const iterated = callIterator(cx, ra, count);
              if (iterated === Iterated.DONE) continue;
              if (iterated === Iterated.ENTERED) continue reload;
              return;
            }
            case O.TFORLOOP: {
              const ra = base + ((i >>> 7) & 0xff);
              const control = stack[ra + 4];
              if (control === undefined) continue;
              stack[ra + 2] = control;
              const distance = i >>> 15;
              pc -= distance;
              if ((cx.fuel -= distance) < 0 || --proto.loopHeat < 0) {
                const turn = turnLoop(cx, frame, pc);
                if (turn === Turn.ENTERED) continue reload;
                if (turn === Turn.STOPPED) return;
              }
              continue;
            }

            // --- Functions.

            case O.CLOSURE: {
              frame.pc = pc;
              const nested = proto.protos[i >>> 15] as LoadedProto;
              const count = nested.proto.upvalues.length;
              heap.allocate(CLOSURE_BYTES + count * UPVALUE_BYTES);
              stack[base + ((i >>> 7) & 0xff)] = makeClosure(nested, stack, base, upvalues);
              if (heap.allocatedBytes >= heap.wakeBytes) cx.interrupt();
              continue;
            }
            case O.VARARG: {
              const ra = base + ((i >>> 7) & 0xff);
              const extra = frame.varargCount;
              const first = frame.base - 1 - extra;
              const wanted = (i >>> 24) - 1;
              frame.pc = pc;
              if (wanted < 0) {
                ensureStack(cx, thread, ra + extra + SPARE_SLOTS);
                for (let n = 0; n < extra; n++) stack[ra + n] = stack[first + n];
                top = ra + extra;
              } else {
                for (let n = 0; n < wanted; n++) stack[ra + n] = n < extra ? stack[first + n] : undefined;
              }
              continue;
            }
            case O.VARARGPREP:
              frame.pc = pc;
              prepareVarargs(cx, frame, (i >>> 7) & 0xff);
              continue reload;
            case O.CHARGE_POINT:
              if (!charge(cx, thread, frame, pc)) return;
              continue enter;
            case TRAP: {
              // While a hook is set, every instruction comes here first.
              const trapped = trap(cx, thread, frame, pc, top);
              if (trapped === Trapped.EXECUTE) {
                pc--;
                continue;
              }
              if (trapped === Trapped.ENTERED) continue reload;
              return;
            }
            default:
              throw new Error(`internal: opcode ${i & 0x7f} at pc ${pc - 1}`);
          }

          // What was not done in place.
          const op = i & 0x7f;
          if (op >= O.ADDI && op <= O.BNOT && computeNumbers(i, stack, base, constants)) continue;
          frame.pc = pc;
          const outcome = carryOut(cx, frame, i);
          if (outcome === CarriedOut.DONE) continue;
          if (outcome === CarriedOut.ENTERED) continue reload;
          if (outcome === CarriedOut.STOPPED) return;
          if ((outcome === CarriedOut.TRUE) !== ((i & K_BIT) !== 0)) {
            pc++;
            continue;
          }
        }

        // A test decided to do the jump that follows it.
        const distance = ((code[pc] as number) >>> 7) - OFFSET_SJ;
        pc += distance + 1;
        if (distance < 0 && ((cx.fuel += distance) < 0 || --proto.loopHeat < 0)) {
          const turn = turnLoop(cx, frame, pc);
          if (turn === Turn.ENTERED) continue reload;
          if (turn === Turn.STOPPED) return;
        }
      }
    }
  }
}
