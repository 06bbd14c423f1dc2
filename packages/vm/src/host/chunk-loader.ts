// The interface through which `load` compiles (the VM itself knows no compiler), and the way back: functions as binary chunks.

import { dump } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { Cell } from "../value/cell.js";
import { CELL_BYTES } from "../value/cell.js";
import { CLOSURE_BYTES, Closure } from "../value/closure.js";
import { LoadedProto, loadedBytes } from "../value/loaded-proto.js";
import type { Value } from "../value/value.js";
import type { Context } from "./context.js";

/** Which chunks `load` takes (manual 6.1): binary, text, or both. */
export type ChunkMode = "b" | "t" | "bt";

/** Why a chunk could not be loaded. `isOverflow`: it nests deeper than allowed, which message handlers are told. */
export interface LoadFailure {
  readonly error: string;
  readonly isOverflow?: boolean;
}

/** What a chunk loader answers: a compiled function, or the message of the error. */
export type ChunkLoaderResult = { readonly proto: Proto } | LoadFailure;

/** Turns a chunk into a Proto. It must not throw for bad chunks, whatever their bytes. */
export interface ChunkLoader {
  /**
   * Compiles `source` (a byte string), or loads it if it is a binary chunk and both `mode` and the host allow that. `usedLevels`: of the 200
   * levels that source may nest, those that the running functions take.
   */
  load(source: string, chunkName: string, mode: ChunkMode, usedLevels: number): ChunkLoaderResult;
  /**
   * The same in pieces, for what runs in slices: nothing is done before the first step. If it is missing or answers undefined, `load` does
   * all in one step, and a large chunk keeps the host waiting.
   */
  begin?(source: string, chunkName: string, mode: ChunkMode, usedLevels: number): ChunkLoading | undefined;
}

/** A chunk being loaded. */
export interface ChunkLoading {
  /** Units of work in each step. */
  readonly stepUnits: number;
  /** Does the next step. Undefined: there is more to do. */
  step(): ChunkLoaderResult | undefined;
}

/**
 * A unit of a chunk loader's work: what takes a microsecond at most, and at most so many bytes until the end; a node of a syntax tree, or the
 * instructions for it. Two of them make up for some 8 bytes of source.
 */
export const LOADING_UNIT_BYTES = 64;
const SOURCE_BYTES_PER_UNIT = 4;

/** Units of a chunk that is loaded in one step. */
export const unitsOfSource = (bytes: number): number => Math.ceil(bytes / SOURCE_BYTES_PER_UNIT);

/** A loaded function, or the message of the error. */
export type LoadResult<G> = Closure<G> | LoadFailure;

/** Loads a chunk as a function whose first upvalue, if it has one, is `env`. */
export function loadChunk<G>(
  cx: Context<G>,
  loader: ChunkLoader | undefined,
  source: string,
  chunkName: string,
  mode: ChunkMode,
  env: Value<G>,
): LoadResult<G> {
  const result = loadProto(loader, source, chunkName, mode, cx.thread.top.level);
  return "error" in result ? result : instantiate(cx, result.proto, env);
}

/** Begins to load a chunk piece by piece, through the VM's loader. */
export function beginLoading<G>(cx: Context<G>, source: string, chunkName: string, mode: ChunkMode): ChunkLoading {
  const { chunkLoader: loader } = cx;
  const { level } = cx.thread.top;
  const inOneStep = (): ChunkLoading => ({
    stepUnits: unitsOfSource(source.length),
    step: () => loadProto(loader, source, chunkName, mode, level),
  });
  return loader?.begin?.(source, chunkName, mode, level) ?? inOneStep();
}

function loadProto(loader: ChunkLoader | undefined, source: string, chunkName: string, mode: ChunkMode, level: number): ChunkLoaderResult {
  return loader === undefined ? { error: "this machine was made without a compiler" } : loader.load(source, chunkName, mode, level);
}

/**
 * A closure of a main function: its first upvalue is `env`, the others (of a dumped function) are nil.
 * @throws ArenaMemoryError, before anything is made, when the memory limit has no room for the function and those in it
 */
export function instantiate<G>(cx: Context<G>, proto: Proto, env: Value<G>): Closure<G> {
  cx.heap.allocate(instanceBytes(proto));
  const upvalues = proto.upvalues.map((_, i) => new Cell<G>(i === 0 ? env : undefined));
  return new Closure<G>(LoadedProto.load(proto, cx.tier?.threshold), upvalues);
}

/** Bytes that `instantiate` takes. */
export function instanceBytes(proto: Proto): number {
  return CLOSURE_BYTES + proto.upvalues.length * CELL_BYTES + loadedBytes(proto);
}

/** Writes a function as a binary chunk (`string.dump`), charged as a string. Its upvalues' values are not part of it. */
export function dumpFunction<G>(cx: Context<G>, closure: Closure<G>, isStripped: boolean): string {
  const { proto } = closure.proto;
  const bytes = roughSize(proto);
  // The bytes, the pieces that the string is made of, and the string.
  cx.reserveBytes(bytes * 3);
  cx.consumeFuel(bytes >> 4);
  return cx.chargeString(dump(proto, { isStripped }));
}

/** Bytes that a chunk takes at most, roughly. */
function roughSize(proto: Proto): number {
  let bytes = 64 + (proto.chunkName?.length ?? 0) + proto.code.length * 8 + proto.upvalues.length * 32;
  for (const constant of proto.constants) bytes += constant.kind === "string" ? constant.value.length + 8 : 9;
  for (const { name } of proto.localVars) bytes += name.length + 16;
  for (const nested of proto.protos) bytes += roughSize(nested);
  return bytes;
}
