import {
  MAX_ARG_AX,
  MAX_ARG_BX,
  OFFSET_SBX,
  OFFSET_SJ,
  Op,
  argA,
  argAx,
  argB,
  argBx,
  argC,
  argK,
  argSB,
  argSBx,
  argSC,
  argSJ,
  encodeABC,
  encodeABx,
  encodeAsBx,
  encodeAx,
  encodeSJ,
  opOf,
  withA,
  withB,
  withBx,
  withC,
  withK,
  withOp,
  withSJ,
} from "@luster/bytecode";
import { expect, test } from "vitest";

test.each([
  [0, 0, 0, false],
  [255, 255, 255, true],
  [1, 2, 3, true],
  [128, 127, 128, false],
])("ABC keeps A=%d B=%d C=%d k=%s apart", (a, b, c, k) => {
  const word = encodeABC(Op.EXTRAARG, a, b, c, k);
  expect([opOf(word), argA(word), argB(word), argC(word), argK(word)]).toEqual([Op.EXTRAARG, a, b, c, k]);
  expect(word | 0).toBe(word);
});

test.each([0, 1, MAX_ARG_BX])("ABx keeps Bx=%d", (bx) => {
  const word = encodeABx(Op.LOADK, 255, bx);
  expect([opOf(word), argA(word), argBx(word)]).toEqual([Op.LOADK, 255, bx]);
});

test.each([-OFFSET_SBX, -1, 0, MAX_ARG_BX - OFFSET_SBX])("AsBx keeps sBx=%d", (sbx) => {
  expect(argSBx(encodeAsBx(Op.LOADI, 7, sbx))).toBe(sbx);
});

test.each([0, MAX_ARG_AX])("Ax keeps %d", (ax) => {
  expect(argAx(encodeAx(Op.EXTRAARG, ax))).toBe(ax);
});

test.each([-OFFSET_SJ, -1, 0, 1, MAX_ARG_AX - OFFSET_SJ])("sJ keeps %d", (sj) => {
  expect(argSJ(encodeSJ(Op.JMP, sj))).toBe(sj);
});

test("signed bytes have an excess of 127", () => {
  const word = encodeABC(Op.ADDI, 0, 0, 255);
  expect([argSB(word), argSC(word)]).toEqual([-127, 128]);
});

test("each `with` changes its own field only", () => {
  const word = encodeABC(Op.ADD, 1, 2, 3, true);
  expect(withA(word, 200)).toBe(encodeABC(Op.ADD, 200, 2, 3, true));
  expect(withB(word, 200)).toBe(encodeABC(Op.ADD, 1, 200, 3, true));
  expect(withC(word, 200)).toBe(encodeABC(Op.ADD, 1, 2, 200, true));
  expect(withK(word, false)).toBe(encodeABC(Op.ADD, 1, 2, 3));
  expect(withOp(word, Op.SUB)).toBe(encodeABC(Op.SUB, 1, 2, 3, true));
  expect(withBx(encodeABx(Op.CLOSURE, 9, 1), 70000)).toBe(encodeABx(Op.CLOSURE, 9, 70000));
  expect(withSJ(encodeSJ(Op.JMP, 1), -5)).toBe(encodeSJ(Op.JMP, -5));
});
