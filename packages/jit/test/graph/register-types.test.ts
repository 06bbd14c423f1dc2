import { describe, expect, it } from "vitest";
import { Op, argA, opOf } from "@luster/bytecode";
import { keptRegisters } from "../../src/graph/liveness.js";
import { Type, inferTypes } from "../../src/graph/register-types.js";
import type { Guesses } from "../../src/graph/register-types.js";
import { blocksOf, protoOf } from "./graph.js";

const trusting: Guesses = {
  result: () => Type.ANY,
  shortCut: () => undefined,
  isTrusted: () => true,
  isSmall: () => true,
  yields: () => false,
  callsMetamethod: () => false,
};

/** Type of the value that the function's RETURN1 returns, with parameters of the given types. */
function returned(body: string, parameters: readonly Type[], guesses = trusting): Type | undefined {
  const proto = protoOf(body);
  const blocks = blocksOf(proto);
  const entry = [...parameters, ...new Array<Type>(proto.maxStackSize - parameters.length).fill(Type.NONE)];
  const types = inferTypes(proto, blocks, keptRegisters(proto, blocks), entry, guesses);
  const block = blocks.find(({ start, last }) => start === last && opOf(proto.code[last] as number) === Op.RETURN1);
  return block === undefined ? undefined : types[block.index]?.[argA(proto.code[block.last] as number)];
}

const ANY = Type.ANY;
const INT = Type.INT;
const FLOAT = Type.FLOAT;

describe("types at the end of a loop", () => {
  const sum = "local s = 0; for i = 1, a do s = s + b end return s";

  it("are integers of integers", () => expect(returned(sum, [INT, INT, ANY])).toBe(INT));

  it("are numbers of either kind where integers and floats meet", () => expect(returned(sum, [INT, FLOAT, ANY])).toBe(Type.NUMBER));

  it("are floats where all ways give floats", () =>
    expect(returned("local s = 0.0; for i = 1, a do s = s + b / 2 end return s", [INT, INT, ANY])).toBe(FLOAT));

  it("are floats where what is expected to be one meets them, and that can be made sure of", () => {
    const from = "local s = c; for i = 1, a do s = s + b end return s";
    expect(returned(from, [INT, FLOAT, Type.LIKELY_FLOAT])).toBe(FLOAT);
    expect(returned(from, [INT, FLOAT, Type.LIKELY_FLOAT], { ...trusting, isTrusted: () => false })).toBe(ANY);
  });

  it("are anything where a guard has failed", () =>
    expect(returned(sum, [INT, INT, ANY], { ...trusting, isTrusted: () => false })).toBe(ANY));
});
