// Runs the examples of the README, in a shell: each `sh` block must print the `text` block after it, errors included.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/```sh\n(.*?)```\n\n```text\n(.*?)```/gs)].map(([, code = "", output = ""]) => ({ code, output }));

const command = fileURLToPath(new URL("../dist/luster.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "luster-readme-"));
chmodSync(command, 0o755);
symlinkSync(command, join(folder, "luster"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("README", () => {
  it("has examples", () => {
    expect(examples.length).toBe(readme.match(/```sh\n/g)?.length);
  });

  it.each(examples)("$code prints what it says", ({ code, output }) => {
    const path = [folder, dirname(process.execPath), process.env["PATH"]].join(delimiter);
    expect(execFileSync("sh", ["-c", `exec 2>&1\n${code}`], { cwd: folder, encoding: "utf8", env: { PATH: path } })).toBe(output);
  });
});
