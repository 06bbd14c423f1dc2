// What is measured: the programs beside this tool. A program takes its size from the command line and prints a checksum that must
// be the same under every implementation.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { basename, join } from "node:path";

export interface Program {
  readonly name: string;
  readonly path: string;
  /** Whether the source uses integer division, bitwise operators or anything else that Lua 5.1 does not parse. */
  readonly needsLua53: boolean;
  /** Whether the output is a list of kernels with their seconds instead of a checksum. */
  readonly timesItself: boolean;
}

/** Files that time their parts themselves, and whether they need Lua 5.3. */
const SELF_TIMED = [
  { name: "kernels", needsLua53: true },
  { name: "patterns", needsLua53: false },
];
const HERE = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("../programs", import.meta.url));

/** The kernels, the string patterns, then all programs by name. */
export function listPrograms(): Program[] {
  const files = readdirSync(PROGRAMS).filter((file) => file.endsWith(".lua"));
  return [
    ...SELF_TIMED.map((file) => ({ ...file, path: join(HERE, `${file.name}.lua`), timesItself: true })),
    ...files.sort().map((file) => program(join(PROGRAMS, file))),
  ];
}

function program(path: string): Program {
  const needsLua53 = /^-- .*Needs Lua 5\.3 or later/m.test(readFileSync(path, "utf8"));
  return { name: basename(path, ".lua"), path, needsLua53, timesItself: false };
}

/**
 * The seconds of each kernel in the output of the kernels, in its order.
 *
 * @throws Error on a line that is no `name seconds`
 */
export function parseKernelTimes(output: string): Map<string, number> {
  const lines = output.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [, name, seconds] = /^(\S+)\s+(\d+\.\d+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`not a kernel and its seconds: ${JSON.stringify(line)}`);
      return [name, Number(seconds)];
    }),
  );
}
