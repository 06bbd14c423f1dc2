// load, loadfile and dofile (manual 6.1). Chunks are compiled by the VM's chunk loader, slice by slice (loading.ts); reader functions are
// called piece by piece.

import {
  Closure,
  Continuation,
  cString,
  frameAtLevel,
  markValue,
  MAX_STRING_LENGTH,
  nativeN,
  positionOf,
  trace,
  type Action,
  type Args,
  type Context,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkCString, checkFunction, optCString, textOf } from "../args.js";
import { readChunk } from "../io/chunk-file.js";
import { passedOn } from "../passed-on.js";
import { inGlobals, loadChunk, type Loaded, type LoadSettings } from "./loading.js";

function returnLoaded<G>(cx: Context<G>, loaded: Loaded<G>): Action<G> {
  if (loaded instanceof Closure) return loaded;
  if (loaded.isOverflow === true) return cx.raiseTo(loaded.error, failedLoad as unknown as FailedLoad<G>);
  return cx.return2(undefined, cx.chargeString(loaded.error));
}

/** Returns nil and the error, as message handlers have left it. */
class FailedLoad<in out G> extends Continuation<G> {
  override readonly keepsHandler = true;

  resume(cx: Context<G>): Action<G> {
    return cx.returnNone();
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(undefined, error);
  }

  [trace](): void {}
}

const failedLoad = new FailedLoad<unknown>();

/** Length from which pieces are made one flat string. */
const FLAT_LENGTH = 1 << 16;

/** A string in the making. Small pieces are flattened now and then: as a rope, a piece of few bytes takes many times its length. */
class PieceList {
  length = 0;
  private readonly flat: string[] = [];
  private recent = "";

  add(piece: string): void {
    this.length += piece.length;
    this.recent += piece;
    if (this.recent.length < FLAT_LENGTH) return;
    // Reading a character of a rope flattens it.
    this.recent.charCodeAt(0);
    this.flat.push(this.recent);
    this.recent = "";
  }

  toString(): string {
    return this.flat.join("") + this.recent;
  }
}

/** Calls a reader function until it has no more. */
class Reading<in out G> extends Continuation<G> {
  override readonly keepsHandler = true;
  private readonly source = new PieceList();
  /** What comes next is not a piece: the slice had ended, or memory was collected for the piece that is kept here. */
  private isPaused = false;
  private keptPiece: string | undefined = undefined;

  constructor(
    private readonly reader: Value<G>,
    private readonly settings: LoadSettings<G>,
  ) {
    super();
  }

  /** Asks for the next piece, in this slice or the next. */
  ask(cx: Context<G>): Action<G> {
    cx.consumeFuel(1);
    this.isPaused = cx.isOutOfFuel();
    return this.isPaused ? cx.pause(this) : cx.call0(this.reader, this);
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    const kept = this.keptPiece;
    if (kept !== undefined) return this.hasRoom(cx, kept) ? this.add(cx, kept) : this.fail(cx, "not enough memory");
    if (this.isPaused) return this.ask(cx);
    const piece = results.get(0);
    if (piece === undefined || piece === "") return loadChunk(cx, this.source.toString(), this.settings, returnLoaded);
    const text = textOf(piece);
    if (text === undefined) return cx.raiseTo(`${positionOf(frameAtLevel(cx, 1))}reader function must return a string`, this);
    if (this.hasRoom(cx, text)) return this.add(cx, text);
    this.keptPiece = text;
    return cx.collect({ kind: "full" }, this);
  }

  private hasRoom(cx: Context<G>, text: string): boolean {
    const length = this.source.length + text.length;
    return length <= MAX_STRING_LENGTH && cx.heap.canAllocate(length);
  }

  private add(cx: Context<G>, text: string): Action<G> {
    this.keptPiece = undefined;
    this.source.add(text);
    return this.ask(cx);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(undefined, error);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.reader);
    markValue(tracer, this.settings.environment);
  }
}

function load<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const source = textOf(args.get(0));
  const mode = optCString(cx, args.get(2), 2, "bt");
  const settings: LoadSettings<G> = {
    chunkName: optCString(cx, args.get(1), 1, source === undefined ? "=(load)" : cString(source)),
    mode,
    hasEnvironment: args.count >= 4,
    environment: args.get(3),
  };
  if (source !== undefined) return loadChunk(cx, source, settings, returnLoaded);
  const reader = checkFunction(cx, args.get(0), 0);
  return new Reading<G>(reader, settings).ask(cx);
}

function loadfile<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const name = args.get(0) === undefined ? undefined : checkCString(cx, args.get(0), 0);
  const settings = {
    mode: optCString(cx, args.get(1), 1, "bt"),
    hasEnvironment: args.count >= 3,
    environment: args.get(2),
  };
  return readChunk(cx, name, {
    held: [settings.environment],
    loaded: (later, source, chunkName) => loadChunk(later, source, { ...settings, chunkName }, returnLoaded),
    failed: (later, message) => later.return2(undefined, message),
  });
}

function runLoaded<G>(cx: Context<G>, loaded: Loaded<G>): Action<G> {
  return loaded instanceof Closure ? cx.call0(loaded, passedOn()) : cx.raise(loaded.error);
}

function dofile<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const name = args.get(0) === undefined ? undefined : checkCString(cx, args.get(0), 0);
  return readChunk(cx, name, {
    held: [],
    loaded: (later, source, chunkName) => loadChunk(later, source, inGlobals(chunkName), runLoaded),
    failed: (later, message) => later.raise(message),
  });
}

export const loadFunctions = [
  nativeN("load", load, { needsFrame: true }),
  nativeN("loadfile", loadfile, { needsFrame: true }),
  nativeN("dofile", dofile, { needsFrame: true }),
];
