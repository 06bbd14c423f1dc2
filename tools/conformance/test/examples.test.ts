// Every program of `examples/`, through our command, against its recorded output.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LUSTER_COMMAND } from "../src/luster-command.js";
import { ProcessRunner } from "../src/process-runner.js";

const folder = fileURLToPath(new URL("../../../examples", import.meta.url));
const programs = readdirSync(folder).filter((file) => file.endsWith(".lua"));
const runner = new ProcessRunner(LUSTER_COMMAND);

describe("an example prints what PUC-Rio's Lua 5.4.8 prints", () => {
  it.concurrent.for(programs)("%s", async (program) => {
    const expected = readFileSync(join(folder, "expected", `${basename(program, ".lua")}.txt`), "latin1");
    const { stdout, stderr, exitCode } = await runner.run(join(folder, program));
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: expected, stderr: "", exitCode: 0 });
  });

  it("has a recorded output, and no output is recorded for nothing", () => {
    const recorded = readdirSync(join(folder, "expected")).map((file) => `${basename(file, ".txt")}.lua`);
    expect(recorded.sort()).toEqual(programs.sort());
  });
});
