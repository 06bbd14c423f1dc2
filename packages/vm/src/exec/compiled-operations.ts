// What compiled code does out of line. Each operation gives its value, or says that the interpreter is to do the instruction:
// undefined where nil is no possible value (`| undefined`), `SUSPEND` elsewhere. Then nothing has had an effect yet. That is how
// everything leaves compiled code that fails, that needs a metamethod to be called, or that the memory limit refuses: nothing here
// throws, and no error is made here.

import { ArenaMemoryError } from "@luster/gc-arena";
import type { Heap } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import { equals } from "../meta/compare.js";
import { concatStrings } from "../meta/concat.js";
import { concatText } from "../meta/concat-text.js";
import { Event, MAX_META_CHAIN, metamethod, metamethodOf } from "../meta/metamethod.js";
import { Callback, Entry, PENDING } from "../value/callback.js";
import type { Args } from "../value/callback.js";
import type { Cell } from "../value/cell.js";
import { Closure } from "../value/closure.js";
import { SUSPEND } from "../value/compiled-code.js";
import type { CompiledResult, Suspend } from "../value/compiled-code.js";
import { checkReturned, isFunction } from "../value/kind.js";
import { NEVER_HOT } from "../value/loaded-proto.js";
import { MAX_STRING_LENGTH, compareStrings } from "../value/lua-string.js";
import type { Shape } from "../value/shape.js";
import { DIVIDE_BY_ZERO, Float, idiv, isInteger, isNumber, lessEqual, lessThan, mod } from "../value/number.js";
import { Table, makeTable, newTableBytes } from "../value/table.js";
import { Userdata } from "../value/userdata.js";
import type { LuaNumber, Value } from "../value/value.js";
import { Then } from "./departure.js";
import { isNilAt, methodAt, noteMethod, notePlace, noteStore, valueAt } from "./field-site.js";
import type { FieldPlace, FieldSite } from "./field-site.js";
import { ipairsNext, next } from "./iteration.js";
import { resumeNatively, yieldNatively } from "./native-switch.js";
import { Next } from "./next.js";
import { MAX_C_LEVELS } from "./stack.js";

/** Calls from compiled code count for more: each one of a function that is not compiled leaves compiled code. */
const COLD_CALL_HEAT = 16;

// --- Fields.

/** `object[key]` through tables alone; `SUSPEND` if that does not do. */
export function getIndex<G>(cx: Context<G>, object: Value<G>, key: Value<G>): Value<G> | Suspend {
  let target = object;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    let handler: Value<G>;
    if (target instanceof Table) {
      const value = typeof key === "string" ? target.getString(key) : target.get(key);
      if (value !== undefined) return value;
      const { metatable } = target;
      if (metatable === undefined) return undefined;
      handler = metamethod(metatable, Event.INDEX);
      if (handler === undefined) return undefined;
    } else {
      handler = metamethodOf(cx, target, Event.INDEX);
      if (handler === undefined) return SUSPEND;
    }
    if (isFunction(handler)) return SUSPEND;
    target = handler;
  }
  return SUSPEND;
}

/** `object[key]` for a key that is a safe integer. */
export function getInteger<G>(cx: Context<G>, object: Value<G>, key: number): Value<G> | Suspend {
  if (object instanceof Table) {
    const value = object.getInteger(key);
    if (value !== undefined || object.metatable === undefined) return value;
  }
  return getIndex(cx, object, key);
}

/** `object.key` by an instruction of compiled code, which remembers in `site` where it found the field. */
export function getField<G>(cx: Context<G>, site: FieldSite, object: Value<G>, key: string): Value<G> | Suspend {
  if (!(object instanceof Table)) return typeof object === "string" ? getMethod(cx, site, object, key) : getIndex(cx, object, key);
  const { shape } = object;
  const { places } = site;
  site.noteMiss();
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as FieldPlace;
    if (place.shape !== shape) continue;
    const value = valueAt(place, object);
    if (value !== undefined || isNilAt(place, object)) return value;
  }
  notePlace(site, object, key);
  return getIndex(cx, object, key);
}

