import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const readme = await readFile(join(import.meta.dirname, "..", "README.md"), "utf8");
const PROGRAM = /```ts\n([^]*?)```\n\n```text\n([^]*?)```/g;
const programs = [...readme.matchAll(PROGRAM)].map(([, source = "", output = ""]) => ({ source, output }));

describe("the programs in the README", () => {
  it("are all followed by their output", () => {
    expect(programs.length).toBeGreaterThanOrEqual(3);
    expect(readme.match(/```ts\n/g)).toHaveLength(programs.length);
  });

  it.each(programs.map((program, index) => [index + 1, program] as const))(
    "number %i prints what is written there",
    async (index, { source, output }) => {
      const stdin = { contents: source, loader: "ts", resolveDir: import.meta.dirname } as const;
      const { outputFiles } = await build({ stdin, bundle: true, platform: "node", format: "esm", target: "es2022", write: false });
      const folder = join(import.meta.dirname, "..", ".reports", "readme");
      await mkdir(folder, { recursive: true });
      const file = join(folder, `program-${index}.mjs`);
      await writeFile(file, outputFiles[0]?.contents ?? "");
      const { stdout } = await promisify(execFile)(process.execPath, [file]);
      expect(stdout).toBe(output);
    },
  );
});
