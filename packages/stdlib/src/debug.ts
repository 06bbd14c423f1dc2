// The debug library (manual 6.10): looks at frames, locals and upvalues through the VM's own descriptions of them.
// Functions that look at frames run on a frame of their own, so level 0 is the debug function itself.

import {
  activeLines,
  Closure,
  findLocal,
  frameInfo,
  functionInfo,
  isFunction,
  LightUserdata,
  native0,
  native1,
  native2,
  native3,
  nativeN,
  parameterName,
  readLocal,
  singletonKey,
  Table,
  Thread,
  threadFrameAtLevel,
  traceback,
  typeName,
  Userdata,
  writeLocal,
  type Action,
  type Args,
  type Callback,
  type Cell,
  type Context,
  type Frame,
  type LuaFunction,
  type Value,
} from "@luster/vm";
import { checkAny, checkFunction, checkInt, optCString, optInt, textOf } from "./args.js";
import { consoleFunctions } from "./debug/console.js";
import { hookFunctions } from "./debug/hooks.js";
import { newLibrary } from "./library.js";

/** What PUC answers for its limit of C levels, which cannot be changed. */
const C_STACK_LIMIT = 200;

/** Name of an upvalue in stripped code. */
const NO_NAME = "(no name)";

/** The thread that a function is about, and the index of its first other argument. */
interface Target<G> {
  readonly thread: Thread<G>;
  readonly first: 0 | 1;
}

function targetOf<G>(cx: Context<G>, args: Args<G>): Target<G> {
  const thread = args.get(0);
  return thread instanceof Thread ? { thread: thread as Thread<G>, first: 1 } : { thread: cx.thread, first: 0 };
}

function frameOf<G>(cx: Context<G>, thread: Thread<G>, level: Value<G>, argument: number): Frame<G> | undefined {
  const number = checkInt(cx, level, argument);
  cx.consumeFuel(Math.min(Math.max(number, 0), thread.stackTop));
  return threadFrameAtLevel(thread, number);
}

// ----------------------------------------------------------------------------------------------------------------- getinfo

const OPTIONS = "SlnrutLf";

function addFunctionInfo<G>(cx: Context<G>, table: Table<G>, callee: LuaFunction<G>, options: string): void {
  const { heap } = cx;
  const info = functionInfo(callee);
  if (options.includes("S")) {
    table.setString(heap, "source", info.source);
    table.setString(heap, "short_src", info.shortSource);
    table.setString(heap, "linedefined", info.lineDefined);
    table.setString(heap, "lastlinedefined", info.lastLineDefined);
    table.setString(heap, "what", info.what);
  }
  if (options.includes("u")) {
    table.setString(heap, "nups", info.upvalueCount);
    table.setString(heap, "nparams", info.paramCount);
    table.setString(heap, "isvararg", info.isVararg);
  }
  if (options.includes("L")) addActiveLines(cx, table, callee);
  if (options.includes("f")) table.setString(heap, "func", callee);
}

function addActiveLines<G>(cx: Context<G>, table: Table<G>, callee: LuaFunction<G>): void {
  const lines = activeLines(callee);
  if (lines === undefined) return;
  const set = cx.newTable();
  for (const line of lines) set.setInteger(cx.heap, line, true);
  cx.consumeFuel(lines.size);
  table.setString(cx.heap, "activelines", set);
}

function addFrameInfo<G>(cx: Context<G>, table: Table<G>, frame: Frame<G> | undefined, options: string): void {
  const { heap } = cx;
  const info = frame === undefined ? undefined : frameInfo(frame);
  if (options.includes("l")) table.setString(heap, "currentline", info?.currentLine ?? -1);
  if (options.includes("n")) {
    table.setString(heap, "name", info?.name?.name);
    table.setString(heap, "namewhat", info?.name?.kind ?? "");
  }
  if (options.includes("r")) {
    table.setString(heap, "ftransfer", info?.transfer?.first ?? 0);
    table.setString(heap, "ntransfer", info?.transfer?.count ?? 0);
  }
  if (options.includes("t")) table.setString(heap, "istailcall", info?.isTailCall ?? false);
}

function getinfo<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { thread, first } = targetOf(cx, args);
  const options = optCString(cx, args.get(first + 1), first + 1, "flnSrtu");
  if (options.startsWith(">")) throw cx.argError(first + 1, "invalid option '>'");
  const subject = args.get(first);
  const frame = isFunction(subject) ? undefined : frameOf(cx, thread, subject, first);
  if (frame === undefined && !isFunction(subject)) return undefined;
  for (const option of options) if (!OPTIONS.includes(option)) throw cx.argError(first + 1, "invalid option");
  const table = cx.newTable(0, options.length * 2);
  addFunctionInfo(cx, table, frame === undefined ? (subject as LuaFunction<G>) : frameInfo(frame).function, options);
  addFrameInfo(cx, table, frame, options);
  return table;
}