/** A field of a string, as a method has it. */
function getMethod<G>(cx: Context<G>, site: FieldSite, object: string, key: string): Value<G> | Suspend {
  const { stringMetatable } = cx;
  if (stringMetatable === undefined) return SUSPEND;
  const value = methodAt(site, stringMetatable);
  if (value !== undefined) return value;
  noteMethod(site, stringMetatable, key);
  return getIndex(cx, object, key);
}

/** `object[key] = value`; false if the interpreter is to do it. */
export function putIndex<G>(cx: Context<G>, object: Value<G>, key: Value<G>, value: Value<G>): boolean {
  if (!(object instanceof Table)) return false;
  const { metatable } = object;
  if (metatable !== undefined && metamethod(metatable, Event.NEWINDEX) !== undefined && object.get(key) === undefined) return false;
  if (key === undefined || key !== key) return false;
  try {
    object.set(cx.heap, key, value);
    return true;
  } catch (error) {
    return refused(error);
  }
}

/** `object[key] = value` for a key that is a safe integer. */
export function putInteger<G>(cx: Context<G>, object: Value<G>, key: number, value: Value<G>): boolean {
  if (!(object instanceof Table) || object.metatable !== undefined) return putIndex(cx, object, key, value);
  try {
    object.setInteger(cx.heap, key, value);
    return true;
  } catch (error) {
    return refused(error);
  }
}

/** Whether a field that is nil can be stored to without calling anything. Such a store may give the table, as a metatable, another event. */
export function canAdd<G>(table: Table<G>): boolean {
  const { metatable } = table;
  if (metatable !== undefined && metamethod(metatable, Event.NEWINDEX) !== undefined) return false;
  table.absentEvents = 0;
  return true;
}

/** `object.key = value` by an instruction of compiled code, which remembers in `site` where it stored. */
export function putField<G>(cx: Context<G>, site: FieldSite, object: Value<G>, key: string, value: Value<G>): boolean {
  if (!(object instanceof Table)) return false;
  const { heap } = cx;
  const { places } = site;
  const { shape, metatable } = object;
  site.noteMiss();
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as FieldPlace;
    if (place.shape !== shape) continue;
    // A field that is there is stored to without asking for `__newindex`.
    if (place.links.length > 0 || place.slot < 0) continue;
    if (object.slots[place.slot] === undefined && !canAdd(object)) break;
    object.slots[place.slot] = value;
    if (object.gcColor === heap.barrierColor) heap.backwardBarrier(object);
    return true;
  }
  if (metatable !== undefined && metamethod(metatable, Event.NEWINDEX) !== undefined) return putIndex(cx, object, key, value);
  if (shape === site.addShape && value !== undefined && site.addSlot < object.slots.length) {
    object.slots[site.addSlot] = value;
    object.shape = site.nextShape as Shape;
    object.absentEvents = 0;
    if (object.gcColor === heap.barrierColor) heap.backwardBarrier(object);
    return true;
  }
  try {
    object.setString(heap, key, value);
  } catch (error) {
    return refused(error);
  }
  noteStore(site, shape, object, key);
  return true;
}

function refused(error: unknown): false {
  if (error instanceof ArenaMemoryError) return false;
  throw error;
}

// --- Write barriers. Small, so that hosts compile them into each store; functions, so that the stores share what hosts learn of the
// case that seldom happens.

/** After a store into a field of a table. */
export function fieldBarrier<G>(heap: Heap, table: Table<G>): void {
  if (table.gcColor === heap.barrierColor) heap.backwardBarrier(table);
}

/** After a store of `value` into the array part of a table: a large one is not traced again for each. */
export function elementBarrier<G>(heap: Heap, table: Table<G>, value: Value<G>): void {
  if (table.gcColor === heap.barrierColor) table.recordStore(heap, value);
}

/** After a store into a cell. */
export function cellBarrier<G>(heap: Heap, cell: Cell<G>): void {
  if (cell.gcColor === heap.barrierColor) heap.backwardBarrier(cell);
}

// --- New objects. Undefined when the memory limit refuses them. (Most are made by compiled code itself.)

