// Choices that a generator makes, drawn from a seed and written down; so what came of them can be made again from a shorter or simpler
// list of choices, which is how a failing program is shrunk. A generator that runs out of choices gets 0: its simplest alternative.

/** Where a generator's choices come from. */
export class Choices {
  /** The choices made so far. */
  readonly made: number[] = [];
  private state: number;

  private constructor(
    seed: number,
    private readonly given: readonly number[] | undefined,
  ) {
    this.state = (seed * 2654435761 + 12345) | 0 || 1;
  }

  static fromSeed(seed: number): Choices {
    return new Choices(seed, undefined);
  }

  /** The same choices again, and then always 0. */
  static again(given: readonly number[]): Choices {
    return new Choices(1, given);
  }

  /** An integer from 0 up to and without `end`. */
  below(end: number): number {
    const choice = this.given === undefined ? this.next() % end : (this.given[this.made.length] ?? 0) % end;
    this.made.push(choice);
    return choice;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** True once in `n` times, seldom; 0 means no. */
  once(n: number): boolean {
    return this.below(n) === n - 1;
  }

  /** Xorshift. */
  private next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 0;
  }
}

/**
 * Makes a failing list of choices shorter and its choices smaller, as long as it fails.
 * @param attempts how often `fails` may be asked
 */
export function shrink(choices: readonly number[], fails: (choices: readonly number[]) => boolean, attempts = 2000): readonly number[] {
  let best = choices;
  let left = attempts;
  const accept = (candidate: readonly number[]): boolean => {
    if (left-- <= 0 || !fails(candidate)) return false;
    best = candidate;
    return true;
  };
  for (let before; before !== best && left > 0;) {
    before = best;
    for (let size = 2 ** Math.floor(Math.log2(Math.max(best.length, 1))); size >= 1; size = Math.floor(size / 2)) {
      for (let start = best.length - size; start >= 0 && left > 0; start -= size) {
        if (accept([...best.slice(0, start), ...best.slice(start + size)])) continue;
        if (best.slice(start, start + size).some((choice) => choice !== 0)) {
          accept([...best.slice(0, start), ...new Array<number>(size).fill(0), ...best.slice(start + size)]);
        }
      }
    }
    for (let index = 0; index < best.length && left > 0; index++) {
      for (let choice = best[index] as number; choice > 0; choice = best[index] as number) {
        if (!accept(best.with(index, Math.floor(choice / 2))) && !accept(best.with(index, choice - 1))) break;
      }
    }
  }
  return best;
}
