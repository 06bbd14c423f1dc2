// The JavaScript of one function, from its beginning or from one of its loops on: analysis, body, and what stands before the body.

import type { Proto } from "@luster/bytecode";
import { ExitKind } from "@luster/vm/tier";
import type { ExitSite, FieldSite, Shape } from "@luster/vm/tier";
import { UnsupportedError, buildBlocks } from "../graph/blocks.js";
import type { Block } from "../graph/blocks.js";
import { findFreshTables } from "../graph/fresh-tables.js";
import { keptRegisters } from "../graph/liveness.js";
import { findNesting } from "../graph/loops.js";
import { Type, inferTypes, isNumeric } from "../graph/register-types.js";
import type { Guesses } from "../graph/register-types.js";
import { FreshTables } from "./allocation.js";
import { emitFloatGuard, emitIntegerGuard, emitNumberGuard } from "./guards.js";
import type { LoadedProtoView } from "./loaded-proto-view.js";
import { emitGraph } from "./structure.js";
import { Writer, variable } from "./writer.js";
import type { TextLine } from "./writer.js";

/** Most instructions of a function that is compiled: hosts do not optimise larger ones, and to make them takes long. */
export const MAX_CODE_LENGTH = 3000;

/** Names of the operations that compiled code uses, as parameters of the text. */
export const OPERATION_NAMES = [
  "X", "MF", "DN", "DF", "FMOD", "GF", "GX", "GI", "PF", "PX", "PI", "NT", "AB", "RB", "T", "F", "Cell", "EMPTY", "U", "PL", "CC", "C2", "LN", "LL", "EQ", "LT", "LE", "RE",
  "SB", "EB", "CB", "CM", "CI", "CN", "CO", "CL", "YD", "FR", "RA", "AR", "RV", "IT", "add", "sub", "mul", "div", "pow", "power", "modulo", "floorDivide", "unm", "band", "bor",
  "CA",
  "bxor", "bnot", "shl", "shr", "SUSPEND", "PENDING", "Q",
] as const; // prettier-ignore

/** What registers are expected to hold where the function, or the loop, is entered. */
export interface EntryGuesses {
  type(register: number): Type.ANY | Type.INT | Type.FLOAT | Type.LIKELY_FLOAT | Type.CELL;
  /** Whether an integer there is expected to have 32 bits. */
  isSmall(register: number): boolean;
}

/** Text and what goes with it. */
export interface EmittedFunction {
  /** Body of a function whose parameters are `PARAMETERS`; it returns the compiled function. */
  readonly text: string;
  /** The Lua line of each line of the text; undefined for those of none. */
  readonly luaLines: readonly (number | undefined)[];
  readonly constants: readonly unknown[];
  readonly sites: readonly ExitSite[];
}

/** Parameters of the text: what belongs to the VM (`R`: the shape without fields), to the function, and the operations by name. */
export const PARAMETERS = ["cx", "heap", "R", "K", "sites", "operations"] as const;

/**
 * Emits a function from its beginning (`entry` 0) or from the loop at `entry` on.
 * @param entered what registers are expected to hold there
 * @param fieldSite what the field access at a pc has found so far; it goes on learning while the code runs
 * @param isProbed whether `Q` is asked at each place if the code is to be left there
 * @param root the shape of a table without fields
 * @throws UnsupportedError when the function is not to be compiled
 */
export function emitFunction(
  loaded: LoadedProtoView,
  entry: number,
  isLoop: boolean,
  entered: EntryGuesses,
  guess: (blocks: readonly Block[]) => Guesses,
  fieldSite: (pc: number) => FieldSite,
  isProbed = false,
  root?: Shape,
): EmittedFunction {
  const { proto } = loaded;
  if (proto.code.length > MAX_CODE_LENGTH) throw new UnsupportedError("too long");
  const blocks = buildBlocks(proto, entry);
  const nesting = findNesting(blocks);
  if (!nesting.isReducible) throw new UnsupportedError("irreducible");
  const kept = keptRegisters(proto, blocks);
  const guesses = guess(blocks);
  const entryTypes = new Array<Type>(proto.maxStackSize).fill(Type.NONE);
  for (const register of kept[entry] ?? []) entryTypes[register] = entered.type(register);
  const types = inferTypes(proto, blocks, kept, entryTypes, guesses);
  const fresh = new FreshTables(findFreshTables(proto, entry), root);
  const w = new Writer(loaded, proto, kept, types, guesses, frameCost(proto), fieldSite, isLoop, isProbed, fresh);
  emitGraph(w, blocks, nesting);
  return assemble(w, blocks[0] as Block, isLoop, entered);
}

