// `Lua` with what Node has: standard streams, files, clock, environment, processes. The entry `@luster/lua/node`.

import { readFileSync } from "node:fs";
import { skipFileHeader } from "@luster/compiler";
import { createNodeHost } from "@luster/stdlib/node";
import { Lua as PortableLua } from "./lua.js";
import type { LuaAsyncRunOptions, LuaOptions, LuaRunOptions } from "./options.js";
import type { LuaOutput } from "./values.js";

/** As the portable `Lua`, with the Node process as its host unless another is given. Scripts can do what the process can: not for untrusted ones. */
export class Lua extends PortableLua {
  constructor(options: LuaOptions = {}) {
    super({ host: createNodeHost(), ...options });
  }

  /** Runs a source file. Its chunk name is `@` and the path. @throws as `run`; Node's error when it cannot be read */
  runFile(path: string, options: LuaRunOptions = {}): LuaOutput[] {
    return this.run(readSource(path), { chunkName: `@${path}`, ...options });
  }

  /** As `runFile`, waiting for promises. */
  async runFileAsync(path: string, options: LuaAsyncRunOptions = {}): Promise<LuaOutput[]> {
    return this.runAsync(readSource(path), { chunkName: `@${path}`, ...options });
  }
}

/** The bytes of a source file, without what may precede the chunk. */
function readSource(path: string): Uint8Array {
  return Buffer.from(skipFileHeader(readFileSync(path, "latin1")), "latin1");
}

export { createNodeHost };
