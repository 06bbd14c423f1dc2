import { test } from "vitest";
import { readFileSync, writeFileSync, appendFileSync } from "node:fs";
import { run } from "./lua-machine.js";
test("smoke", () => {
  const out: string[] = [];
  for (const s of readFileSync("/tmp/w/snippets.txt", "latin1").split("\n----\n")) {
    let r: unknown;
    appendFileSync("/tmp/w/progress.txt", s + "\n");
    try {
      r = run(s, { isStripped: s.startsWith("--STRIP\n") });
    } catch (e) {
      r =
        "CRASH " +
        String((e as Error).stack)
          .split("\n")
          .slice(0, 4)
          .join(" ");
    }
    out.push(JSON.stringify([s, r === undefined ? "nil" : String(r)]));
  }
  writeFileSync("/tmp/w/ours.txt", out.join("\n") + "\n");
});
