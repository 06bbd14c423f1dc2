// Functions that make of a string another one of the same length, in pieces: lower, upper and reverse.

import {
  Continuation,
  markValue,
  native1,
  PENDING,
  trace,
  type Action,
  type Context,
  type NativeOptions,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkString } from "../args.js";

/** Bytes that are transformed in one go. */
const PIECE = 1 << 14;

/** A transformation of pieces; those of a reversed string are put together from the end. */
interface Transformation {
  readonly ofPiece: (piece: string) => string;
  readonly isReversed: boolean;
}

class TransformTask<in out G> extends Continuation<G> {
  private at = 0;
  private result = "";

  constructor(
    private readonly text: string,
    private readonly transformation: Transformation,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    const { text } = this;
    const { ofPiece, isReversed } = this.transformation;
    while (this.at < text.length) {
      if (cx.isOutOfFuel()) return cx.pause(this);
      const piece = ofPiece(text.slice(this.at, this.at + PIECE));
      this.result = isReversed ? piece + this.result : this.result + piece;
      this.at += PIECE;
      cx.consumeFuel(PIECE >> 4);
    }
    return cx.chargeString(this.result);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.text);
    markValue(tracer, this.result);
  }
}

function transform<G>(cx: Context<G>, value: Value<G>, transformation: Transformation): Action<G> {
  const text = checkString(cx, value, 0);
  cx.reserveBytes(text.length);
  if (text.length > PIECE) return new TransformTask<G>(text, transformation).run(cx);
  cx.consumeFuel(text.length >> 4);
  return cx.chargeString(transformation.ofPiece(text));
}

/** Texts up to this length are put together byte by byte, and stay flat. */
const SHORT_TEXT = 12;

function reverseShort(text: string): string {
  let reversed = "";
  for (let i = text.length - 1; i >= 0; i--) reversed += text.charAt(i);
  return reversed;
}

// Bytes above 127 are no letters in the C locale, but JavaScript's case conversion takes them for characters.
const OTHER_BYTES = /[\x80-\xff]/;

const LOWER: Transformation = {
  ofPiece: (piece) => (OTHER_BYTES.test(piece) ? piece.replace(/[A-Z]+/g, toLower) : piece.toLowerCase()),
  isReversed: false,
};
const UPPER: Transformation = {
  ofPiece: (piece) => (OTHER_BYTES.test(piece) ? piece.replace(/[a-z]+/g, toUpper) : piece.toUpperCase()),
  isReversed: false,
};
const REVERSE: Transformation = {
  ofPiece: (piece) => (piece.length <= SHORT_TEXT ? reverseShort(piece) : piece.split("").reverse().join("")),
  isReversed: true,
};

/** A transformation of a string of up to one piece. */
const shortly = (transformation: Transformation): NativeOptions => ({
  shortCut: {
    least: 1,
    most: 1,
    fn: (cx, s) => {
      if (typeof s !== "string" || s.length > PIECE || !cx.canAllocate(s.length + 24)) return PENDING;
      cx.consumeFuel(s.length >> 4);
      return cx.chargeString(transformation.ofPiece(s));
    },
  },
});

function toLower(text: string): string {
  return text.toLowerCase();
}

function toUpper(text: string): string {
  return text.toUpperCase();
}

function lower<G>(cx: Context<G>, s: Value<G>): Action<G> {
  return transform(cx, s, LOWER);
}

function upper<G>(cx: Context<G>, s: Value<G>): Action<G> {
  return transform(cx, s, UPPER);
}

function reverse<G>(cx: Context<G>, s: Value<G>): Action<G> {
  return transform(cx, s, REVERSE);
}

export const transformFunctions = [
  native1("lower", lower, shortly(LOWER)),
  native1("upper", upper, shortly(UPPER)),
  native1("reverse", reverse, shortly(REVERSE)),
];
