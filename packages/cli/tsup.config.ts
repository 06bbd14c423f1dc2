import { readFileSync } from "node:fs";
import { program } from "@luster/build-config/tsup";
import { defineConfig } from "tsup";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

// One small file is what makes the start fast.
export default defineConfig({
  ...program({ entry: { luster: "src/main.ts" } }),
  minify: true,
  define: { LUSTER_VERSION: JSON.stringify(version) },
});
