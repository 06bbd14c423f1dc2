// Runs Lua with a tier, or without one, and gives what it printed and what it used.

import { LuaSyntaxError, compile } from "@luster/compiler";
import { createHost, flushOutput, openLibraries } from "@luster/stdlib";
import { LuaError, Vm } from "@luster/vm";
import type { ChunkLoader } from "@luster/vm";
import { Jit } from "@luster/jit";
import type { JitOptions } from "@luster/jit";

const chunkLoader: ChunkLoader = {
  load(source, chunkName) {
    try {
      return { proto: compile(source, { chunkName }) };
    } catch (error) {
      if (error instanceof LuaSyntaxError) return { error: error.message };
      throw error;
    }
  },
};

/** How to run. */
export interface Mode {
  /** Undefined: interpreted. */
  readonly jit?: JitOptions | undefined;
  readonly sliceFuel?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly fuelLimit?: number | undefined;
}

/** What a run came to. */
export interface Outcome {
  readonly output: string;
  readonly error: string | undefined;
  readonly jit: Jit | undefined;
}

/** A VM with all libraries, for one program after the other. */
export class Machine {
  readonly jit: Jit | undefined;
  readonly vm: Vm;
  private output = "";

  constructor(readonly mode: Mode) {
    this.jit = mode.jit === undefined ? undefined : new Jit(mode.jit);
    this.vm = new Vm({ chunkLoader, tier: this.jit, memoryLimitBytes: mode.memoryLimitBytes });
    const stdout = { write: (bytes: string): void => void (this.output += bytes) };
    this.vm.enter((cx) => void openLibraries(cx, createHost({ stdout })));
  }

  /** Runs a chunk. What is no Lua error is thrown, such as that of the fuel limit. */
  run(source: string, chunkName = "=test"): Outcome {
    this.output = "";
    try {
      this.vm.run(
        (cx) => {
          const loaded = cx.load(source, chunkName);
          if ("error" in loaded) throw new Error(loaded.error);
          return { callee: loaded, args: [] };
        },
        () => undefined,
        this.mode,
      );
      return this.finish(undefined);
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      return this.finish(`${error.message}\n${error.traceback}`);
    }
  }

  /** What was printed until now, the addresses of objects aside. */
  takeOutput(): string {
    this.vm.enter((cx) => void flushOutput(cx));
    return this.output.replace(/0x[0-9a-f]{14}/g, "ADDRESS");
  }

  private finish(error: string | undefined): Outcome {
    return { output: this.takeOutput(), error, jit: this.jit };
  }
}

/** Runs a chunk on a VM of its own. */
export const run = (source: string, mode: Mode = {}): Outcome => new Machine(mode).run(source);

/** Answers at random whether compiled code is to be left: once in about `n` times. The same on each machine. */
export function leavesAtRandom(n: number): () => boolean {
  let state = 88675123;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n === 0;
  };
}

/** Every way of running that has to come to the same. */
export const MODES: Readonly<Record<string, () => Mode>> = {
  "compiled from the first call on": () => ({ jit: { threshold: 0 } }),
  "left everywhere": () => ({ jit: { threshold: 0, leaves: leavesAtRandom(20) } }),
  "compiled, in slices of 100": () => ({ jit: { threshold: 0 }, sliceFuel: 100 }),
  "compiled on the way, slices of 60": () => ({ jit: { threshold: 3 }, sliceFuel: 60 }),
  "compiled when hot": () => ({ jit: {} }),
};
