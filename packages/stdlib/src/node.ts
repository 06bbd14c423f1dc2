// The host of the libraries under Node: standard streams, files, environment, processes, clock. The entry `@luster/stdlib/node`.

import { decodeUtf8, encodeUtf8 } from "@luster/vm";
import { createHost, type Host } from "./host.js";
import { nodeClock } from "./node/clock.js";
import { NodeFile } from "./node/file.js";
import { nodeFiles } from "./node/files.js";
import { nodeProcess } from "./node/process.js";

/**
 * A host with everything that the Node process has. Parts can be replaced, or taken away with undefined: a script reaches only what its host has.
 * All of it is synchronous.
 */
export function createNodeHost(parts: Partial<Host> = {}): Host {
  return createHost({
    stdin: new NodeFile(0, { isShared: true }),
    stdout: new NodeFile(1, { isShared: true }),
    stderr: new NodeFile(2, { isShared: true }),
    clock: nodeClock,
    files: nodeFiles,
    process: nodeProcess,
    environment(name) {
      const value = process.env[decodeUtf8(name)];
      return value === undefined ? undefined : encodeUtf8(value);
    },
    ...parts,
  });
}

export { nodeClock } from "./node/clock.js";
export { nodeFiles } from "./node/files.js";
export { nodeProcess } from "./node/process.js";
