import { describe, expect, it } from "vitest";
import { luster } from "./luster.js";

/** A session with these lines of input: the lines of output, without the banner and the last line break. */
async function session(...lines: string[]) {
  const { stdout, stderr, exitCode } = await luster(["-i"], { stdin: lines.map((line) => `${line}\n`).join("") });
  const [banner, ...output] = stdout.split("\n");
  expect(banner).toMatch(/^Luster /);
  expect(exitCode).toBe(0);
  expect(output.pop()).toBe("");
  return { output, stderr };
}

describe("the REPL", () => {
  it("prints the values of expressions", async () => {
    expect((await session("1 + 1", "'a', nil", "nil", "=2 * 3")).output).toEqual([
      "> 1 + 1",
      "2",
      "> 'a', nil",
      "a\tnil",
      "> nil",
      "nil",
      "> =2 * 3",
      "6",
      "> ",
    ]);
  });

  it("keeps globals, and prints nothing for statements", async () => {
    expect((await session("x = 5", "x")).output).toEqual(["> x = 5", "> x", "5", "> "]);
  });

  it("asks for more while a chunk is incomplete", async () => {
    expect((await session("for i = 1, 2 do", "print(i)", "end", "x =", "7", "x")).output).toEqual([
      ...["> for i = 1, 2 do", ">> print(i)", ">> end", "1", "2"],
      ...["> x =", ">> 7", "> x", "7", "> "],
    ]);
  });

  it("goes on after errors, which have no program name", async () => {
    const { output, stderr } = await session("error('oops')", "1 1", "2");
    expect(output).toEqual(["> error('oops')", "> 1 1", "> 2", "2", "> "]);
    expect(stderr).toBe(
      "stdin:1: oops\nstack traceback:\n\t[C]: in function 'error'\n\tstdin:1: in main chunk\n\t[C]: in ?\nstdin:1: unexpected symbol near '1'\n",
    );
  });

  it("shares the input with io.read", async () => {
    expect((await session("io.read()", "hello", "'next'")).output).toEqual(["> io.read()", "hello", "> 'next'", "next", "> "]);
  });

  it("heeds _PROMPT and _PROMPT2", async () => {
    expect((await session("_PROMPT, _PROMPT2 = '$ ', '.. '", "do", "end")).output).toEqual([
      "> _PROMPT, _PROMPT2 = '$ ', '.. '",
      "$ do",
      ".. end",
      "$ ",
    ]);
  });

  it("takes prompts that are no strings", async () => {
    const prompts = "local n = 0; _PROMPT = setmetatable({}, { __tostring = function() n = n + 1 return '<' .. n .. '>' end })";
    const { stdout } = await luster(["-e", prompts, "-i"], { stdin: "x = 1\n" });
    expect(stdout).toMatch(/\n<1>x = 1\n<2>\n$/);
  });

  it("prints through the script's print", async () => {
    expect((await session("old = print; function print(...) old('got', ...) end", "1")).output).toEqual([
      "> old = print; function print(...) old('got', ...) end",
      "> 1",
      "got\t1",
      "> ",
    ]);
    expect((await session("print = nil", "1")).stderr).toContain("error calling 'print' (");
  });

  it("waits for the end of an incomplete chunk in vain", async () => {
    const { output, stderr } = await session("x = {");
    expect(output).toEqual(["> x = {", ">> "]);
    expect(stderr).toContain("near <eof>");
  });

  it("comes after the script", async () => {
    const { stdout } = await luster(["-i", "-e", "x = 'set before'"], { stdin: "x\n" });
    expect(stdout).toMatch(/> x\nset before\n> \n$/);
  });
});
