// The tier that vm plugs in: decides what is compiled, makes functions of the emitted text, and counts what happens.
// It switches itself off where the host forbids to make functions of text.

import { OP_NAMES, Op, argA, argC, argK, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import {
  EMPTY_CACHE,
  ExitKind,
  FieldSite,
  PENDING,
  SUSPEND,
  admitBytes,
  allResults,
  callIndex,
  callMetamethod,
  callNewIndex,
  callOther,
  callOtherWith,
  cellBarrier,
  canAdd,
  capture,
  concatAll,
  concatTwo,
  doubleOfFloat,
  doubleOfNumber,
  elementBarrier,
  emptyElements,
  fieldBarrier,
  firstResult,
  floorDivide,
  forgetCapture,
  getField,
  getIndex,
  getInteger,
  isEqual,
  isLess,
  isLessOrEqual,
  iterate,
  lengthOf,
  loopLimit,
  modulo,
  newTable,
  noteMethod,
  power,
  putField,
  putIndex,
  putInteger,
  putList,
  refundBytes,
  resultAt,
  returnValues,
  rootShape,
  yieldDirectly,
  yieldNative,
} from "@luster/vm/tier";
import type { CompiledFunction, CompiledLoop, ExitSite, Tier } from "@luster/vm/tier";
import {
  Callback,
  Cell,
  Closure,
  Table,
  add,
  band,
  bnot,
  bor,
  bxor,
  div,
  makeFloat,
  mul,
  pow,
  rawEquals,
  shl,
  shr,
  sub,
  unm,
} from "@luster/vm";
import type { Context, LoadedProto, Value } from "@luster/vm";
import type { OPERATION_NAMES } from "./emit/function.js";
import { PARAMETERS, emitFunction } from "./emit/function.js";
import type { EntryGuesses } from "./emit/function.js";
import { mayCallMetamethod } from "./emit/metamethods.js";
import type { LoadedProtoView } from "./emit/loaded-proto-view.js";
import { UnsupportedError } from "./graph/blocks.js";
import { staysBoxed } from "./graph/boxed-floats.js";
import type { Block } from "./graph/blocks.js";
import { NO_SAMPLE, sampleLoads } from "./graph/sample.js";
import type { Samples } from "./graph/sample.js";
import { Type } from "./graph/register-types.js";
import type { Guesses, ShortCutCall } from "./graph/register-types.js";

/** The remainder of floats, as `%` gives it (manual 3.4.1). */
function floatModulo(a: number, b: number): number {
  // Hosts are slow at remainders of doubles.
  if (a > 0 && b > 0 && (a | 0) === a && (b | 0) === b) return (a | 0) % (b | 0);
  const remainder = a % b;
  return (remainder > 0 ? b < 0 : remainder < 0 && b > 0) ? remainder + b : remainder;
}

/** What compiled code calls, under the names that it uses. */
const operations = {
  X: capture,
  MF: makeFloat,
  DN: doubleOfNumber,
  DF: doubleOfFloat,
  FMOD: floatModulo,
  GF: getField,
  GX: getIndex,
  GI: getInteger,
  PF: putField,
  CA: canAdd,
  PX: putIndex,
  PI: putInteger,
  NT: newTable,
  AB: admitBytes,
  RB: refundBytes,
  T: Table,
  F: Closure,
  Cell,
  EMPTY: emptyElements(),
  U: undefined,
  PL: putList,
  SB: fieldBarrier,
  EB: elementBarrier,
  CB: cellBarrier,
  CC: concatAll,
  C2: concatTwo,
  LN: lengthOf,
  LL: loopLimit,
  EQ: isEqual,
  LT: isLess,
  LE: isLessOrEqual,
  RE: rawEquals,
  CM: callMetamethod,
  CI: callIndex,
  CN: callNewIndex,
  CO: callOther,
  CL: callOtherWith,
  YD: yieldDirectly,
  FR: firstResult,
  RA: resultAt,
  AR: allResults,
  RV: returnValues,
  IT: iterate,
  add,
  sub,
  mul,
  div,
  pow,
  power,
  modulo,
  floorDivide,
  unm,
  band,
  bor,
  bxor,
  bnot,
  shl,
  shr,
  SUSPEND,
  PENDING,
  Q: (): boolean => false,
} satisfies Record<(typeof OPERATION_NAMES)[number], unknown>;

/** Settings of a tier. */
export interface JitOptions {
  /** Calls of a function, or turns of its loops, until it is compiled; 0: from the first on. Default `DEFAULT_THRESHOLD`. */
  readonly threshold?: number;
  /** Is given the text of each function that was compiled. */
  readonly onCompile?: (event: CompileEvent) => void;
  /**
   * For tests: asked at each entry and before each instruction of compiled code; true: the code is left there, and the slice ends.
   * Default: it is left only where it must be. Code that asks is several times slower.
   */
  readonly leaves?: () => boolean;
}

/** A function that was compiled. */
export interface CompileEvent {
  /** Chunk name and line at which the function begins; 0: the main function of its chunk. */
  readonly chunkName: string | undefined;
  readonly lineDefined: number;
  /** The pc at which the compiled form begins: 0, or that of a loop. */
  readonly pc: number;
  readonly text: string;
  /** The Lua line of each line of the text; undefined for those of none. */
  readonly luaLines: readonly (number | undefined)[];
}

/** Calls or turns until a function is compiled: by then its field accesses have found their places. */
export const DEFAULT_THRESHOLD = 25;

/** Failures of one guard until the function is compiled without it. */
const MAX_GUARD_FAILURES = 4;
/** Compiled forms of one function that failed guards have cost, from which on no guards are made. */
const MAX_DROPS = 10;
/** How often a function is compiled anew because its field accesses have found more places. */
const MAX_REFRESHES = 2;
/** Accesses out of line, in units of those that a site counts itself, before the first time, and by how much more each time after. */
const FIRST_REFRESH = 2;
const REFRESH_GROWTH = 10;
/** Times that an operator is left to the interpreter until the function is compiled with calls of its metamethods. */
const MAX_RETRIES = 20;

/** What a tier has done. */
export interface JitCounters {
  compiledFunctions: number;
  compiledLoops: number;
  /** Functions that stay interpreted, by the reason. */
  readonly refused: Map<string, number>;
  /**
   * How often compiled code was left for the interpreter, by the reason: `fuel`, `depth`, `call`, `tail call` or `pause` (see `leaves`);
   * `instruction X` for one that needs the interpreter, `guard X` for one that gave a value of an unexpected type.
   */
  readonly left: Map<string, number>;
  failedGuards: number;
  /** Compiled functions that were dropped because a guard failed too often. */
  dropped: number;
  /** Compiled functions that were dropped because their field accesses have found more places. */
  refreshed: number;
}

/** Where nothing is to be assumed. */
interface Distrust {
  /** Pcs of instructions. */
  readonly distrusted: Set<number>;
  /** Registers whose type is not to be assumed where the function, or a loop, is entered: see `entryKey`. */
  readonly distrustedEntries: Set<number>;
}

const noDistrust = (): Distrust => ({ distrusted: new Set(), distrustedEntries: new Set() });

/** What is known of a proto. */
interface ProtoState extends Distrust {
  /** Where integers may have more than 32 bits. */
  readonly wide: Distrust;
  /** By pc: what the field accesses have found. */
  readonly fieldSites: Map<number, FieldSite>;
  drops: number;
  refreshes: number;
  /** Complaints of field sites until the next time. */
  complaints: number;
  /** Pcs of operators that call metamethods. */
  readonly metamethodCalls: Set<number>;
}

/** Whether this host lets functions be made of text. */
export function canCompile(): boolean {
  try {
    return new Function("return true")() === true; // eslint-disable-line no-new-func
  } catch {
    return false;
  }
}

/** Why compiled code is left, as the counters say it. */
const REASONS = {
  [ExitKind.RETRY]: "instruction",
  [ExitKind.GUARD]: "guard",
  [ExitKind.FUEL]: "fuel",
  [ExitKind.ENTRY_FUEL]: "fuel",
  [ExitKind.DEPTH]: "depth",
  [ExitKind.CALL]: "call",
  [ExitKind.TAIL_CALL]: "tail call",
  [ExitKind.PAUSE]: "pause",
} satisfies Record<ExitKind, string>;

/** The name of an instruction. */
const nameAt = <G>(closure: Closure<G>, pc: number): string => OP_NAMES[opOf(closure.proto.proto.code[pc] as Instruction)] ?? "?";

function count(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** A tier that compiles to JavaScript. One may serve several VMs. */
export class Jit implements Tier {
  readonly threshold: number;
  readonly counters: JitCounters = {
    compiledFunctions: 0,
    compiledLoops: 0,
    refused: new Map(),
    left: new Map(),
    failedGuards: 0,
    dropped: 0,
    refreshed: 0,
  };
  private readonly onCompile: ((event: CompileEvent) => void) | undefined;
  private readonly isProbed: boolean;
  private readonly operations: typeof operations;
  private readonly states = new WeakMap<LoadedProto, ProtoState>();

  constructor(options: JitOptions = {}) {
    this.threshold = options.threshold ?? DEFAULT_THRESHOLD;
    this.onCompile = options.onCompile;
    this.isProbed = options.leaves !== undefined;
    this.operations = options.leaves === undefined ? operations : { ...operations, Q: options.leaves };
  }

  compileFunction<G>(cx: Context<G>, closure: Closure<G>, args: readonly Value<G>[]): CompiledFunction | undefined {
    const compiled = this.compile(cx, closure, 0, false, (register) => args[register]) as CompiledFunction | undefined;
    if (compiled === undefined) return undefined;
    this.counters.compiledFunctions++;
    rehearse(cx, () => compiled(closure as never, NO_BUDGET));
    return compiled;
  }

  compileLoop<G>(cx: Context<G>, closure: Closure<G>, pc: number, stack: readonly Value<G>[], base: number): CompiledLoop | undefined {
    const compiled = this.compile(cx, closure, pc, true, (register) => stack[base + register]) as CompiledLoop | undefined;
    if (compiled === undefined) return undefined;
    this.counters.compiledLoops++;
    rehearse(cx, () => compiled(closure as never, NO_BUDGET, stack as never[], base, []));
    return compiled;
  }

  guardFailed<G>(closure: Closure<G>, site: ExitSite): boolean {
    if (site.kind === ExitKind.RETRY) return this.wasRetried(closure, site);
    this.counters.failedGuards++;
    if (site.failures < MAX_GUARD_FAILURES) return false;
    const state = this.stateOf(closure.proto);
    const { distrusted, distrustedEntries } = site.isNarrow ? state.wide : state;
    if (site.guarded === undefined) distrusted.add(site.pc);
    else distrustedEntries.add(entryKey(site.pc, site.guarded));
    state.drops++;
    this.counters.dropped++;
    return true;
  }

  left<G>(closure: Closure<G>, { kind, pc }: ExitSite): void {
    const instruction = kind === ExitKind.RETRY || kind === ExitKind.GUARD ? ` ${nameAt(closure, pc)}` : "";
    count(this.counters.left, REASONS[kind] + instruction);
  }

  /** Notes an operator that the interpreter had to do: it calls metamethods, which compiled code can do if it is told to. */
  private wasRetried<G>(closure: Closure<G>, site: ExitSite): boolean {
    if (site.failures < MAX_RETRIES) return false;
    const { metamethodCalls } = this.stateOf(closure.proto);
    if (metamethodCalls.has(site.pc) || !mayCallMetamethod(closure.proto.proto, site.pc)) return false;
    metamethodCalls.add(site.pc);
    this.counters.dropped++;
    return true;
  }

  private stateOf(proto: LoadedProto): ProtoState {
    let state = this.states.get(proto);
    if (state === undefined) {
      state = {
        ...noDistrust(),
        wide: noDistrust(),
        metamethodCalls: new Set(),
        fieldSites: new Map(),
        drops: 0,
        refreshes: 0,
        complaints: 0,
      };
      this.states.set(proto, state);
    }
    return state;
  }

  /** The field access at a pc, for a form of the function that is being compiled. */
  private fieldSite<G>(cx: Context<G>, proto: LoadedProto, state: ProtoState, pc: number): FieldSite {
    let site = state.fieldSites.get(pc);
    if (site === undefined) {
      site = new FieldSite();
      site.learn(proto.caches[pc + 1] ?? EMPTY_CACHE);
      const method = methodName(proto, pc);
      if (method !== undefined && cx.stringMetatable !== undefined) noteMethod(site, cx.stringMetatable, method);
      state.fieldSites.set(pc, site);
    }
    const { version } = site;
    const compiled = site;
    site.listen(() => {
      if (compiled.version !== version) this.complain(proto, state);
    });
    return site;
  }

  /** A field access knows more than its code. After a while the function is compiled anew, when it or a loop of it is entered. */
  private complain(proto: LoadedProto, state: ProtoState): void {
    if (state.refreshes >= MAX_REFRESHES || ++state.complaints < FIRST_REFRESH * REFRESH_GROWTH ** state.refreshes) return;
    state.complaints = 0;
    state.refreshes++;
    this.counters.refreshed++;
    proto.entry = undefined;
    proto.loops.clear();
  }

  private compile<G>(cx: Context<G>, closure: Closure<G>, pc: number, isLoop: boolean, sample: (register: number) => unknown): unknown {
    const { proto } = closure;
    const state = this.stateOf(proto);
    const hasBits = proto.proto.code.some(isBitwise);
    const guessedType = (value: unknown, at: number, register: number): ReturnType<typeof typeOfSample> | Type.LIKELY_FLOAT => {
      const type = typeOfSample(value);
      return type === Type.FLOAT && staysBoxed(proto.proto, at, register) ? Type.LIKELY_FLOAT : type;
    };
    const isTrusted = (at: number): boolean => state.drops <= MAX_DROPS && !state.distrusted.has(at);
    const guess = (blocks: readonly Block[]): Guesses => {
      const { loads, callees } = sampleLoads(proto.proto, blocks, samplesOf(cx, closure, sample));
      return {
        result: (at) =>
          isTrusted(at) && !state.metamethodCalls.has(at)
            ? guessedType(loads.get(at), at + 1, argA(proto.proto.code[at] as Instruction))
            : Type.ANY,
        isSmall: (at) => !hasBits && !state.wide.distrusted.has(at) && isSmallSample(loads.get(at)),
        callsMetamethod: (at) => state.metamethodCalls.has(at),
        yields: (at) => isYield(callees.get(at)),
        shortCut: (at) => shortCutOfSample(callees.get(at)),
        isTrusted,
      };
    };
    const entered: EntryGuesses = {
      type: (register) => {
        const value = sample(register);
        if (value instanceof Cell) return Type.CELL;
        return isTrusted(pc) && !state.distrustedEntries.has(entryKey(pc, register)) ? guessedType(value, pc, register) : Type.ANY;
      },
      isSmall: (register) => !hasBits && !state.wide.distrustedEntries.has(entryKey(pc, register)) && isSmallSample(sample(register)),
    };
    try {
      const { text, luaLines, constants, sites } = emitFunction(
        proto as LoadedProtoView,
        pc,
        isLoop,
        entered,
        guess,
        (at) => this.fieldSite(cx, proto, state, at),
        this.isProbed,
        rootShape(cx),
      );
      const { chunkName, lineDefined } = proto.proto;
      this.onCompile?.({ chunkName, lineDefined, pc, text, luaLines });
      const make = new Function(...PARAMETERS, text); // eslint-disable-line no-new-func
      return make(cx, cx.heap, rootShape(cx), constants, sites, this.operations) as unknown;
    } catch (error) {
      if (!(error instanceof UnsupportedError) && !(error instanceof EvalError)) throw error;
      count(this.counters.refused, error.message);
      return undefined;
    }
  }
}

/** A budget that is too small for any function: it is left at once. */
const NO_BUDGET = -1;

/** How often V8 has to see a function return, if it is small, until it remembers what it has seen there. */
const REHEARSALS = 8;

/**
 * Has a new function left a few times where it begins. V8 takes a call that it has never seen for a reason to throw optimised code away, and
 * the call by which code is left is seen at the end of the first slice, when the code may be optimised. Where that was done within a loop it
 * is even kept, and thrown away anew at the end of each slice; it is worse code, too, and no better is made while it is there.
 */
function rehearse<G>(cx: Context<G>, leave: () => unknown): void {
  for (let i = 0; i < REHEARSALS; i++) {
    leave();
    forgetCapture(cx);
  }
}

/** What the SELF at `pc` looks up; undefined for another instruction, or a key that is not constant. */
function methodName(proto: LoadedProto, pc: number): string | undefined {
  const word = proto.proto.code[pc] as Instruction;
  const key = opOf(word) === Op.SELF && argK(word) ? proto.constants[argC(word)] : undefined;
  return typeof key === "string" ? key : undefined;
}

/** A register where the function, or the loop at `pc`, is entered. */
const entryKey = (pc: number, register: number): number => pc * 256 + register;

/** What there is to see from a closure and its registers. */
function samplesOf<G>(cx: Context<G>, closure: Closure<G>, register: (register: number) => unknown): Samples {
  const { upvalues, proto } = closure;
  return {
    register,
    upvalue: (index) => (upvalues[index] as Cell<G>).v,
    constant: (index) => proto.constants[index],
    cell: (cell) => (cell instanceof Cell ? cell.v : NO_SAMPLE),
    field: (table, key) => (table instanceof Table && key !== NO_SAMPLE ? table.get(key as never) : NO_SAMPLE),
    method: (object, key) => methodOf(object === NO_SAMPLE || object === undefined ? "" : object, key, cx),
  };
}

/** Most tables between an object and its method. */
const MAX_METHOD_TABLES = 4;

/** What is found under `key` in an object, or in the tables behind it. */
function methodOf<G>(object: unknown, key: unknown, cx: Context<G>): unknown {
  let holder = object;
  for (let i = 0; i < MAX_METHOD_TABLES; i++) {
    const found = holder instanceof Table ? holder.get(key as never) : undefined;
    if (found !== undefined) return found;
    const metatable = holder instanceof Table || typeof holder === "string" ? cx.metatableOf(holder as Value<G>) : undefined;
    holder = metatable?.getString("__index");
  }
  return NO_SAMPLE;
}

const isYield = (callee: unknown): boolean => callee instanceof Callback && callee.fn === yieldNative.fn;

/** What there is instead of a call of this value. */
function shortCutOfSample(callee: unknown): ShortCutCall | undefined {
  const shortCut = callee instanceof Callback ? callee.spec.shortCut : undefined;
  return shortCut === undefined ? undefined : { callee, shortCut };
}

/** Whether an instruction works on bits: with it there may be unsigned words of 32 bits, some of which look like small integers. */
function isBitwise(word: number): boolean {
  const op = opOf(word as Instruction);
  return (op >= Op.BANDK && op <= Op.SHLI) || (op >= Op.BAND && op <= Op.SHR) || op === Op.BNOT;
}

/** Whether integers are to be expected that have 32 bits: not if this one has more. */
const isSmallSample = (value: unknown): boolean => typeof value !== "number" || (value | 0) === value;

/** The type to expect of a register that holds this value now. */
function typeOfSample(value: unknown): Type.ANY | Type.INT | Type.FLOAT {
  if (typeof value === "number") return Number.isSafeInteger(value) ? Type.INT : Type.FLOAT;
  return doubleOfFloat(value) === undefined ? Type.ANY : Type.FLOAT;
}
