import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** The most that the main entry may weigh, minified and gzipped, in bytes. */
const MAX_BYTES = 8192;

async function gzippedBytes(entry: string): Promise<number> {
  const result = await build({
    stdin: { contents: `export * from "${entry}";`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return gzipSync(result.outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

it("the main entry is small", async () => {
  expect(await gzippedBytes("@luster/gc-arena")).toBeLessThan(MAX_BYTES);
});
