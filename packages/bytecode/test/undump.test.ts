import { ChunkFormatError, dump, undump } from "@luster/bytecode";
import { describe, expect, test } from "vitest";
import { assemble, float, integer, string } from "./assemble.js";

const chunk = dump(
  assemble("LOADI 0 1; RETURN1 0; RETURN0", {
    constants: [string("abc"), integer(5n), float(1.5)],
    protos: [assemble("RETURN0", { upvalues: [{ name: "x", isFromParentRegister: true, index: 0, kind: "regular" }] })],
    localVars: [{ name: "a", register: 0, startPc: 1, endPc: 3, isCaptured: false }],
  }),
);

const HEADER_BYTES = 38;

function errorOf(bytes: string, chunkName = "=name"): ChunkFormatError {
  try {
    undump(bytes, chunkName);
  } catch (error) {
    if (error instanceof ChunkFormatError) return error;
    throw error;
  }
  throw new Error("undump accepted the bytes");
}

const replaced = (at: number, by: string): string => chunk.slice(0, at) + by + chunk.slice(at + by.length);

test("every prefix of a chunk is truncated", () => {
  for (let length = 0; length < chunk.length; length++) {
    expect(errorOf(chunk.slice(0, length)).message).toBe("name: bad binary format (truncated chunk)");
  }
});

test("bytes behind the chunk are ignored", () => {
  expect(undump(chunk + "more", "=x")).toEqual(undump(chunk, "=x"));
});

test("a change of any byte of the header is noticed", () => {
  for (let at = 0; at < HEADER_BYTES; at++) {
    errorOf(replaced(at, String.fromCharCode((chunk.charCodeAt(at) + 1) & 0xff)));
  }
});

describe("messages are PUC-Rio's", () => {
  test.each([
    [1, "X", "not a binary chunk"],
    [4, "\x53", "version mismatch"],
    [5, "\x01", "format mismatch"],
    [6, "\x1a", "corrupted chunk"],
    [12, "\x08", "Instruction size mismatch"],
    [13, "\x04", "lua_Integer size mismatch"],
    [14, "\x04", "lua_Number size mismatch"],
    [15, "\0", "integer format mismatch"],
    [30, "\0", "float format mismatch"],
    [31, "PUC", "format mismatch"],
    [37, "\x7f", "version mismatch"],
  ])("at byte %d", (at, by, what) => {
    expect(errorOf(replaced(at, by)).message).toBe(`name: bad binary format (${what})`);
  });

  test.each([
    ["=x", "x"],
    ["@x.lua", "x.lua"],
    ["\x1bLua...", "binary string"],
    ["text", "text"],
  ])("chunk name %j", (chunkName, shown) => {
    expect(errorOf("\x1bLua", chunkName).message).toBe(`${shown}: bad binary format (truncated chunk)`);
    expect(errorOf("\x1bLua", chunkName).chunkName).toBe(chunkName);
  });
});

test("a count that cannot be right allocates nothing", () => {
  // The count of constants, in place of the smaller one.
  const start = chunk.indexOf("\x03\x05\x03abc");
  const error = errorOf(chunk.slice(0, start) + "\xff\xff\xff\xff\x07" + chunk.slice(start + 1));
  expect(error.kind).toBe("truncated");
});

test("numbers that never end are refused", () => {
  expect(errorOf(chunk.slice(0, HEADER_BYTES) + "\xff".repeat(50)).message).toContain("integer overflow");
});

test("an unknown kind of constant is refused", () => {
  const start = chunk.indexOf("\x05\x03abc");
  expect(errorOf(chunk.slice(0, start) + "\x07" + chunk.slice(start + 1)).message).toContain("invalid constant");
});

test("functions nested without end are refused", () => {
  let proto = assemble("RETURN0");
  for (let depth = 0; depth < 199; depth++) proto = assemble("RETURN0", { protos: [proto] });
  expect(() => undump(dump(proto), "=x")).not.toThrow();
  for (let depth = 0; depth < 5; depth++) proto = assemble("RETURN0", { protos: [proto] });
  expect(errorOf(dump(proto)).kind).toBe("corrupted");
});
