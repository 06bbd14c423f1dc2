// The settings of a `Lua` and of its runs, with their defaults.

import { type Host } from "@luster/stdlib";
import { type JitOptions } from "@luster/jit";
import { type AsyncRunOptions, type RunOptions } from "@luster/vm";
import { type PacingPreset } from "@luster/gc-arena";

/** The values of `LibraryPreset`. */
export const LIBRARY_PRESETS = ["empty", "core", "full"] as const satisfies readonly LibraryPreset[];

/** Which libraries a `Lua` has from the start. */
export type LibraryPreset =
  /** none: not even `print` */
  | "empty"
  /** base, coroutine, table, string, utf8 and math: what computes */
  | "core"
  /** all of Lua's: also io, os, package. What they reach is up to the host */
  | "full";

/** Settings of a `Lua`. */
export interface LuaOptions {
  /** Libraries that are there from the start. Default "full". */
  readonly libraries?: LibraryPreset;
  /** What the libraries reach: streams, files, clock, environment. Default: output to the console, a clock, nothing else. See `createHost`. */
  readonly host?: Host;
  /**
   * Most bytes that scripts may have in use, the libraries included (about 160 KB with all of them); an allocation beyond is the Lua error
   * "not enough memory". Default: no limit.
   */
  readonly memoryLimitBytes?: number;
  /**
   * Pace of the collector. By default a Lua without memory limit and with hardly any finalizers marks seldom, since nobody can tell: up to four times the
   * live bytes, or 16 MB beyond them, are counted as in use then. Any other goes by the preset "default".
   */
  readonly pacing?: PacingPreset;
  /**
   * Most fuel (about one unit per instruction) that one `__gc` metamethod may use when this Lua is disposed; then it is broken off, which is a warning.
   * More than 0. Default 10,000,000.
   */
  readonly finalizerFuel?: number;
  /**
   * Whether hot functions are compiled to JavaScript, or how. Default true. Where the host forbids to make functions of text, nothing is
   * compiled in any case.
   */
  readonly jit?: boolean | JitOptions;
  /** Whether `load` and `run` take binary chunks (they are verified). Default false. */
  readonly allowsBinaryChunks?: boolean;
}

/** Settings of a chunk. */
export interface ChunkOptions {
  /** What messages and tracebacks call it: `@file.lua`, `=name`, or any text, which is quoted. Default: the source itself. */
  readonly chunkName?: string;
}

/** Settings of a run. */
export interface LuaRunOptions extends ChunkOptions, RunOptions {}

/** Settings of an asynchronous run. */
export interface LuaAsyncRunOptions extends ChunkOptions, AsyncRunOptions {}
