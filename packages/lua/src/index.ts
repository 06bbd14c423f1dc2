// The public names of @luster/lua.

export { Lua } from "./lua.js";
export { type ChunkOptions, type LibraryPreset, type LuaAsyncRunOptions, type LuaOptions, type LuaRunOptions } from "./options.js";
export { LuaFunction, LuaTable } from "./handles.js";
export { LuaReference } from "./reference.js";
export { type TableForm } from "./tables.js";
export { type HostFunction, type LuaInput, type LuaOutput, type MultiValue, type TailCall, multi, tailCall } from "./values.js";
export { asProgram } from "./program-errors.js";
export { LuaConversionError, LuaDisposedError, LuaReentrancyError } from "./errors.js";

export type { CompileEvent as JitCompileEvent, JitCounters, JitOptions } from "@luster/jit";
export { disposeSymbol } from "@luster/gc-arena";

// What a user of the facade meets of the other packages.
export { LuaSyntaxError } from "@luster/compiler";
export {
  type AsyncRunOptions,
  FuelLimitError,
  LuaError,
  type RunOptions,
  UnexpectedAwaitError,
  asyncDisposeSymbol,
  tracebackOf,
} from "@luster/vm";
export {
  type Clock,
  type Eventually,
  type FileSystem,
  type Host,
  HostError,
  type HostFile,
  type HostModule,
  type HostProcess,
  type OpenMode,
  type ProcessEnd,
  type Whence,
  MemoryFileSystem,
  consoleStream,
  createHost,
  systemClock,
} from "@luster/stdlib";