/**
 * Compiled code has charged `bytes` for a new object and has passed `wakeBytes`: the arena is to collect soon, or the memory limit
 * refuses the object (false), and nothing was charged.
 */
export function admitBytes<G>(cx: Context<G>, bytes: number): boolean {
  const { heap } = cx;
  if (heap.allocatedBytes > heap.hardLimitBytes) {
    heap.allocatedBytes -= bytes;
    return false;
  }
  cx.interrupt();
  return true;
}

/** Takes back what compiled code has charged beyond the memory limit. */
export function refundBytes(heap: Heap, bytes: number): true {
  heap.allocatedBytes -= bytes;
  return true;
}

/** The shape of a table without fields. */
export const rootShape = <G>(cx: Context<G>): Shape => cx.shapes.root;

/** NEWTABLE. */
export function newTable<G>(cx: Context<G>, slotCount: number): Table<G> | undefined {
  const { heap } = cx;
  const bytes = newTableBytes(slotCount);
  heap.allocatedBytes += bytes;
  return heap.allocatedBytes >= heap.wakeBytes && !admitBytes(cx, bytes) ? undefined : makeTable<G>(cx.shapes, slotCount);
}

/** SETLIST. */
export function putList<G>(cx: Context<G>, table: Value<G>, first: number, values: readonly Value<G>[]): boolean {
  if (!(table instanceof Table)) return false;
  const { heap } = cx;
  try {
    if (table.array.length < first) table.setList(heap, first, values, 0, values.length);
    else for (let n = 0; n < values.length; n++) table.setInteger(heap, first + n, values[n]);
    return true;
  } catch (error) {
    return refused(error);
  }
}

/** CONCAT of two values. */
export function concatTwo<G>(cx: Context<G>, a: Value<G>, b: Value<G>): string | undefined {
  const left = typeof a === "string" ? a : textOfNumber(a);
  const right = typeof b === "string" ? b : textOfNumber(b);
  if (left === undefined || right === undefined) return undefined;
  const length = left.length + right.length;
  if (length > MAX_STRING_LENGTH || !cx.heap.canAllocate(length + 24)) return undefined;
  cx.chargeConcat(length, left.length < right.length ? left.length : right.length);
  return left + right;
}

const textOfNumber = (value: unknown): string | undefined =>
  typeof value === "number" && (value | 0) === value ? `${value}` : concatText(value);

/** CONCAT. */
export function concatAll<G>(cx: Context<G>, values: readonly Value<G>[]): string | undefined {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = concatText(value);
    if (text === undefined) return undefined;
    texts.push(text);
    length += text.length;
  }
  if (length > MAX_STRING_LENGTH || !cx.heap.canAllocate((length + 24) * texts.length)) return undefined;
  let joined = texts[texts.length - 1] as string;
  for (let i = texts.length - 2; i >= 0; i--) joined = concatStrings(cx, texts[i] as string, joined);
  return joined;
}

// --- Operators.

/** `a % b` of numbers. */
export function modulo(a: unknown, b: unknown): LuaNumber | undefined {
  const result = mod(a, b);
  return result === DIVIDE_BY_ZERO ? undefined : result;
}

/** `a // b` of numbers. */
export function floorDivide(a: unknown, b: unknown): LuaNumber | undefined {
  const result = idiv(a, b);
  return result === DIVIDE_BY_ZERO ? undefined : result;
}

/** `#value` without metamethods. */
export function lengthOf<G>(value: Value<G>): number | undefined {
  if (typeof value === "string") return value.length;
  if (!(value instanceof Table)) return undefined;
  const { metatable } = value;
  return metatable === undefined || metamethod(metatable, Event.LEN) === undefined ? value.length() : undefined;
}

/** `a == b` where `a !== b`; undefined if a metamethod has to decide. */
export function isEqual<G>(cx: Context<G>, a: Value<G>, b: Value<G>): boolean | undefined {
  if ((a instanceof Table && b instanceof Table) || (a instanceof Userdata && b instanceof Userdata)) {
    if (a.metatable !== undefined && metamethod(a.metatable, Event.EQ) !== undefined) return undefined;
    return b.metatable !== undefined && metamethod(b.metatable, Event.EQ) !== undefined ? undefined : false;
  }
  return equals(cx, a, b) as boolean;
}

