// Interned byte strings: one Atom per distinct name or string literal of a chunk. A reserved word is an Atom that knows its token,
// a name knows the local variable it means at the point the parser has reached, and a constant pool notes its index on it, so
// none of these three look-ups hashes a string again. Names are interned straight from the source, before a string is made of them.

import { RESERVED_WORDS, Token } from "./token.js";
import type { Variable } from "./scope.js";

/** A distinct name or string literal of a chunk. */
export class Atom {
  readonly text: string;
  /** @internal */
  readonly hash: number;
  /**
   * The token it stands for where a name may stand: a reserved word's, or `Name`.
   * @internal
   */
  readonly token: number;
  /**
   * The innermost visible local variable of this name, of whatever function, while parsing.
   * @internal
   */
  binding: Variable | null = null;
  /**
   * The constant pool that asked last, and the index it gave.
   * @internal
   */
  pool: object | null = null;
  /** @internal */
  poolIndex = 0;

  constructor(text: string, hash: number, token: number) {
    this.text = text;
    this.hash = hash;
    this.token = token;
  }
}

const INITIAL_CAPACITY = 1 << 10;
/** A substring of fewer characters is a copy in V8; a longer one keeps the whole source alive. */
const MIN_SLICE_LENGTH = 13;
const CHUNK_LENGTH = 4096;

/** A set of Atoms with open addressing. The hash is seeded per table, so that no source can be written to collide in it. */
export class AtomTable {
  private slots: (Atom | undefined)[] = new Array<Atom | undefined>(INITIAL_CAPACITY).fill(undefined);
  private mask = INITIAL_CAPACITY - 1;
  private count = 0;
  private readonly multiplier = (Math.random() * 0x100000000) | 1;

  constructor() {
    RESERVED_WORDS.forEach((word, index) => this.intern(word, 0, word.length, Token.And + index));
  }

  /** The Atom of `source` from `start` up to `end`. */
  slice(source: string, start: number, end: number): Atom {
    return this.intern(source, start, end, Token.Name);
  }

  /** The Atom of a whole string. */
  of(text: string): Atom {
    return this.intern(text, 0, text.length, Token.Name);
  }

  private intern(source: string, start: number, end: number, token: number): Atom {
    const hash = this.hash(source, start, end);
    const { slots, mask } = this;
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const atom = slots[i];
      if (atom === undefined) return this.add(new Atom(ownText(source, start, end), hash, token));
      if (atom.hash === hash && isSameText(atom.text, source, start, end)) return atom;
    }
  }

  private hash(source: string, start: number, end: number): number {
    const { multiplier } = this;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ source.charCodeAt(i), multiplier);
    return hash;
  }

  private add(atom: Atom): Atom {
    if (++this.count * 2 > this.slots.length) this.grow();
    this.insert(atom);
    return atom;
  }

  private insert(atom: Atom): void {
    const { slots, mask } = this;
    let i = spread(atom.hash) & mask;
    while (slots[i] !== undefined) i = (i + 1) & mask;
    slots[i] = atom;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Array<Atom | undefined>(old.length * 2).fill(undefined);
    this.mask = this.slots.length - 1;
    for (const atom of old) if (atom !== undefined) this.insert(atom);
  }
}

/** The high bits of a product are its best; bring them down to where the mask looks. */
const spread = (hash: number): number => hash ^ (hash >>> 15);

function isSameText(text: string, source: string, start: number, end: number): boolean {
  const length = end - start;
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== source.charCodeAt(start + i)) return false;
  return true;
}

/** A string of its own, not a view into the source, unless it is a quarter of the source or more. */
function ownText(source: string, start: number, end: number): string {
  const length = end - start;
  if (length < MIN_SLICE_LENGTH || length * 4 >= source.length) return source.substring(start, end);
  let text = "";
  for (let from = start; from < end; from += CHUNK_LENGTH) {
    const to = Math.min(from + CHUNK_LENGTH, end);
    const bytes = new Array<number>(to - from);
    for (let i = from; i < to; i++) bytes[i - from] = source.charCodeAt(i);
    text += String.fromCharCode.apply(null, bytes);
  }
  text.charCodeAt(0); // flattens the rope
  return text;
}
