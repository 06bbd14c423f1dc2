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

/** Runs a chunk named `=test`. */
export function run(source: string, mode: Mode = {}): Outcome {
  const jit = mode.jit === undefined ? undefined : new Jit(mode.jit);
  const vm = new Vm({ chunkLoader, tier: jit, memoryLimitBytes: mode.memoryLimitBytes });
  let output = "";
  const stdout = { write: (bytes: string): void => void (output += bytes) };
  vm.enter((cx) => void openLibraries(cx, createHost({ stdout })));
  const finish = (error: string | undefined): Outcome => {
    vm.enter((cx) => void flushOutput(cx));
    return { output: output.replace(/0x[0-9a-f]{14}/g, "ADDRESS"), error, jit };
  };
  try {
    vm.run(
      (cx) => {
        const loaded = cx.load(source, "=test");
        if ("error" in loaded) throw new Error(loaded.error);
        return { callee: loaded, args: [] };
      },
      () => undefined,
      { sliceFuel: mode.sliceFuel, fuelLimit: mode.fuelLimit },
    );
    return finish(undefined);
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    return finish(`${error.message}\n${error.traceback}`);
  }
}

/** Every way of running that has to come to the same. */
export const MODES: Readonly<Record<string, Mode>> = {
  "compiled from the first call on": { jit: { threshold: 0 } },
  "suspended at every call and jump back": { jit: { threshold: 0 }, sliceFuel: 1 },
  "compiled on the way, slices of 60": { jit: { threshold: 3 }, sliceFuel: 60 },
  "compiled when hot": { jit: { threshold: 10 } },
};
