import type { Options } from "tsup";

/** A library: ESM and CommonJS, each with declarations. */
export function library(options?: {
  /** Entry files below `src/`; one output per entry. Default: `["src/index.ts"]`. */
  entry?: string[];
  /** Further sources that become files of their own without being entries for users, so that bundlers can leave them out whole. */
  parts?: string[];
  /** Ambient types that the entries need, instead of those that the package's tsconfig.json names. */
  types?: string[];
  /** Libraries of TypeScript that the declarations name beyond ES2022; the declarations then ask for them. Default: none. */
  libs?: string[];
}): Options;

/** A Node program: one ESM file per entry that contains every package of this workspace it uses; no declarations. */
export function program(options: {
  /** Output name to entry file. */
  entry: Record<string, string>;
}): Options;