// ----------------------------------------------------------------------------------------------------- locals and upvalues

function frameAt<G>(cx: Context<G>, target: Target<G>, level: Value<G>): Frame<G> {
  const frame = frameOf(cx, target.thread, level, target.first);
  if (frame === undefined) throw cx.argError(target.first, "level out of range");
  return frame;
}

function getlocal<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const target = targetOf(cx, args);
  const { thread, first } = target;
  const number = checkInt(cx, args.get(first + 1), first + 1);
  const subject = args.get(first);
  if (isFunction(subject)) return subject instanceof Closure ? parameterName(subject.proto.proto, number) : undefined;
  const slot = findLocal(thread, frameAt(cx, target, subject), number);
  return slot === undefined ? undefined : cx.return2(slot.name, readLocal(thread, slot));
}

function setlocal<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const target = targetOf(cx, args);
  const { thread, first } = target;
  checkInt(cx, args.get(first), first);
  const number = checkInt(cx, args.get(first + 1), first + 1);
  const frame = frameAt(cx, target, args.get(first));
  checkAny(cx, first + 2);
  const slot = findLocal(thread, frame, number);
  if (slot === undefined) return undefined;
  writeLocal(cx, thread, frame, slot, args.get(first + 2));
  return slot.name;
}

/** Whether a callback was created with something that has an upvalue of this number. These can be read, and have identities. */
function hasHostUpvalue<G>(callee: LuaFunction<G>, number: number): boolean {
  return !(callee instanceof Closure) && callee.data !== undefined && number >= 1 && number <= callee.data.upvalues.length;
}

/** The cell of upvalue `number` (1-based) of a function; callbacks have none. */
function upvalueOf<G>(callee: LuaFunction<G>, number: number): Cell<G> | undefined {
  return callee instanceof Closure ? callee.upvalues[number - 1] : undefined;
}

function upvalueName<G>(callee: LuaFunction<G>, number: number): string {
  return (callee as Closure<G>).proto.proto.upvalues[number - 1]?.name ?? NO_NAME;
}

function getupvalue<G>(cx: Context<G>, f: Value<G>, n: Value<G>): Action<G> {
  const number = checkInt(cx, n, 1);
  const callee = checkFunction(cx, f, 0);
  if (hasHostUpvalue(callee, number)) return cx.return2("", (callee as Callback<G>).data!.upvalues[number - 1]);
  const cell = upvalueOf(callee, number);
  return cell === undefined ? cx.returnNone() : cx.return2(upvalueName(callee, number), cell.v);
}

function setupvalue<G>(cx: Context<G>, f: Value<G>, n: Value<G>, value: Value<G>): Action<G> {
  checkAny(cx, 2);
  const number = checkInt(cx, n, 1);
  const callee = checkFunction(cx, f, 0);
  const cell = upvalueOf(callee, number);
  if (cell === undefined) return cx.returnNone();
  cell.v = value;
  cx.barrier(cell);
  return upvalueName(callee, number);
}

/** One light userdata for each cell that a script asked about, so that equal cells have equal ids. */
const upvalueIdsKey = singletonKey("upvalue ids", () => new WeakMap<object, LightUserdata>());

/** Ids of the upvalues after the first of functions that were made with host data, by number. */
const hostUpvalueIdsKey = singletonKey("host upvalue ids", () => new WeakMap<object, LightUserdata[]>());

function hostUpvalueId<G>(cx: Context<G>, data: object, number: number): LightUserdata {
  const all = cx.singleton(hostUpvalueIdsKey);
  const ids = all.get(data) ?? [];
  all.set(data, ids);
  return (ids[number] ??= new LightUserdata(undefined));
}

function upvalueid<G>(cx: Context<G>, f: Value<G>, n: Value<G>): Action<G> {
  const number = checkInt(cx, n, 1);
  const callee = checkFunction(cx, f, 0);
  const isOfHost = hasHostUpvalue(callee, number);
  const cell = isOfHost ? (callee as Callback<G>).data : upvalueOf(callee, number);
  if (cell === undefined) return undefined;
  if (isOfHost && number > 1) return hostUpvalueId(cx, cell, number);
  const ids = cx.singleton(upvalueIdsKey);
  let id = ids.get(cell);
  if (id === undefined) {
    id = new LightUserdata(undefined);
    ids.set(cell, id);
  }
  return id;
}

