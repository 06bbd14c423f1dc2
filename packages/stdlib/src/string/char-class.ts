// Character classes of patterns (manual 6.4.1) as sets of byte values, in the C locale.
// A `ByteSet` is 256 bits in eight 32-bit words. Sets here are plain data; the matcher sees them packed (pattern.ts).

/** A set of byte values (0..255), one bit each. */
export type ByteSet = Int32Array;

const WORDS = 8;

export function emptySet(): ByteSet {
  return new Int32Array(WORDS);
}

export function fullSet(): ByteSet {
  return new Int32Array(WORDS).fill(-1);
}

export function setOf(byte: number): ByteSet {
  const set = emptySet();
  addByte(set, byte);
  return set;
}

export function addByte(set: ByteSet, byte: number): void {
  set[byte >> 5]! |= 1 << (byte & 31);
}

export function addRange(set: ByteSet, from: number, to: number): void {
  for (let byte = from; byte <= to; byte++) addByte(set, byte);
}

export function hasByte(set: ByteSet, byte: number): boolean {
  return ((set[byte >> 5]! >>> (byte & 31)) & 1) === 1;
}

export function union(a: ByteSet, b: ByteSet): ByteSet {
  return a.map((word, i) => word | b[i]!);
}

export function intersection(a: ByteSet, b: ByteSet): ByteSet {
  return a.map((word, i) => word & b[i]!);
}

export function complement(set: ByteSet): ByteSet {
  return set.map((word) => ~word);
}

export function isEmpty(set: ByteSet): boolean {
  return set.every((word) => word === 0);
}

export function isFull(set: ByteSet): boolean {
  return set.every((word) => word === -1);
}

function rangesOf(...ranges: readonly (readonly [from: number, to: number])[]): ByteSet {
  const set = emptySet();
  for (const [from, to] of ranges) addRange(set, from, to);
  return set;
}

const DIGITS = [0x30, 0x39] as const;
const UPPERS = [0x41, 0x5a] as const;
const LOWERS = [0x61, 0x7a] as const;

/** The lower-case class letters; an upper-case letter is the complement. */
const CLASSES: Readonly<Record<string, ByteSet>> = {
  a: rangesOf(UPPERS, LOWERS),
  c: rangesOf([0, 31], [127, 127]),
  d: rangesOf(DIGITS),
  g: rangesOf([33, 126]),
  l: rangesOf(LOWERS),
  p: rangesOf([33, 47], [58, 64], [91, 96], [123, 126]),
  s: rangesOf([9, 13], [32, 32]),
  u: rangesOf(UPPERS),
  w: rangesOf(DIGITS, UPPERS, LOWERS),
  x: rangesOf(DIGITS, [0x41, 0x46], [0x61, 0x66]),
  z: rangesOf([0, 0]),
};

/** The set that `%` followed by `letter` stands for: a class, or the escaped byte itself. */
export function escapedSet(letter: number): ByteSet {
  const char = String.fromCharCode(letter);
  const lower = char.toLowerCase();
  const set = Object.hasOwn(CLASSES, lower) ? CLASSES[lower] : undefined;
  if (set === undefined) return setOf(letter);
  return char === lower ? set : complement(set);
}
