// A tiny assembler for tests: instructions as in a listing, one a line, names and decimal operands in the order A B C (or A Bx),
// `k` last. Signed operands are written signed. Everything else of the Proto has defaults that suit a small main function.

import {
  Op,
  OP_INFO,
  encodeABC,
  encodeABx,
  encodeAsBx,
  encodeAx,
  encodeSJ,
  OFFSET_SC,
  type Constant,
  type OpName,
  type OperandKind,
  type Proto,
} from "@luster/bytecode";

export function assemble(text: string, rest: Partial<Proto> = {}): Proto {
  const code = Int32Array.from(
    text
      .split(/[\n;]/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    encodeLine,
  );
  return {
    chunkName: "=test",
    lineDefined: 0,
    lastLineDefined: 0,
    paramCount: 0,
    isVararg: false,
    maxStackSize: 10,
    code,
    constants: [],
    protos: [],
    upvalues: [{ name: "_ENV", isFromParentRegister: true, index: 0, kind: "regular" }],
    lines: new Int32Array(code.length).fill(1),
    localVars: [],
    ...rest,
  };
}

function encodeLine(line: string): number {
  const words = line.split(/\s+/);
  const name = words[0] as OpName;
  const k = words.at(-1) === "k";
  const numbers = words.slice(1, k ? -1 : undefined).map(Number);
  const op = Op[name];
  const { format, a, b, c } = OP_INFO[op]!;
  const take = (kind: OperandKind): number => (kind === "-" ? 0 : (numbers.shift() ?? 0) + (kind === "I" ? OFFSET_SC : 0));
  switch (format) {
    case "ABC":
      return encodeABC(op, take(a), take(b), take(c), k);
    case "ABx":
      return encodeABx(op, take(a), take(b));
    case "AsBx":
      return encodeAsBx(op, take(a), numbers.shift() ?? 0);
    case "Ax":
      return encodeAx(op, numbers.shift() ?? 0);
    case "sJ":
      return encodeSJ(op, numbers.shift() ?? 0);
  }
}

export const string = (value: string): Constant => ({ kind: "string", value });
export const integer = (value: bigint): Constant => ({ kind: "integer", value });
export const float = (value: number): Constant => ({ kind: "float", value });
export const nil: Constant = { kind: "nil" };
export const boolean = (value: boolean): Constant => ({ kind: "boolean", value });
