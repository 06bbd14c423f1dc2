// Who is measured: every implementation that this machine has. Each is a command that takes a Lua file and its arguments.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export interface Implementation {
  readonly name: string;
  readonly version: string;
  readonly command: readonly [string, ...string[]];
  /** Whether it parses what came after Lua 5.1. */
  readonly isLua53: boolean;
}

const LUSTER_BUNDLE = fileURLToPath(new URL("../../../packages/cli/dist/luster.js", import.meta.url));

/** The implementations found here, ours first. */
export function findImplementations(): Implementation[] {
  return [
    luster("luster", LUSTER_BUNDLE),
    native("lua5.4", true),
    native("luajit", false),
    npmPackage("wasmoon"),
    npmPackage("fengari"),
  ].filter((found) => found !== undefined);
}

/** Our command as it was built at `bundle`; undefined if it was not. */
export function luster(name: string, bundle: string): Implementation | undefined {
  if (!existsSync(bundle)) return undefined;
  return { name, version: `Node ${process.versions.node}`, command: [process.execPath, bundle], isLua53: true };
}

function native(program: string, isLua53: boolean): Implementation | undefined {
  try {
    const banner = execFileSync(program, ["-v"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return { name: program, version: /^\S+ \S+/.exec(banner)?.[0] ?? "", command: [program], isLua53 };
  } catch {
    return undefined; // not installed
  }
}

// An interpreter from npm is run by a script of ours that loads it: hosts/<name>.js.
function npmPackage(name: string): Implementation | undefined {
  const host = fileURLToPath(new URL(`../hosts/${name}.js`, import.meta.url));
  try {
    const { version } = createRequire(host)(`${name}/package.json`) as { version: string };
    return { name, version: `${name} ${version}`, command: [process.execPath, host], isLua53: true };
  } catch {
    return undefined; // not installed
  }
}
