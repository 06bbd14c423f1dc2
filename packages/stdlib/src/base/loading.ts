// Loading of chunks, for load and its relatives and for require: the VM's chunk loader works piece by piece, each piece is paid for with
// fuel, and held against the memory limit before it begins.

import {
  beginLoading,
  type Closure,
  Continuation,
  instanceBytes,
  instantiate,
  LOADING_UNIT_BYTES,
  markValue,
  trace,
  type Action,
  type ChunkLoaderResult,
  type ChunkLoading,
  type ChunkMode,
  type Context,
  type LoadFailure,
  type Tracer,
  type Value,
} from "@luster/vm";

/** First byte of a binary chunk. */
const ESCAPE = "\x1b";

/** What comes with a chunk: its name, its mode, and its environment if one was given (nil counts). */
export interface LoadSettings<G> {
  readonly chunkName: string;
  readonly mode: string;
  readonly hasEnvironment: boolean;
  readonly environment: Value<G>;
}

/** A loaded function, or the error message. */
export type Loaded<G> = Closure<G> | LoadFailure;

/** What becomes of a chunk; it holds no values of its own. */
export type LoadUse<G> = (cx: Context<G>, loaded: Loaded<G>) => Action<G>;

/** The settings of a chunk of either kind whose environment is that of the globals. */
export function inGlobals<G>(chunkName: string): LoadSettings<G> {
  return { chunkName, mode: "bt", hasEnvironment: false, environment: undefined };
}

/** Loads a chunk, in as many slices as that takes, and goes on with it. A mode without "b" or "t" refuses that kind. */
export function loadChunk<G>(cx: Context<G>, source: string, settings: LoadSettings<G>, use: LoadUse<G>): Action<G> {
  const { mode } = settings;
  const kind = source.startsWith(ESCAPE) ? "binary" : "text";
  const letter: ChunkMode = kind === "binary" ? "b" : "t";
  if (!mode.includes(letter)) return use(cx, { error: `attempt to load a ${kind} chunk (mode is '${mode}')` });
  return new Loading<G>(beginLoading(cx, source, settings.chunkName, letter), settings, use).run(cx);
}

/** What a unit of a chunk loader's work costs. */
const UNIT_FUEL = 4;

class Loading<in out G> extends Continuation<G> {
  private result: ChunkLoaderResult | undefined = undefined;
  /** What the loader holds by now. */
  private bytes = 0;
  private hasCollected = false;

  constructor(
    private readonly loading: ChunkLoading,
    private readonly settings: LoadSettings<G>,
    private readonly use: LoadUse<G>,
  ) {
    super();
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(this.bytes);
    markValue(tracer, this.settings.environment);
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    const { loading } = this;
    const bytes = loading.stepUnits * LOADING_UNIT_BYTES;
    while (this.result === undefined) {
      if (!cx.canAllocate(bytes)) return this.refused(cx);
      cx.heap.allocate(bytes);
      this.bytes += bytes;
      this.result = loading.step();
      cx.consumeFuel(loading.stepUnits * UNIT_FUEL);
      if (cx.isOutOfFuel()) return cx.pause(this);
    }
    return this.finish(cx, this.result);
  }

  private finish(cx: Context<G>, result: ChunkLoaderResult): Action<G> {
    if ("error" in result) return this.use(cx, result);
    if (!cx.canAllocate(instanceBytes(result.proto))) return this.refused(cx);
    const { hasEnvironment, environment } = this.settings;
    return this.use(cx, instantiate(cx, result.proto, hasEnvironment ? environment : cx.globals));
  }

  private refused(cx: Context<G>): Action<G> {
    if (this.hasCollected) return this.use(cx, { error: "not enough memory" });
    this.hasCollected = true;
    return cx.collect({ kind: "full" }, this);
  }
}
