// How V8 is to run this process: set before any Lua runs.

import * as v8 from "node:v8";

/**
 * Has V8 replace no function while it runs ("on-stack replacement"). What runs for long here is left at the end of each slice and
 * entered again, and so gets optimised code anyway, and better: code that is entered in the midst of a loop holds all that comes from before
 * the loop as objects, floats as well, and once it is there V8 makes no other. Does nothing where the host is not V8.
 */
export function setEngineFlags(): void {
  if (process.versions["v8"] !== undefined && process.versions["bun"] === undefined) v8.setFlagsFromString("--no-use-osr");
}
