// The public names of @luster/jit.

export { DEFAULT_THRESHOLD, Jit, canCompile } from "./tier.js";
export type { CompileEvent, JitCounters, JitOptions } from "./tier.js";
