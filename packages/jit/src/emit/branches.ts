// How a block ends: the test of a branch, the stepping of loops, and what is charged for a jump back.

import { Op, argA, argB, argBx, argK, argSB, argSJ, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import { ExitKind } from "@luster/vm/tier";
import type { Block } from "../graph/blocks.js";
import { wordAt } from "../graph/effects.js";
import { Type, constantType, isIntegerLoop, isNumeric } from "../graph/register-types.js";
import { emitComparison } from "./metamethods.js";
import { numberText } from "./writer.js";
import type { Writer } from "./writer.js";

/** Writes what decides a branch, and gives the text of the condition under which it jumps. */
export function emitTest(w: Writer, pc: number): string {
  const word = wordAt(w.proto, pc);
  const condition = testText(w, pc, word);
  return argK(word) ? condition : `!(${condition})`;
}

function testText(w: Writer, pc: number, word: Instruction): string {
  const a = argA(word);
  const b = argB(word);
  switch (opOf(word)) {
    case Op.EQ:
      return equalText(w, pc, a, b);
    case Op.LT:
      return orderText(w, pc, "<", a, b);
    case Op.LE:
      return orderText(w, pc, "<=", a, b);
    case Op.EQK:
      return constantEqualText(w, a, b);
    case Op.EQI:
      return numberEqualText(w, a, argSB(word));
    case Op.LTI:
      return immediateOrderText(w, pc, "<", a, argSB(word));
    case Op.LEI:
      return immediateOrderText(w, pc, "<=", a, argSB(word));
    case Op.GTI:
      return immediateOrderText(w, pc, ">", a, argSB(word));
    case Op.GEI:
      return immediateOrderText(w, pc, ">=", a, argSB(word));
    case Op.TEST:
      return truthText(w, a);
    default:
      return truthText(w, b);
  }
}

function truthText(w: Writer, register: number): string {
  switch (w.state[register]) {
    case Type.BOOLEAN:
      return `${w.register(register)} === true`;
    case Type.ANY:
    case Type.LIKELY_FLOAT:
    case Type.NONE:
    case undefined:
      return `${w.register(register)} !== undefined && ${w.register(register)} !== false`;
    case Type.NIL:
      return "false";
    default:
      return "true";
  }
}

function equalText(w: Writer, pc: number, a: number, b: number): string {
  const x = w.state[a];
  const y = w.state[b];
  if (isNumeric(x) && isNumeric(y)) return `${w.register(a)} === ${w.register(b)}`;
  w.line(`t = ${w.value(a)};`);
  w.line(`v = ${w.value(b)};`);
  w.line(`if (t === v) q = true;`);
  w.line(`else if (typeof t === "string" || typeof t === "boolean" || t === undefined) q = false;`);
  emitComparison(w, pc, "EQ(cx, t, v)", "__eq", "t", "v");
  return "q === true";
}

function constantEqualText(w: Writer, register: number, index: number): string {
  const constant = w.proto.constants[index];
  const type = constantType(constant);
  if (isNumeric(type)) {
    const n = Number((constant as { value: bigint | number }).value);
    if (isNumeric(w.state[register])) return `${w.register(register)} === ${numberText(n)}`;
    return `RE(${w.value(register)}, ${w.constant(w.loaded.constants[index])})`;
  }
  if (constant?.kind === "integer") return `RE(${w.value(register)}, ${w.constant(w.loaded.constants[index])})`;
  return `${w.value(register)} === ${w.constant(w.loaded.constants[index])}`;
}

function numberEqualText(w: Writer, register: number, n: number): string {
  const name = w.register(register);
  if (isNumeric(w.state[register])) return `${name} === ${numberText(n)}`;
  return `${name} === ${numberText(n)} || (typeof ${name} === "object" && RE(${name}, ${numberText(n)}))`;
}

function orderText(w: Writer, pc: number, sign: "<" | "<=", a: number, b: number): string {
  const x = w.state[a];
  const y = w.state[b];
  const [left, right] = [w.register(a), w.register(b)];
  if (isNumeric(x) && isNumeric(y)) return `${left} ${sign} ${right}`;
  const tests = [x, y]
    .map((type, i) => (isNumeric(type) ? "" : `typeof ${i === 0 ? left : right} === "number"`))
    .filter((test) => test !== "");
  w.line(`if (${tests.join(" && ")}) q = ${left} ${sign} ${right};`);
  const decided = `${sign === "<" ? "LT" : "LE"}(${w.value(a)}, ${w.value(b)})`;
  emitComparison(w, pc, decided, sign === "<" ? "__lt" : "__le", w.value(a), w.value(b));
  return "q === true";
}

function immediateOrderText(w: Writer, pc: number, sign: "<" | "<=" | ">" | ">=", register: number, n: number): string {
  const name = w.register(register);
  if (isNumeric(w.state[register])) return `${name} ${sign} ${numberText(n)}`;
  const out = sign.startsWith("<") ? `${name}, ${numberText(n)}` : `${numberText(n)}, ${name}`;
  w.line(`if (typeof ${name} === "number") q = ${name} ${sign} ${numberText(n)};`);
  w.line(`else if ((q = ${sign.endsWith("=") ? "LE" : "LT"}(${out})) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
  return "q === true";
}

/** Writes the step of the numeric loop that ends a block, and gives the condition under which it goes on. */
export function emitLoopStep(w: Writer, pc: number): string {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const [index, limit, step, control] = [a, a + 1, a + 2, a + 3].map((register) => w.register(register)) as [
    string,
    string,
    string,
    string,
  ];
  const sign = stepSign(w, pc, a);
  const goesOn = sign > 0 ? `t <= ${limit}` : sign < 0 ? `t >= ${limit}` : `(${step} > 0 ? t <= ${limit} : t >= ${limit})`;
  if (isIntegerLoop(w.state, a)) {
    w.line(`t = ${index} + ${step};`);
    w.line(`if (q = ${goesOn}) ${index} = ${control} = t;`);
    return "q";
  }
  w.line(`if (typeof ${index} === "number") { t = ${index} + ${step}; if (q = ${goesOn}) ${index} = ${control} = t; }`);
  w.line(`else if (q = (t = ${index}.next()) !== undefined) ${control} = t;`);
  return "q";
}

/** The sign of a loop's step if that is constant, else 0. */
function stepSign(w: Writer, pc: number, a: number): number {
  const body = pc + 1 - argBx(wordAt(w.proto, pc));
  const prepare = body - 1;
  if (prepare < 1 || opOf(wordAt(w.proto, prepare)) !== Op.FORPREP || w.leaders.has(prepare)) return 0;
  const load = wordAt(w.proto, prepare - 1);
  return opOf(load) === Op.LOADI && argA(load) === a + 2 ? Math.sign((load >>> 15) - 0xffff) : 0;
}

/** What the way to `target` out of a block is charged: the distance of a jump back. */
export function jumpCharge(w: Writer, block: Block, way: number): number {
  if (way !== 0) return 0;
  const word = wordAt(w.proto, block.last);
  switch (opOf(word)) {
    case Op.FORLOOP:
    case Op.TFORLOOP:
      return argBx(word);
    case Op.JMP:
      return Math.max(0, -argSJ(word));
    case Op.FORPREP:
    case Op.TFORPREP:
    case Op.LFALSESKIP:
      return 0;
    default:
      return block.targets.length === 2 ? Math.max(0, -argSJ(wordAt(w.proto, block.last + 1))) : 0;
  }
}
