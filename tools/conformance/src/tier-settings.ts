// What a `Lua` is told about its JIT in each mode.
import type { JitOptions } from "@luster/lua";
import type { Mode } from "./modes.js";

/** The option `jit` of a `Lua`. */
export function jitOf(mode: Mode): boolean | JitOptions {
  switch (mode) {
    case "interpreted":
      return false;
    case "compiled":
      return { threshold: 0 };
    case "left":
      return { threshold: 0, leaves: leavesAtRandom() };
    case "default":
      return true;
  }
}

/** Places at which compiled code goes on, for each at which it is left, on average. */
const PLACES = 20;

/** The same places each time. */
function leavesAtRandom(): () => boolean {
  let state = 362436069;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % PLACES === 0;
  };
}
