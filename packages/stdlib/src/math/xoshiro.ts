// xoshiro256**, the generator behind math.random, with PUC's seeding and projection, so that a seed gives PUC's sequence.
// 64-bit words are pairs of int32 halves; nothing here allocates. The state belongs to one VM.

/** The number of initial outputs thrown away to spread a seed over the state. */
const WARM_UP = 16;

export class Xoshiro256 {
  // State words 0..3 as [hi, lo] pairs.
  private readonly state = new Int32Array(8);
  /** Halves of the last output (int32). */
  hi = 0;
  lo = 0;

  constructor(seedHi: number, seedLo: number, secondHi: number, secondLo: number) {
    this.seed(seedHi, seedLo, secondHi, secondLo);
  }

  /** Restarts the sequence from two 64-bit seeds, given as int32 halves. */
  seed(firstHi: number, firstLo: number, secondHi: number, secondLo: number): void {
    this.state.set([firstHi, firstLo, 0, 0xff, secondHi, secondLo, 0, 0]);
    for (let i = 0; i < WARM_UP; i++) this.next();
  }

  /** Advances the sequence; the output is in `hi` and `lo`. */
  next(): void {
    const s = this.state;
    const s1hi = s[2]!;
    const s1lo = s[3]!;
    // output = rotl(s1 * 5, 7) * 9
    const times5lo = (s1lo >>> 0) * 5;
    const fiveLo = times5lo | 0;
    const fiveHi = (Math.imul(s1hi, 5) + Math.floor(times5lo / TWO_32)) | 0;
    const rotatedHi = (fiveHi << 7) | (fiveLo >>> 25);
    const rotatedLo = (fiveLo << 7) | (fiveHi >>> 25);
    const times9lo = (rotatedLo >>> 0) * 9;
    this.lo = times9lo | 0;
    this.hi = (Math.imul(rotatedHi, 9) + Math.floor(times9lo / TWO_32)) | 0;

    const s2hi = s[4]! ^ s[0]!;
    const s2lo = s[5]! ^ s[1]!;
    const s3hi = s[6]! ^ s1hi;
    const s3lo = s[7]! ^ s1lo;
    s[2] = s1hi ^ s2hi;
    s[3] = s1lo ^ s2lo;
    s[0]! ^= s3hi;
    s[1]! ^= s3lo;
    s[4] = s2hi ^ ((s1hi << 17) | (s1lo >>> 15));
    s[5] = s2lo ^ (s1lo << 17);
    // rotl(s3, 45) = rotl by 32 (swap the halves), then by 13.
    s[6] = (s3lo << 13) | (s3hi >>> 19);
    s[7] = (s3hi << 13) | (s3lo >>> 19);
  }

  /** The last output as a float in [0, 1): its upper 53 bits. */
  toFloat(): number {
    return ((this.hi >>> 0) * TWO_21 + (this.lo >>> 11)) * TWO_MINUS_53;
  }

  /** Projects the last output into [0, limit] (a 64-bit unsigned number in int32 halves), drawing more outputs as needed. The result is in `hi` and `lo`. */
  project(limitHi: number, limitLo: number): void {
    const maskHi = mask(limitHi);
    const maskLo = limitHi === 0 ? mask(limitLo) : -1;
    // A limit of the form 2^b - 1 equals its mask, so the first output always fits.
    for (;;) {
      const hi = this.hi & maskHi;
      const lo = this.lo & maskLo;
      if (hi >>> 0 < limitHi >>> 0 || (hi === limitHi && lo >>> 0 <= limitLo >>> 0)) {
        this.hi = hi;
        this.lo = lo;
        return;
      }
      this.next();
    }
  }
}

const TWO_32 = 2 ** 32;
const TWO_21 = 2 ** 21;
const TWO_MINUS_53 = 2 ** -53;

/** The smallest 2^b - 1 that is not smaller than `n` (as uint32). */
function mask(n: number): number {
  return n === 0 ? 0 : -1 >>> Math.clz32(n);
}
