// How the published packages are built: ESM and CommonJS from the same sources, each with declarations of its own.
// Code shared by several entries of a package goes to a common chunk, in both formats, so that a class exists once per format.
// Bundling of dependencies is left to `cli`; a library keeps its dependencies as imports.
import { defineConfig } from "tsup";

/**
 * @param parts further sources that become files of their own without being entries for users, so that bundlers can leave them out whole
 */
export function library({ entry: entries = ["src/index.ts"], parts = [], types, libs = [] } = {}) {
  const entry = [...entries, ...parts];
  return defineConfig({
    entry,
    format: ["esm", "cjs"],
    target: "es2022",
    platform: "neutral",
    splitting: entry.length > 1,
    // What is split is written by rollup. tsup's other way to CommonJS rewrites class fields: one called like an export resets that export.
    treeshake: entry.length > 1 ? "safest" : false,
    // A `./node` entry keeps its `node:` imports as they are written; nothing else has any.
    external: [/^node:/],
    removeNodeProtocol: false,
    sourcemap: true,
    clean: true,
    silent: true,
    dts: {
      entry: entries,
      banner: libs.map((lib) => `/// <reference lib="${lib}" />\n`).join(""),
      compilerOptions: { ignoreDeprecations: "6.0", ...(types ? { types } : {}) },
    },
  });
}

export function program({ entry }) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "node20",
    platform: "node",
    splitting: false,
    noExternal: [/^@luster\//],
    sourcemap: false,
    clean: true,
    silent: true,
    dts: false,
  });
}
