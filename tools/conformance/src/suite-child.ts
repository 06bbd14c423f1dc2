// The process of one run of the suite: a Lua with all libraries, whose files are those of the working folder and, for reading, those
// of the suite with their differences put in. Exit code 0 if the file ran to its end.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type FileSystem, type LuaFunction, LuaError, MemoryFileSystem, disposeSymbol } from "@luster/lua";
import { Lua, createNodeHost } from "@luster/lua/node";
import { applySuiteDifferences, readSuiteDifferences } from "./suite-differences.js";
import { HEAVY_STATEMENT } from "./suite-runs.js";
import type { SuiteTask } from "./suite.js";
import { jitOf } from "./tier-settings.js";

const MEBIBYTE = 1 << 20;

const RESUME_TO_THE_END = `
  local body = coroutine.create(...)
  repeat assert(coroutine.resume(body)) until coroutine.status(body) == "dead"`;

const { folder, run, mode, program } = JSON.parse(process.argv[2] as string) as SuiteTask;

/** The suite's files as they are to be run. */
function suiteFiles(): MemoryFileSystem {
  const differences = readSuiteDifferences();
  const files = new MemoryFileSystem();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".lua"))) {
    const source = applySuiteDifferences(name, readFileSync(join(folder, name), "latin1"), differences);
    files.writeFile(name, name === run.file && run.part !== undefined ? withPart(source, run.part) : source);
  }
  return files;
}

function withPart(source: string, part: string): string {
  const lines = source.split("\n");
  const line = lines.lastIndexOf(HEAVY_STATEMENT);
  if (line < 0) throw new Error(`${run.file} has no line "${HEAVY_STATEMENT}"`);
  lines[line] = part;
  return lines.join("\n");
}

/** The folder's files, over the suite's. */
function overlay(own: FileSystem, suite: MemoryFileSystem): FileSystem {
  const names = new Set(readdirSync(folder));
  return {
    open: (name, mode) => {
      const plain = name.replace(/^\.\//, "");
      return mode === "r" && names.has(plain) && plain.endsWith(".lua") ? suite.open(plain, mode) : own.open(name, mode);
    },
    remove: (name) => own.remove(name),
    rename: (from, to) => own.rename(from, to),
    temporaryName: () => own.temporaryName(),
  };
}

function main(): number {
  const host = createNodeHost();
  const lua = new Lua({
    host: { ...host, files: overlay(host.files as FileSystem, suiteFiles()) },
    allowsBinaryChunks: true,
    jit: jitOf(mode),
    ...(run.memoryLimitMebibytes === undefined ? {} : { memoryLimitBytes: run.memoryLimitMebibytes * MEBIBYTE }),
  });
  for (const setting of run.settings) lua.globals.set(setting, true);
  lua.globals.set(
    "arg",
    lua.table(
      new Map<number, string>([
        [-1, program],
        [0, run.file],
      ]),
    ),
  );
  try {
    const [chunk, message] = (lua.globals.get("loadfile") as LuaFunction).call(run.file);
    if (message !== undefined) throw new Error(String(message));
    if (run.isCoroutine === true) lua.call(lua.load(RESUME_TO_THE_END, { chunkName: "=runner" }), [chunk as LuaFunction]);
    else (chunk as LuaFunction).call();
    lua[disposeSymbol]();
    return 0;
  } catch (error) {
    console.error(error instanceof LuaError ? `${error.message}\n${error.traceback}` : error);
    return 1;
  }
}

process.exitCode = main();