/** `a < b` of numbers or strings. */
export function isLess(a: unknown, b: unknown): boolean | undefined {
  if (isNumber(a) && isNumber(b)) return lessThan(a, b);
  return typeof a === "string" && typeof b === "string" ? compareStrings(a, b) < 0 : undefined;
}

/** `a <= b` of numbers or strings. */
export function isLessOrEqual(a: unknown, b: unknown): boolean | undefined {
  if (isNumber(a) && isNumber(b)) return lessEqual(a, b);
  return typeof a === "string" && typeof b === "string" ? compareStrings(a, b) <= 0 : undefined;
}

/** A Lua float as a plain double; undefined for anything else. */
export function doubleOfFloat(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? undefined : value;
  return value instanceof Float ? value.n : undefined;
}

/** A number as a double, where it is used with a float; undefined for anything else. */
export function doubleOfNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Float ? value.n : undefined;
}

/** The limit of a numeric loop over safe integers, rounded to an integer; undefined if the interpreter is to prepare the loop. */
export function loopLimit(first: unknown, limit: unknown, step: unknown): number | undefined {
  if (typeof first !== "number" || typeof step !== "number" || !isInteger(first) || !isInteger(step) || step === 0) return undefined;
  if (typeof limit === "number") {
    if (Number.isSafeInteger(limit)) return limit;
    const rounded = step > 0 ? Math.floor(limit) : Math.ceil(limit);
    return Number.isSafeInteger(rounded) ? rounded + 0 : undefined;
  }
  return limit instanceof Float ? limit.n + 0 : undefined;
}

// --- Calls.

/**
 * Calls what is no compiled function, with up to three arguments: a callback that needs no frame, or a function that has not been
 * called often enough, which is compiled if it is hot by now. `pc` is that of the call.
 */
export function callOther<G>(
  cx: Context<G>,
  closure: Closure<G>,
  pc: number,
  budget: number,
  callee: Value<G>,
  argCount: number,
  a: Value<G>,
  b: Value<G>,
  c: Value<G>,
): CompiledResult {
  if (!(callee instanceof Callback)) return callValue(cx, budget, callee, argCount, a, b, c);
  if (callee.entry !== Entry.FRAMELESS) {
    if (callee.entry === Entry.YIELD) return yieldNatively(cx, callee, argCount, a, b, c);
    const isResume = callee.entry === Entry.RESUME || callee.entry === Entry.WRAPPED;
    if (isResume) return resumeNatively(cx, budget, callee, argCount, a, b, c);
    return callee.spec.protectedBy === undefined ? SUSPEND : callProtected(cx, budget, callee, a, argCount, undefined, b, c);
  }
  const running = cx.thread.top;
  enterCallback(cx, closure, pc, callee, argCount);
  try {
    let result;
    switch (callee.arity) {
      case 0:
        result = callee.fn(cx);
        break;
      case 1:
        result = callee.fn(cx, a);
        break;
      case 2:
        result = callee.fn(cx, a, b);
        break;
      case 3:
        result = callee.fn(cx, a, b, c);
        break;
      default:
        result = callee.fn(cx, window(cx, argCount, a, b, c));
    }
    result = checkReturned(result);
    cx.thread.top = running;
    cx.callee = undefined;
    return result === PENDING && cx.pendingKind !== Next.RETURN ? pend(cx, callee, argCount) : (result as CompiledResult);
  } catch (exception) {
    cx.thread.top = running;
    return raise(cx, callee, argCount, exception);
  }
}

