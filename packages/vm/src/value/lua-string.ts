// Lua strings: a Lua string is a JavaScript string with one code unit (0 to 255) for each byte. V8 keeps these at one byte a
// character, shares them as ropes and slices, and `===`, `length` and `charCodeAt` mean on bytes what Lua means.
// Invariant: no code unit of a Lua string is above 255. Text from the host is encoded as UTF-8 on its way in and decoded on its
// way out, here and nowhere else; a pure-ASCII string is its own encoding.
// Charging strings to the memory limit, and deciding when a rope is flattened, is not done here.

/** The most bytes a Lua string can have: what V8 allows a string. */
export const MAX_STRING_LENGTH = 536_870_888;

// A substring keeps its whole parent alive in V8. One that is small against a large parent is copied instead. That takes 80 ns more, so
// what is cut out of a line of text stays a slice.
const RETAINED_PARENT_LENGTH = 256;
const RETAINED_PARENT_RATIO = 4;
// V8 copies substrings of fewer than 13 characters anyway.
const SHORTEST_SLICE = 13;

// `String.fromCharCode` takes its characters as arguments, so they go in pieces that fit on the stack.
const BYTES_PER_CALL = 8192;

const ASCII = /^[\x00-\x7f]*$/;
const BYTES = /^[\x00-\xff]*$/;

const encoder = new TextEncoder();
const lenientDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Whether every code unit is a byte, so that the JavaScript string is a Lua string. O(n). */
export function isByteString(s: string): boolean {
  return BYTES.test(s);
}

/** The Lua string with the UTF-8 encoding of a JavaScript text. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): string {
  return ASCII.test(text) ? text : fromBytes(encoder.encode(text));
}

/** The JavaScript text that a Lua string holds as UTF-8; each ill-formed sequence becomes U+FFFD. */
export function decodeUtf8(bytes: string): string {
  return ASCII.test(bytes) ? bytes : lenientDecoder.decode(toBytes(bytes));
}

/** The JavaScript text that a Lua string holds as UTF-8, or undefined when it is ill-formed. */
export function decodeUtf8Strict(bytes: string): string | undefined {
  if (ASCII.test(bytes)) return bytes;
  try {
    return strictDecoder.decode(toBytes(bytes));
  } catch {
    return undefined;
  }
}

/** The Lua string of these bytes. */
export function fromBytes(bytes: Uint8Array): string {
  if (bytes.length <= BYTES_PER_CALL) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += BYTES_PER_CALL) {
    pieces.push(String.fromCharCode.apply(null, bytes.subarray(from, from + BYTES_PER_CALL) as unknown as number[]));
  }
  return pieces.join("");
}

/** The bytes of a Lua string, as a new array. */
export function toBytes(s: string): Uint8Array {
  const bytes = new Uint8Array(s.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = s.charCodeAt(i);
  return bytes;
}

/** Negative, zero or positive as `a` is below, equal to or above `b`, byte by byte. */
export function compareStrings(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * The bytes from 0-based index `from` up to but without `to`, as JavaScript's `substring`, except that a result which would
 * keep a much longer string alive is a copy of its own.
 */
export function substring(s: string, from: number, to: number): string {
  const part = s.substring(from, to);
  const length = part.length;
  if (length < SHORTEST_SLICE || s.length <= RETAINED_PARENT_LENGTH || s.length <= RETAINED_PARENT_RATIO * length) return part;
  // Joining two pieces writes a new flat string; all that concatenates by operator keeps its parts.
  const middle = length >>> 1;
  return [part.substring(0, middle), part.substring(middle)].join("");
}
