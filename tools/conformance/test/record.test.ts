import { describe, expect, it } from "vitest";
import type { Outcome } from "../src/outcome.js";
import { recordExpectations } from "../src/record.js";

// Stands for PUC with the marking hook: each line `say text` prints its text, each line `fail text` ends the program.
const run = (source: string): Promise<Outcome> => {
  let stdout = "";
  for (const [index, line] of source.split("\n").entries()) {
    const [, verb, text = ""] = /^\s*(say|fail) ?(.*?)(?: ?-- expect.*)?$/.exec(line) ?? [];
    if (verb !== undefined) stdout += `\x01${index + 1}\x02`;
    if (verb === "say") stdout += `${text.replaceAll("LINE", String(index + 1)).replaceAll("\\n", "\n")}\n`;
    if (verb === "fail") return Promise.resolve({ stdout, stderr: `lua: ${text}\n`, exitCode: 1 });
  }
  return Promise.resolve({ stdout, stderr: "", exitCode: 0 });
};

describe("recordExpectations", () => {
  it("notes one line of output at the end of the line that printed it", async () => {
    expect(await recordExpectations("-- a case\nsay a\nsay b\n", run)).toBe("-- a case\nsay a -- expect: a\nsay b -- expect: b\n");
  });
  it("notes several lines below, with the same indentation", async () => {
    expect(await recordExpectations("  say a\\nb", run)).toBe("  say a\\nb\n  -- expect: a\n  -- expect: b");
  });
  it("replaces what was noted before", async () => {
    expect(await recordExpectations("say a -- expect: old\n-- expect: gone", run)).toBe("say a -- expect: a");
  });
  it("settles when the output contains line numbers that the notes move", async () => {
    expect(await recordExpectations("say a\\nb\nsay at LINE", run)).toBe(
      "say a\\nb\n-- expect: a\n-- expect: b\nsay at LINE -- expect: at 4",
    );
  });
  it("notes the error that ends the script", async () => {
    expect(await recordExpectations("say a\nfail oops\nsay never", run)).toBe(
      "say a -- expect: a\nfail oops -- expect error: oops\nsay never",
    );
  });
  it("gives up on output that changes from run to run", async () => {
    let runs = 0;
    const changing = () => Promise.resolve({ stdout: `\x011\x02${runs++}\n`, stderr: "", exitCode: 0 });
    expect(await recordExpectations("random()", changing)).toBeUndefined();
  });
});
