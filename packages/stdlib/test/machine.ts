// A VM with all libraries over a host that keeps its output, for the tests of this package.

import { ChunkFormatError, isBinaryChunk, undump, type Proto } from "@luster/bytecode";
import { compile, Compilation, LuaSyntaxError } from "@luster/compiler";
import { createHost, flushOutput, MemoryFileSystem, openLibraries, type Host, type HostFile } from "@luster/stdlib";
import { Vm, type ChunkLoader, type ChunkLoaderResult, type RunOptions, type VmOptions } from "@luster/vm";

const STEP_UNITS = 1000;

// In pieces whatever the size, so that every test of `load` takes that way.
const chunkLoader: ChunkLoader = {
  load: (source, chunkName) =>
    answer(() => (isBinaryChunk(source) ? undump(source, chunkName) : compile(source, { chunkName }))) as ChunkLoaderResult,
  begin(source, chunkName) {
    if (isBinaryChunk(source)) return undefined;
    const compilation = new Compilation(source, { chunkName });
    return { stepUnits: STEP_UNITS, step: () => answer(() => compilation.step(STEP_UNITS)) };
  },
};

function answer(compiled: () => Proto | undefined): ChunkLoaderResult | undefined {
  try {
    const proto = compiled();
    return proto === undefined ? undefined : { proto };
  } catch (error) {
    if (error instanceof LuaSyntaxError || error instanceof ChunkFormatError) return { error: error.message };
    throw error;
  }
}

/** What a machine is made of. */
export interface MachineOptions {
  readonly host?: Partial<Host>;
  readonly files?: Readonly<Record<string, string>>;
  readonly vm?: Partial<VmOptions>;
}

export class Machine {
  readonly vm: Vm;
  readonly files: MemoryFileSystem;
  /** What was written to the standard streams since the last run began. */
  output = "";
  errors = "";

  constructor(options: MachineOptions = {}) {
    this.files = new MemoryFileSystem(options.files);
    this.vm = new Vm({ chunkLoader, ...options.vm });
    const stdout: HostFile = { write: (bytes) => void (this.output += bytes) };
    const stderr: HostFile = { write: (bytes) => void (this.errors += bytes) };
    const host = createHost({ stdout, stderr, files: this.files, ...options.host });
    this.vm.enter((cx) => void openLibraries(cx, host));
  }

  /** Runs a program; returns what it wrote to its standard output. */
  run(source: string, options?: RunOptions, args: readonly string[] = [], chunkName = "=test"): string {
    this.output = "";
    try {
      this.vm.run(
        (cx) => ({ callee: this.loaded(cx.load(source, chunkName)), args }),
        () => undefined,
        options,
      );
    } finally {
      this.vm.enter((cx) => void flushOutput(cx));
    }
    return this.output;
  }

  /** The same, waiting for promises of the host. */
  async runAsync(source: string, options?: RunOptions): Promise<string> {
    this.output = "";
    await this.vm.runAsync(
      (cx) => ({ callee: this.loaded(cx.load(source, "=test")), args: [] }),
      () => undefined,
      options,
    );
    await this.vm.enter((cx) => flushOutput(cx));
    return this.output;
  }

  private loaded<T>(result: T): Exclude<T, { readonly error: string }> {
    if (typeof result === "object" && result !== null && "error" in result) throw new Error(String(result.error));
    return result as Exclude<T, { readonly error: string }>;
  }
}

/** Runs a program on a machine of its own; returns its output. */
export function runLua(source: string, options?: MachineOptions, run?: RunOptions): string {
  return new Machine(options).run(source, run);
}