function checkUpvalue<G>(cx: Context<G>, args: Args<G>, first: number): { readonly callee: LuaFunction<G>; readonly number: number } {
  const number = checkInt(cx, args.get(first + 1), first + 1);
  const callee = checkFunction(cx, args.get(first), first);
  const isThere = upvalueOf(callee, number) !== undefined || hasHostUpvalue(callee, number);
  if (!isThere) throw cx.argError(first + 1, "invalid upvalue index");
  return { callee, number };
}

function upvaluejoin<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const to = checkUpvalue(cx, args, 0);
  const from = checkUpvalue(cx, args, 2);
  if (!(to.callee instanceof Closure)) throw cx.argError(0, "Lua function expected");
  if (!(from.callee instanceof Closure)) throw cx.argError(2, "Lua function expected");
  const closure = to.callee as Closure<G>;
  closure.upvalues[to.number - 1] = upvalueOf(from.callee, from.number)!;
  cx.barrier(closure);
  return cx.returnNone();
}

// --------------------------------------------------------------------------------------------------- metatables and the rest

function getmetatable<G>(cx: Context<G>, value: Value<G>): Action<G> {
  checkAny(cx, 0);
  return cx.metatableOf(value);
}

function setmetatable<G>(cx: Context<G>, value: Value<G>, metatable: Value<G>): Action<G> {
  const isMetatable = metatable instanceof Table || (metatable === undefined && cx.argCount >= 2);
  if (!isMetatable) throw cx.typeError(1, "nil or table", metatable);
  const table = metatable as Table<G> | undefined;
  if (value instanceof Table || value instanceof Userdata) {
    cx.setMetatable(value as Table<G> | Userdata<G>, table);
    return value;
  }
  const kind = typeName(value);
  if (kind === "string") cx.stringMetatable = table;
  else if (kind !== "table") cx.typeMetatables[kind] = table;
  return value;
}

function getregistry<G>(cx: Context<G>): Action<G> {
  return cx.registry;
}

function getuservalue<G>(cx: Context<G>, value: Value<G>, n: Value<G>): Action<G> {
  const number = optInt(cx, n, 1, 1);
  if (!(value instanceof Userdata) || number < 1 || number > value.userValues.length) return undefined;
  return cx.return2(value.userValues[number - 1], true);
}

function setuservalue<G>(cx: Context<G>, value: Value<G>, newValue: Value<G>, n: Value<G>): Action<G> {
  const number = optInt(cx, n, 2, 1);
  if (!(value instanceof Userdata)) throw cx.typeError(0, "userdata", value);
  checkAny(cx, 1);
  if (number < 1 || number > value.userValues.length) return undefined;
  value.userValues[number - 1] = newValue;
  cx.barrier(value);
  return value;
}

function tracebackText<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { thread, first } = targetOf(cx, args);
  const message = args.get(first);
  const text = textOf(message);
  if (text === undefined && message !== undefined) return message;
  const level = optInt(cx, args.get(first + 1), first + 1, thread === cx.thread ? 1 : 0);
  const result = traceback(cx, thread, text, level);
  cx.consumeFuel(result.length >> 4);
  return cx.chargeString(result);
}

function setcstacklimit<G>(cx: Context<G>, limit: Value<G>): Action<G> {
  checkInt(cx, limit, 0);
  return C_STACK_LIMIT;
}

const FRAME = { needsFrame: true };

const debugFunctions = [
  ...consoleFunctions,
  ...hookFunctions,
  native0("getregistry", getregistry),
  native1("getmetatable", getmetatable),
  native2("setmetatable", setmetatable),
  native2("getuservalue", getuservalue),
  native3("setuservalue", setuservalue),
  nativeN("getinfo", getinfo, FRAME),
  nativeN("getlocal", getlocal, FRAME),
  nativeN("setlocal", setlocal, FRAME),
  native2("getupvalue", getupvalue),
  native3("setupvalue", setupvalue),
  native2("upvalueid", upvalueid),
  nativeN("upvaluejoin", upvaluejoin),
  nativeN("traceback", tracebackText, FRAME),
  native1("setcstacklimit", setcstacklimit),
];

/** Opens the debug library. It reaches everything in the VM: not for scripts that are not trusted. */
export function openDebug<G>(cx: Context<G>): Table<G> {
  return newLibrary(cx, "debug", debugFunctions);
}
