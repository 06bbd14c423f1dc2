/** A Proto that the VM must not run. Says where the first problem is. */
export class InvalidProtoError extends Error {
  /** The problem in a few words, without its place. */
  readonly what: string;
  /** The function: indexes into `protos`, from the outermost function on; empty for that one itself. */
  readonly path: readonly number[];
  /** The instruction; undefined if the problem is elsewhere in the function. */
  readonly pc: number | undefined;

  constructor(what: string, path: readonly number[], pc: number | undefined) {
    const where = path.length === 0 ? "main function" : `function ${path.join(".")}`;
    super(`invalid bytecode in ${where}${pc === undefined ? "" : ` at pc ${pc}`}: ${what}`);
    this.name = "InvalidProtoError";
    this.what = what;
    this.path = path;
    this.pc = pc;
  }

  /**
   * The same problem in another function.
   * @internal
   */
  inFunction(path: readonly number[]): InvalidProtoError {
    return new InvalidProtoError(this.what, path, this.pc);
  }
}