/** The same with any number of arguments. */
export function callOtherWith<G>(
  cx: Context<G>,
  closure: Closure<G>,
  pc: number,
  budget: number,
  callee: Value<G>,
  list: Value<G>[],
): CompiledResult {
  const argCount = list.length;
  if (!(callee instanceof Callback)) return callCold(cx, budget, callee, list);
  if (argCount <= 3) return callOther(cx, closure, pc, budget, callee, argCount, list[0], list[1], list[2]);
  if (callee.entry !== Entry.FRAMELESS) {
    if (callee.spec.protectedBy === undefined) return SUSPEND;
    return callProtected(cx, budget, callee, list[0], argCount, list.slice(1), undefined, undefined);
  }
  const running = cx.thread.top;
  enterCallback(cx, closure, pc, callee, argCount);
  try {
    const args = cx.args as Args<G>;
    args.stack = list;
    args.base = 0;
    args.count = argCount;
    const result = checkReturned(callee.arity > 3 ? callee.fn(cx, args) : callee.fn(cx, list[0], list[1], list[2]));
    cx.thread.top = running;
    cx.callee = undefined;
    return result === PENDING && cx.pendingKind !== Next.RETURN ? pend(cx, callee, argCount) : (result as CompiledResult);
  } catch (exception) {
    cx.thread.top = running;
    return raise(cx, callee, argCount, exception);
  }
}

/** A callback's errors name the function that calls it, and the line. */
function enterCallback<G>(cx: Context<G>, closure: Closure<G>, pc: number, callee: Callback<G>, argCount: number): void {
  const { thread } = cx;
  const { caller } = cx.departure;
  caller.previous = thread.top;
  caller.closure = closure;
  caller.pc = pc + 1;
  thread.top = caller;
  cx.callee = callee;
  cx.argCount = argCount;
  cx.pendingKind = Next.NOTHING;
}

const windowSlots: Value<never>[] = [undefined, undefined, undefined];

function window<G>(cx: Context<G>, argCount: number, a: Value<G>, b: Value<G>, c: Value<G>): Args<G> {
  const args = cx.args as Args<G>;
  const slots = windowSlots as Value<G>[];
  slots[0] = a;
  slots[1] = b;
  slots[2] = c;
  args.stack = slots;
  args.base = 0;
  args.count = argCount;
  return args;
}

function pend<G>(cx: Context<G>, callback: Callback<G>, argCount: number): Suspend {
  const { departure } = cx;
  departure.then = Then.PERFORM;
  departure.callback = callback;
  departure.argCount = argCount;
  return SUSPEND;
}

function raise<G>(cx: Context<G>, callback: Callback<G>, argCount: number, exception: unknown): Suspend {
  const { departure } = cx;
  departure.then = Then.RAISE;
  departure.callback = callback;
  departure.argCount = argCount;
  departure.exception = exception;
  return SUSPEND;
}

type Entry4<G> = (closure: Closure<G>, budget: number, a?: Value<G>, b?: Value<G>, c?: Value<G>, d?: Value<G>) => CompiledResult;

/** Calls what is no callback: an object with a `__call` function, mostly, or a function that is not compiled yet. */
function callValue<G>(
  cx: Context<G>,
  budget: number,
  value: Value<G>,
  argCount: number,
  a: Value<G>,
  b: Value<G>,
  c: Value<G>,
): CompiledResult {
  const handler = value instanceof Table ? metamethodOf(cx, value, Event.CALL) : undefined;
  const entry = handler instanceof Closure ? (handler.proto.entry as unknown as Entry4<G> | undefined) : undefined;
  if (entry === undefined) return callCold(cx, budget, value, [a, b, c].slice(0, argCount));
  switch (argCount) {
    case 0:
      return entry(handler as Closure<G>, budget, value);
    case 1:
      return entry(handler as Closure<G>, budget, value, a);
    case 2:
      return entry(handler as Closure<G>, budget, value, a, b);
    default:
      return entry(handler as Closure<G>, budget, value, a, b, c);
  }
}

/**
 * Calls the function of a protected call with `args`, if it is compiled. If it is left, the protected call's frame comes below its own.
 * `argCount`: the arguments of the protected call, the function included.
 */
