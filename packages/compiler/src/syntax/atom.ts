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
  readonly seed = (Math.random() * 0x100000000) | 0;

  constructor() {
    RESERVED_WORDS.forEach((word, index) => this.add(new Atom(word, this.hash(word, 0, word.length), Token.And + index)));
  }

  /** The Atom of `source` from `start` up to `end`. */
  slice(source: string, start: number, end: number): Atom {
    return this.find(this.hash(source, start, end), source, start, end);
  }

  /** The Atom of a whole string. */
  of(text: string): Atom {
    return this.slice(text, 0, text.length);
  }

  private hash(source: string, start: number, end: number): number {
    let hash = this.seed;
    for (let i = start; i < end; i++) hash = this.nextHash(hash, source.charCodeAt(i));
    return hash;
  }

  /** The hash of one byte more than `hash` is about; that of no bytes is `seed`. */
  nextHash(hash: number, byte: number): number {
    return Math.imul(((hash << 5) | (hash >>> 27)) ^ byte, this.multiplier);
  }

  /** Like {@link slice}, with the hash of those bytes. */
  find(hash: number, source: string, start: number, end: number): Atom {
    const { slots, mask } = this;
    const length = end - start;
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const atom = slots[i];
      if (atom === undefined) return this.add(new Atom(ownText(source, start, end), hash, Token.Name));
      if (atom.hash !== hash || atom.text.length !== length) continue;
      let same = 0;
      while (same < length && atom.text.charCodeAt(same) === source.charCodeAt(start + same)) same++;
      if (same === length) return atom;
    }
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
