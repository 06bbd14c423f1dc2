// Which declarations of a chunk are captured by closures, by their number. A first pass over a source fills it, so that a second
// one knows at each declaration what comes later.

export class CaptureSet {
  private flags = new Uint8Array(1024);

  add(declaration: number): void {
    if (declaration >= this.flags.length) {
      const larger = new Uint8Array(Math.max(declaration + 1, this.flags.length * 2));
      larger.set(this.flags);
      this.flags = larger;
    }
    this.flags[declaration] = 1;
  }

  has(declaration: number): boolean {
    return this.flags[declaration] === 1;
  }
}
