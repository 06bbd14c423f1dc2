// The bounds that do not depend on how busy the machine is: what objects take of V8's heap.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const BENCH = fileURLToPath(new URL("../interpreter/bench.js", import.meta.url));

it("keeps the bounds on memory", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", BENCH, "--small", "memory"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout.split("\n").filter((line) => line.includes("MISSED"))).toEqual([]);
  expect(stdout.split("\n").filter((line) => line.startsWith("memory: "))).toHaveLength(5);
  expect(status).toBe(0);
}, 60_000);
