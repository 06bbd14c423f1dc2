import { OP_INFO, OP_NAMES, Op } from "@luster/bytecode";
import { expect, test } from "vitest";

test("opcodes are numbered from 0 without gaps, and fit seven bits", () => {
  expect(Object.values(Op)).toEqual(Object.keys(Op).map((_, index) => index));
  expect(OP_NAMES.length).toBeLessThanOrEqual(128);
});

test("names and rows of the table are in the order of the numbers", () => {
  for (const [name, op] of Object.entries(Op)) expect(OP_NAMES[op]).toBe(name);
  expect(OP_INFO).toHaveLength(OP_NAMES.length);
});

test("the tests are the comparisons, TEST and TESTSET", () => {
  const tests = OP_NAMES.filter((_, op) => OP_INFO[op]!.isTest);
  expect(tests).toEqual(["EQ", "LT", "LE", "EQK", "EQI", "LTI", "LEI", "GTI", "GEI", "TEST", "TESTSET"]);
});

test("wide formats have no third operand", () => {
  for (const { format, c } of OP_INFO) if (format !== "ABC") expect(c).toBe("-");
});