function callProtected<G>(
  cx: Context<G>,
  budget: number,
  callback: Callback<G>,
  callee: Value<G>,
  argCount: number,
  args: Value<G>[] | undefined,
  a: Value<G>,
  b: Value<G>,
): CompiledResult {
  const { departure } = cx;
  if (!(callee instanceof Closure) || isTooNested(cx)) return SUSPEND;
  const entry = callee.proto.entry as unknown as Entry4<G> | undefined;
  const left = budget - PROTECTED_COST;
  departure.metamethodLevels++;
  cx.iteratorLevels--;
  let result: CompiledResult;
  if (entry === undefined || args !== undefined) result = callCold(cx, left, callee, args ?? [a, b].slice(0, argCount - 1));
  else result = argCount === 1 ? entry(callee, left) : argCount === 2 ? entry(callee, left, a) : entry(callee, left, a, b);
  departure.metamethodLevels--;
  cx.iteratorLevels++;
  return result === SUSPEND ? noteProtected(cx, callback, argCount) : afterTrue(cx, result);
}

/** The function that a protected call has called is being left, unless it could not be called at all. */
function noteProtected<G>({ departure: { captures } }: Context<G>, callback: Callback<G>, argCount: number): Suspend {
  const captured = captures[captures.length - 1];
  if (captured === undefined) return SUSPEND;
  captured.calledBy = callback;
  captured.calledArguments = argCount;
  return SUSPEND;
}

/** The results of a call, with `true` in front of them. */
function afterTrue<G>(cx: Context<G>, result: CompiledResult): CompiledResult {
  const { buffer } = cx;
  if (result === PENDING) for (let i = cx.bufferCount; i > 0; i--) buffer[i] = buffer[i - 1];
  else buffer[1] = result as Value<G>;
  cx.bufferCount = (result === PENDING ? cx.bufferCount : 1) + 1;
  buffer[0] = true;
  return PENDING;
}

/** What a protected call takes of the native budget. */
const PROTECTED_COST = 40;

function callCold<G>(cx: Context<G>, budget: number, value: Value<G>, list: Value<G>[]): CompiledResult {
  let callee = value;
  let args = list;
  if (!(callee instanceof Closure)) {
    callee = metamethodOf(cx, value, Event.CALL);
    if (!(callee instanceof Closure)) return SUSPEND;
    args = [value, ...list];
  }
  const { proto } = callee;
  let { entry } = proto;
  if (entry === undefined) {
    proto.entryHeat -= COLD_CALL_HEAT;
    if (proto.entryHeat >= 0 || cx.tier === undefined) return SUSPEND;
    entry = cx.tier.compileFunction(cx, callee, args);
    if (entry === undefined) {
      proto.entryHeat = NEVER_HOT;
      return SUSPEND;
    }
    proto.entry = entry;
  }
  const extra = args.length > proto.paramCount ? args.length - proto.paramCount : 0;
  return (entry as unknown as (closure: Closure<G>, budget: number, ...args: Value<G>[]) => CompiledResult)(
    callee,
    budget - extra,
    ...args,
  );
}

/** Levels of nested metamethods from which on the interpreter calls them: it knows what to do when they get too many. */
const MAX_NATIVE_LEVEL = MAX_C_LEVELS - 20;

/** Whether one more level is for the interpreter: metamethods, protected calls and iterators count alike. */
function isTooNested<G>(cx: Context<G>): boolean {
  return cx.thread.top.level + cx.departure.metamethodLevels >= MAX_NATIVE_LEVEL || cx.iteratorLevels < MAX_C_LEVELS - MAX_NATIVE_LEVEL;
}

/**
 * Calls the metamethod of `a` or `b` for the operator `event`, the number of an event. `SUSPEND`, without a capture, if the interpreter is
 * to do it: it is no function that is compiled.
 */
export function callMetamethod<G>(cx: Context<G>, budget: number, event: number, a: Value<G>, b: Value<G>): CompiledResult {
  const handler = metamethodOf(cx, a, event) ?? metamethodOf(cx, b, event);
  return handler instanceof Closure ? callHandler(cx, budget, handler, 2, a, b, undefined) : SUSPEND;
}

