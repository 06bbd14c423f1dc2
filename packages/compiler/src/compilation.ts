// A compilation in pieces, for hosts that must not be kept waiting. It makes the same Proto and the same errors as `compile`.

import type { Proto } from "@luster/bytecode";
import { compileResumably } from "./compile-resumably.js";
import type { CompileOptions } from "./compile.js";
import { pauses } from "./pauses.js";

/** A chunk being compiled. That takes about twice as long as to {@link compile} it in one go. */
export class Compilation {
  private readonly run: Generator<void, Proto, void>;

  /** Starts to compile `source`; does nothing yet. Parameters as those of {@link compile}. */
  constructor(source: string, options: CompileOptions) {
    this.run = compileResumably(source, options);
  }

  /**
   * Goes on for about `count` statements and expressions, each counted once as it is parsed and once as it is emitted. Each takes
   * less than a microsecond on average, and less than 100 bytes until the compilation ends.
   *
   * @returns the main function, or undefined if there is more to do
   * @throws {LuaSyntaxError} if the source does not compile; the compilation has ended then
   */
  step(count: number): Proto | undefined {
    pauses.left = count;
    const { done, value } = this.run.next();
    return done === true ? value : undefined;
  }
}
