// Compares calls of fuzz.mjs between PUC-Rio's Lua and the `luster` command, 8,000 for each seed, and prints the differences:
//   LUA_REFERENCE=/path/to/lua-5.4.8/lua node packages/stdlib/test/recorded/compare.mjs <first seed> <number of seeds>
// One seed in three runs interpreted, one compiled when hot, one compiled from the first call on.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fuzzCalls } from "./fuzz.mjs";

const lua = process.env.LUA_REFERENCE;
if (lua === undefined) throw new Error("set LUA_REFERENCE to a binary of PUC-Rio's Lua 5.4.8");

const CALLS = 8000;
/** So that PUC-Rio's Lua says "not enough memory" where it would take all there is. */
const MEMORY_KIB = 4_000_000;
const MODES = [["--no-jit"], [], ["--jit-threshold=0"]];

const here = fileURLToPath(new URL(".", import.meta.url));
const luster = fileURLToPath(new URL("../../../cli/dist/luster.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "luster-fuzz-"));
const options = {
  cwd: folder,
  env: { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" },
  maxBuffer: 1 << 28,
  encoding: "latin1",
  input: "",
  timeout: 300_000,
};

function linesOf(name, { status, signal, stdout, stderr }, calls) {
  const lines = stdout.split("\n").slice(0, -1);
  if (status !== 0) console.log(`${name} ended with ${status ?? signal} near ${calls[lines.length]}\n${stderr.slice(0, 1000)}`);
  return lines;
}

const first = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 1);
let compared = 0;
let different = 0;
for (let seed = first; seed < first + count; seed++) {
  const calls = fuzzCalls(seed, CALLS);
  const file = join(folder, "calls");
  writeFileSync(file, calls.join("\n") + "\n");
  const driver = join(here, "fuzz-driver.lua");
  const limited = ["-c", `ulimit -v ${MEMORY_KIB}; exec "$0" "$@"`, lua, driver, file];
  const theirs = linesOf("PUC-Rio", spawnSync("/bin/sh", limited, options), calls);
  const ours = linesOf("Luster", spawnSync("node", [luster, ...MODES[seed % MODES.length], driver, file], options), calls);
  const common = Math.min(theirs.length, ours.length);
  compared += common;
  for (let i = 0; i < common; i++) {
    if (theirs[i] === ours[i]) continue;
    different++;
    console.log(`${calls[i]}\n  PUC-Rio: ${theirs[i]}\n  here:    ${ours[i]}`);
  }
}
rmSync(folder, { recursive: true });
console.log(`${compared} calls compared, ${different} different`);
