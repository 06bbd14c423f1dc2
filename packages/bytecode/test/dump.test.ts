import { dump, isBinaryChunk, undump, type Proto } from "@luster/bytecode";
import { expect, test } from "vitest";
import { assemble, boolean, float, integer, nil, string } from "./assemble.js";

const nested = assemble("GETUPVAL 0 0; RETURN1 0; RETURN0", {
  lineDefined: 3,
  lastLineDefined: 70000,
  paramCount: 1,
  upvalues: [
    { name: "x", isFromParentRegister: true, index: 4, kind: "close" },
    { name: "é\xff", isFromParentRegister: false, index: 0, kind: "const" },
  ],
  lines: Int32Array.of(70000, 3, 200),
});

const sample = assemble("VARARGPREP; CLOSURE 0 0; RETURN0", {
  chunkName: "@dir/file.lua",
  isVararg: true,
  constants: [
    nil,
    boolean(true),
    boolean(false),
    integer(-(2n ** 63n)),
    integer(2n ** 63n - 1n),
    integer(0n),
    float(0.1),
    float(-0),
    float(Infinity),
    string(""),
    string("\0\x80\xff"),
    string("long ".repeat(5000)),
  ],
  protos: [nested, { ...nested, chunkName: "=other" }],
  localVars: [{ name: "a", register: 3, startPc: 0, endPc: 3, isCaptured: true }],
});

test("undump gives back what was dumped", () => {
  expect(undump(dump(sample), "=x")).toEqual({
    ...sample,
    protos: [
      { ...nested, chunkName: "=test" },
      { ...nested, chunkName: "=other" },
    ],
  });
});

test("NaN and negative zero keep their bits", () => {
  const { constants } = undump(dump(assemble("RETURN0", { constants: [float(NaN), float(-0)] })), "=x");
  expect(constants).toEqual([float(NaN), float(-0)]);
});

test("a stripped dump has no names and no lines", () => {
  const stripped = (proto: Proto): Proto => ({
    ...proto,
    chunkName: undefined,
    lines: new Int32Array(0),
    localVars: [],
    upvalues: proto.upvalues.map((upvalue) => ({ ...upvalue, name: undefined })),
    protos: proto.protos.map(stripped),
  });
  expect(undump(dump(sample, { isStripped: true }), "=x")).toEqual(stripped(sample));
});

test("the header is PUC-Rio's", () => {
  const header = "\x1bLua\x54\0\x19\x93\r\n\x1a\n\x04\x08\x08\x78\x56\0\0\0\0\0\0\0\0\0\0\0\x28\x77\x40";
  expect(dump(sample).startsWith(header)).toBe(true);
});

test("dumps are bytes", () => {
  expect(dump(sample)).toMatch(/^[\0-\xff]*$/);
});

test("the first byte tells binary chunks from text", () => {
  expect(isBinaryChunk(dump(sample))).toBe(true);
  expect(isBinaryChunk("return 1")).toBe(false);
  expect(isBinaryChunk("")).toBe(false);
});
