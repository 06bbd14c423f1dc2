import type { Options } from "tsup";

/** The plugin that derives the resumable form of the compiler, whose sources are in the folder `source` (an absolute path). */
export function resumable(source: string): NonNullable<Options["esbuildPlugins"]>[number];
