import { compile } from "@luster/compiler";
import { Op, encodeABC } from "@luster/bytecode";
import { expect, test } from "vitest";
import { functionName, nameFromCaller, nameOfCall } from "../../src/error/function-name.js";
import type { CallbackSpec } from "../../src/value/callback.js";
import { Callback, native0 } from "../../src/value/callback.js";
import { Closure } from "../../src/value/closure.js";
import { Frame, FrameFlag } from "../../src/value/frame.js";
import { LoadedProto } from "../../src/value/loaded-proto.js";

type G = unknown;

const spec: CallbackSpec = native0("callback", (cx) => cx.returnNone());
const source = compile("f()", { chunkName: "=x" });
const callPc = source.code.findIndex((word) => (word & 0x7f) === Op.CALL);

/** A frame above another. */
function push(previous: Frame<G>, flags = 0): Frame<G> {
  const frame = new Frame<G>();
  frame.previous = previous;
  frame.flags = flags;
  return frame;
}

/** The frame of a chunk that calls a global function `f`. */
function luaFrame(): Frame<G> {
  const frame = push(new Frame<G>());
  frame.closure = new Closure<G>(LoadedProto.load(source), []);
  frame.pc = callPc + 1;
  return frame;
}

function callbackFrame(previous: Frame<G>, flags = 0): Frame<G> {
  const frame = push(previous, flags);
  frame.callback = new Callback<G>(spec, undefined);
  return frame;
}

test("a function is called what the calling instruction calls it", () => {
  expect(functionName(callbackFrame(luaFrame()))).toEqual({ kind: "global", name: "f" });
});

test("a tail-called function has no name", () => {
  expect(functionName(callbackFrame(luaFrame(), FrameFlag.TAIL_CALL))).toBe(undefined);
});

test("a function called by a callback, or first on its thread, has no name", () => {
  expect(functionName(callbackFrame(callbackFrame(luaFrame())))).toBe(undefined);
  expect(functionName(callbackFrame(new Frame<G>()))).toBe(undefined);
  expect(functionName(new Frame<G>())).toBe(undefined);
});

test("hooks and finalizers are named after what called them", () => {
  expect(functionName(callbackFrame(push(luaFrame(), FrameFlag.HOOK)))).toEqual({ kind: "hook", name: "?" });
  expect(functionName(callbackFrame(push(luaFrame(), FrameFlag.FINALIZER)))).toEqual({ kind: "metamethod", name: "__gc" });
});

test("a message handler is named as if the failed function had called it", () => {
  expect(functionName(callbackFrame(push(luaFrame(), FrameFlag.HANDLER)))).toEqual({ kind: "global", name: "f" });
  expect(functionName(callbackFrame(push(push(luaFrame(), FrameFlag.HANDLER), FrameFlag.HANDLER)))).toEqual({ kind: "global", name: "f" });
  expect(functionName(callbackFrame(push(callbackFrame(luaFrame()), FrameFlag.HANDLER)))).toBe(undefined);
});

test("a metamethod that closes a variable while an error unwinds has no name", () => {
  expect(functionName(callbackFrame(push(luaFrame(), FrameFlag.CLOSING)))).toBe(undefined);
});

test("a callback without a frame is named by the frame on top", () => {
  expect(nameFromCaller(luaFrame())).toEqual({ kind: "global", name: "f" });
});

/** What the one instruction of a function calls. */
function eventOf(word: number): string | undefined {
  const proto = { ...source, code: Int32Array.of(word) };
  const name = nameOfCall(proto, 0);
  return name && `${name.kind} ${name.name}`;
}

test.each([
  [Op.SELF, "index"],
  [Op.GETI, "index"],
  [Op.SETTABLE, "newindex"],
  [Op.ADDI, "add"],
  [Op.SUBI, "sub"],
  [Op.MODK, "mod"],
  [Op.SHLI, "shl"],
  [Op.SHR, "shr"],
  [Op.SHRI, "shr"],
  [Op.CONCAT, "concat"],
  [Op.EQ, "eq"],
  [Op.GTI, "lt"],
  [Op.GEI, "le"],
  [Op.CLOSE, "close"],
  [Op.RETURN, "close"],
])("instruction %i calls the metamethod %s", (op, event) => {
  expect(eventOf(encodeABC(op, 0, 0, 0))).toBe(`metamethod ${event}`);
});

test("a left shift by a constant is a right shift with k set", () => {
  expect(eventOf(encodeABC(Op.SHRI, 0, 0, 0, true))).toBe("metamethod shl");
});

test("raw comparisons and instructions that call nothing have no name to give", () => {
  for (const op of [Op.EQK, Op.EQI, Op.MOVE, Op.FORLOOP, Op.RETURN1]) expect(eventOf(encodeABC(op, 0, 0, 0))).toBe(undefined);
});

test("the iterator of a generic for", () => {
  expect(eventOf(encodeABC(Op.TFORCALL, 0, 0, 1))).toBe("for iterator for iterator");
});
