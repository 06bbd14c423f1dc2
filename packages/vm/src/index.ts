// The public names of @luster/vm.

export { trace } from "@luster/gc-arena";
export type { Collect, Tracer } from "@luster/gc-arena";

export { Vm, DEFAULT_FINALIZER_FUEL, DEFAULT_SLICE_MS } from "./host/vm.js";
export type { VmOptions } from "./host/vm.js";
export { DEFAULT_SLICE_FUEL } from "./host/run.js";
export type { Begin, Call, Finish } from "./host/run.js";
export { asyncDisposeSymbol } from "./host/async-dispose.js";
export type { AsyncRunOptions, RunOptions } from "./host/run-options.js";
export { Context } from "./host/context.js";
export type { CollectionRequest, ContextOptions, TypeMetatables } from "./host/context.js";
export type { ChunkLoader, ChunkLoaderResult, ChunkLoading, ChunkMode, LoadFailure, LoadResult } from "./host/chunk-loader.js";
export { LOADING_UNIT_BYTES, beginLoading, dumpFunction, instanceBytes, instantiate } from "./host/chunk-loader.js";
export { fromHost, fromHostNumber } from "./host/convert.js";
export { callLua, contextOf } from "./host/sequence.js";
export { singletonKey } from "./host/singleton.js";
export type { SingletonKey } from "./host/singleton.js";
export { UserdataType, userdataType } from "./host/userdata-type.js";
export type { Plain, UserdataTypeOptions } from "./host/userdata-type.js";
export { StashedValue } from "./host/stash.js";

export { closeState } from "./exec/close-state.js";
export { Executor, ExecutorStateError } from "./exec/executor.js";
export type { ExecutorFailure, ExecutorPoll } from "./exec/executor.js";
export { resumeNative, wrapThread, yieldNative } from "./exec/coroutines.js";
export { ipairsNext, next } from "./exec/iteration.js";
export type { Tier } from "./exec/tier.js";
export type { ExitKind, ExitSite } from "./exec/departure.js";
export type { CompiledFunction, CompiledLoop, CompiledResult } from "./value/compiled-code.js";
export { MAX_C_LEVELS, MAX_STACK_SLOTS } from "./exec/stack.js";

export { FuelLimitError, LuaError, UnexpectedAwaitError, VmDisposedError, keepTraceback, tracebackOf } from "./error/lua-error.js";
export type { LuaErrorDetails } from "./error/lua-error.js";
export { cString } from "./error/c-string.js";
export { LuaRaise } from "./error/raise.js";
export { errorText, plainValue } from "./error/external.js";
export { displayChunkName } from "./error/chunk-name.js";
export { activeLines, frameInfo, functionInfo } from "./error/frame-info.js";
export type { FrameInfo, FunctionInfo } from "./error/frame-info.js";
export type { FunctionName } from "./error/function-name.js";
export { findLocal, parameterName, readLocal, writeLocal } from "./error/local-variable.js";
export type { LocalSlot } from "./error/local-variable.js";
export { currentLine, frameAtLevel, positionOf, threadFrameAtLevel } from "./error/position.js";
export { typeNameMeta } from "./error/runtime-errors.js";
export { traceback } from "./error/traceback.js";

export { EVENT_NAMES } from "./meta/metamethod.js";
export type { EventName } from "./meta/metamethod.js";
export type { ArithEventName } from "./meta/arith.js";

export {
  Args,
  Callback,
  CallbackData,
  CallbackSpec,
  Continuation,
  PENDING,
  native0,
  native1,
  native2,
  native3,
  nativeN,
} from "./value/callback.js";
export type {
  Action,
  MathFunction,
  Native0,
  Native1,
  Native2,
  Native3,
  Native5,
  NativeN,
  NativeOptions,
  Pending,
  ShortCut,
} from "./value/callback.js";
export { Cell } from "./value/cell.js";
export { Closure } from "./value/closure.js";
export { Frame, FrameFlag } from "./value/frame.js";
export { HookMask } from "./value/hook.js";
export type { Hook, Transfer } from "./value/hook.js";
export { isFunction, isTruthy, typeName } from "./value/kind.js";
export type { TypeName } from "./value/kind.js";
export { LoadedProto } from "./value/loaded-proto.js";
export {
  MAX_STRING_LENGTH,
  compareStrings,
  decodeUtf8,
  decodeUtf8Strict,
  encodeUtf8,
  fromBytes,
  isByteString,
  substring,
  toBytes,
} from "./value/lua-string.js";
export { markValue } from "./value/mark.js";
export {
  DIVIDE_BY_ZERO,
  Float,
  Int64,
  MAX_INTEGER,
  MIN_INTEGER,
  add,
  band,
  bnot,
  bor,
  bxor,
  div,
  floatOf,
  fromBigInt,
  fromWords,
  highWord,
  idiv,
  integerToDouble,
  isFloat,
  isInteger,
  isNumber,
  lessEqual,
  lessThan,
  lowWord,
  makeFloat,
  mod,
  mul,
  pow,
  rawEquals,
  shl,
  shr,
  sub,
  toBigInt,
  toInteger,
  toIntegerCeil,
  toIntegerFloor,
  unm,
  unsignedLessThan,
} from "./value/number.js";
export { formatA, formatE, formatF, formatG, formatNumber, parseNumber } from "./value/number-format.js";
export { MAX_ARRAY_LENGTH, Table } from "./value/table.js";
export { Thread } from "./value/thread.js";
export type { ThreadMode } from "./value/thread.js";
export { LightUserdata, Userdata } from "./value/userdata.js";
export type { LuaFunction, LuaInteger, LuaNumber, Value } from "./value/value.js";
