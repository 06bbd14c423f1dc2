// Records what PUC-Rio's Lua gives for every case:
//   LUA_REFERENCE=/path/to/lua-5.4.8/lua node packages/stdlib/test/recorded/record.mjs
// The outputs are compared with ours by recorded.test.ts.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { caseNames, casesOf, driverOf } from "./cases.mjs";

const lua = process.env.LUA_REFERENCE;
if (lua === undefined) throw new Error("set LUA_REFERENCE to a binary of PUC-Rio's Lua 5.4.8");

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "luster-cases-"));
for (const name of caseNames()) {
  const cases = casesOf(name);
  const file = join(folder, name);
  writeFileSync(file, cases.join("\n") + "\n");
  const env = { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" };
  const output = execFileSync(lua, [driverOf(name), file], { cwd: here, env, maxBuffer: 1 << 28, encoding: "latin1", input: "" });
  const lines = output.split("\n").length - 1;
  if (lines !== cases.length) throw new Error(`${name}: ${cases.length} cases, ${lines} outputs`);
  writeFileSync(join(here, `${name}.out`), output, "latin1");
  console.log(`${name}: ${lines}`);
}
rmSync(folder, { recursive: true });