function callHandler<G>(
  cx: Context<G>,
  budget: number,
  handler: Closure<G>,
  argCount: 2 | 3,
  a: Value<G>,
  b: Value<G>,
  c: Value<G>,
): CompiledResult {
  const { departure } = cx;
  if (isTooNested(cx)) return SUSPEND;
  const entry = handler.proto.entry as unknown as Entry4<G> | undefined;
  departure.metamethodLevels++;
  cx.iteratorLevels--;
  let result: CompiledResult;
  if (entry === undefined) result = callCold(cx, budget, handler, argCount === 2 ? [a, b] : [a, b, c]);
  else result = argCount === 2 ? entry(handler, budget, a, b) : entry(handler, budget, a, b, c);
  departure.metamethodLevels--;
  cx.iteratorLevels++;
  return result;
}

/** Calls the function that is the `__index` of an object, or of what that leads to. `SUSPEND`, without a capture, as above. */
export function callIndex<G>(cx: Context<G>, budget: number, object: Value<G>, key: Value<G>): CompiledResult {
  let target = object;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    if (target instanceof Table && target.get(key) !== undefined) return SUSPEND;
    const handler = metamethodOf(cx, target, Event.INDEX);
    if (handler instanceof Closure) return callHandler(cx, budget, handler, 2, target, key, undefined);
    if (!(handler instanceof Table)) return SUSPEND;
    target = handler;
  }
  return SUSPEND;
}

/** The same for `__newindex`. */
export function callNewIndex<G>(cx: Context<G>, budget: number, object: Value<G>, key: Value<G>, value: Value<G>): CompiledResult {
  let target = object;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    if (target instanceof Table && target.get(key) !== undefined) return SUSPEND;
    const handler = metamethodOf(cx, target, Event.NEWINDEX);
    if (handler instanceof Closure) return callHandler(cx, budget, handler, 3, target, key, value);
    if (!(handler instanceof Table)) return SUSPEND;
    target = handler;
  }
  return SUSPEND;
}

// --- Results.

/** The only value that a call is asked for. */
export const firstResult = <G>(cx: Context<G>): Value<G> => (cx.bufferCount > 0 ? cx.buffer[0] : undefined);

/** Result `index` of a call, which gave `result`. */
export function resultAt<G>(cx: Context<G>, result: CompiledResult, index: number): Value<G> {
  if (result !== PENDING) return index === 0 ? (result as Value<G>) : undefined;
  return index < cx.bufferCount ? cx.buffer[index] : undefined;
}

/** All results of a call. */
export const allResults = <G>(cx: Context<G>, result: CompiledResult): Value<G>[] =>
  result === PENDING ? cx.buffer.slice(0, cx.bufferCount) : [result as Value<G>];

/** Returns a list of values. */
export function returnValues<G>(cx: Context<G>, values: readonly Value<G>[]): CompiledResult {
  if (values.length === 1) return values[0] as Value<unknown>;
  const { buffer } = cx;
  for (let i = 0; i < values.length; i++) buffer[i] = values[i];
  cx.bufferCount = values.length;
  return PENDING;
}

/**
 * TFORCALL of `next` on a table, or of the iterator of `ipairs` on one without metatable: the new control value, with the value in
 * the context's buffer. `SUSPEND` for any other iterator. `position` is where the call before found its key, which is mostly where to
 * go on; the new one is in `cx.iteratorPosition`.
 */
export function iterate<G>(cx: Context<G>, iterator: Value<G>, state: Value<G>, control: Value<G>, position: number): Value<G> | Suspend {
  if (!(iterator instanceof Callback) || !(state instanceof Table)) return SUSPEND;
  if (iterator.fn === next.fn) {
    const current = control !== undefined && state.hasFieldAt(position, control) ? position : state.positionOf(control);
    if (current === -1) return SUSPEND;
    const following = state.nextPosition(current);
    cx.iteratorPosition = following;
    if (following === 0) return undefined;
    cx.buffer[0] = state.valueAt(following);
    return state.keyAt(following);
  }
  if (iterator.fn !== ipairsNext.fn || state.metatable !== undefined || typeof control !== "number") return SUSPEND;
  const value = state.getInteger(control + 1);
  cx.buffer[0] = value;
  return value === undefined ? undefined : control + 1;
}
