import { describe, expect, it } from "vitest";
import { parseExpectations } from "../src/expectations.js";
import { describeMismatch, type Outcome } from "../src/outcome.js";

const ran = (stdout: string, rest: Partial<Outcome> = {}): Outcome => ({ stdout, stderr: "", exitCode: 0, ...rest });
const failed = (message: string, stdout = "") => ran(stdout, { stderr: `lua: ${message}\nstack traceback:\n`, exitCode: 1 });
const mismatch = (script: string, outcome: Outcome) => describeMismatch(parseExpectations(script), outcome);

describe("describeMismatch", () => {
  it("says nothing when all lines are as expected", () => {
    expect(mismatch("-- expect: a\n-- expect: b", ran("a\nb\n"))).toBeUndefined();
  });
  it("accepts a last line without a line break", () => {
    expect(mismatch("-- expect: a", ran("a"))).toBeUndefined();
  });
  it("names the line of the script where the text differs", () => {
    expect(mismatch("-- a case\n-- expect: a\n-- expect: b", ran("a\nc\n"))).toBe('line 3: expected "b", got "c"');
  });
  it("misses output that does not come, and tells why if stderr does", () => {
    expect(mismatch("-- expect: a\n-- expect: b", ran("a\n"))).toBe('line 2: output ended before "b"');
    expect(mismatch("-- expect: a", failed("x.lua:1: oops"))).toContain("x.lua:1: oops");
  });
  it("refuses output that nobody expected", () => {
    expect(mismatch("-- expect: a", ran("a\n\n"))).toBe('unexpected output: ""');
  });
  it("expects exit code 0 where no error is announced", () => {
    expect(mismatch("", ran("", { exitCode: 3 }))).toBe("exit code 3");
  });
  it("compares the message of the announced error without the program's name", () => {
    expect(mismatch("-- expect error: x.lua:1: oops", failed("x.lua:1: oops"))).toBeUndefined();
    expect(mismatch("-- expect error: x.lua:1: oops", failed("x.lua:2: oops"))).toBe(
      'line 1: expected error "x.lua:1: oops", got "x.lua:2: oops"',
    );
  });
  it("misses an announced error that does not come", () => {
    expect(mismatch("-- expect error: oops", ran(""))).toBe("expected an error and exit code 1, got exit code 0");
  });
});