/** What a function takes of the native budget: its registers, and what a JavaScript frame has besides. */
const frameCost = (proto: Proto): number => proto.maxStackSize * 2 + 24;

function assemble(w: Writer, first: Block, isLoop: boolean, guesses: EntryGuesses): EmittedFunction {
  const body = w.lines.splice(0);
  w.pc = -1;
  w.chargedPc = -1;
  const { proto } = w;
  const entryState = new Array<Type>(proto.maxStackSize).fill(Type.ANY);
  const entered = [...(w.kept[first.start] ?? [])];
  if (isLoop) {
    w.line(`if (d < 0) ${w.exit(ExitKind.DEPTH, first.start, entryState)}`);
  } else {
    w.line(`if (d < ${w.cost}${w.isProbed ? " || Q()" : ""}) ${w.exit(ExitKind.DEPTH, 0, entryState)}`);
    w.line(`if ((cx.fuel -= ${w.loaded.entryFuel}) < 0) ${w.exit(ExitKind.ENTRY_FUEL, 0, entryState)}`);
  }
  for (const register of entered) {
    const type = (w.types[0] as readonly Type[])[register] as Type;
    emitEntryGuard(w, register, type, guesses.isSmall(register), entryState, first.start);
  }
  const prologue = w.lines.splice(0);
  const parameters = isLoop ? [] : Array.from({ length: proto.paramCount }, (_, register) => variable(register));
  const locals = [...w.registers].filter((register) => isLoop || register >= proto.paramCount).sort((a, b) => a - b);
  const loads = isLoop ? entered.map((register) => `${variable(register)} = s[b + ${register}];`) : [];
  for (const register of entered) if (isLoop && !w.registers.has(register)) locals.push(register);
  const head = [
    '"use strict";',
    `const { ${usedOperations([...prologue, ...body]).join(", ")} } = operations;`,
    ...w.constants.map((_, index) => `const k${index} = K[${index}];`),
    isLoop
      ? "return (function (c, d, s, b, va) {"
      : `return (function (${["c", "d", ...parameters, ...(proto.isVararg ? ["...va"] : [])].join(", ")}) {`,
    `let t, v, f, g, h, i, a, o, m, p, e, q, x, list${locals.map((register) => `, ${variable(register)}`).join("")};`,
    ...(w.kinds.size === 0 ? [] : [`let ${[...w.kinds].map((register) => `${w.kind(register)} = false`).join(", ")};`]),
    ...[...w.hints].map((name) => `let ${name} = 0;`),
    ...(proto.isVararg && !isLoop ? ["d -= va.length;"] : []),
    ...loads,
    ...[...w.upvalues].map((index) => `const u${index} = c.upvalues[${index}];`),
    ...w.endLabels(),
  ];
  // The parentheses make hosts compile the function at once, instead of looking through it first.
  const tail = [...w.endStatements(), "});"];
  const code = [...prologue, ...body].map(({ text, pc }) => ({ text: w.finish(text), pc }));
  const lines = [...plain(head), ...code, ...plain(tail)];
  return {
    text: lines.map(({ text }) => text).join("\n"),
    luaLines: lines.map(({ pc }) => (pc < 0 ? undefined : proto.lines[pc])),
    constants: w.constants,
    sites: w.sites,
  };
}

/** Lines that belong to no instruction. */
const plain = (texts: readonly string[]): TextLine[] => texts.map((text) => ({ text, pc: -1 }));

/** Names of the operations that occur in the text. */
function usedOperations(lines: readonly TextLine[]): string[] {
  const names = new Set(["X"]);
  for (const { text } of lines) for (const name of text.match(/[A-Za-z]\w*/g) ?? []) names.add(name);
  return OPERATION_NAMES.filter((name) => names.has(name));
}

/** Makes sure of the type that a register has where the function is entered. */
function emitEntryGuard(w: Writer, register: number, type: Type, isSmall: boolean, state: Type[], pc: number): void {
  const name = variable(register);
  if (!isNumeric(type)) {
    state[register] = type;
    return;
  }
  const leave = w.exit(ExitKind.GUARD, pc, state, type === Type.INT && isSmall, register);
  w.registers.add(register);
  if (type === Type.INT) emitIntegerGuard(w, name, name, isSmall, leave);
  else if (type === Type.FLOAT) emitFloatGuard(w, name, name, leave);
  else emitNumberGuard(w, name, w.kind(register), leave);
  state[register] = type;
}
