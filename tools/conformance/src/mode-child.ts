// The process of a mode: runs scripts as the `luster` command does, and writes what became of each as a line of JSON.
import { writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type Host, type HostProcess, type LuaFunction, asProgram, disposeSymbol } from "@luster/lua";
import { Lua, createNodeHost } from "@luster/lua/node";
import type { ModeTask } from "./modes.js";
import type { Outcome } from "./outcome.js";
import { jitOf } from "./tier-settings.js";

const { mode, scripts } = JSON.parse(process.argv[2] as string) as ModeTask;

/** What a script has written until now. */
class Streams {
  stdout = "";
  stderr = "";
}

/** The process's host, but for the streams and the end: that is told before it comes. */
function hostOf(streams: Streams): Host {
  const host = createNodeHost();
  const exit = (code: number): void => {
    tell({ ...streams, exitCode: code });
    process.exit();
  };
  return {
    ...host,
    stdin: { read: () => "" },
    stdout: { write: (bytes) => void (streams.stdout += bytes) },
    stderr: { write: (bytes) => void (streams.stderr += bytes) },
    process: { ...(host.process as HostProcess), exit },
  };
}

function tell(outcome: Outcome): void {
  writeSync(1, `${JSON.stringify(outcome)}\n`);
}

/** Runs one script to its end; whether all went well. */
function run(name: string, streams: Streams): boolean {
  const lua = new Lua({ host: hostOf(streams), allowsBinaryChunks: true, jit: jitOf(mode) });
  lua.globals.set("arg", lua.table(new Map([[0, name]])));
  const isOk = attempt(streams, () => {
    const [chunk, message] = (lua.globals.get("loadfile") as LuaFunction).call(name);
    if (message !== undefined) throw new Error(message as string);
    lua.call(chunk as LuaFunction, [], asProgram);
  });
  return attempt(streams, () => lua[disposeSymbol]()) && isOk;
}

function attempt(streams: Streams, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    streams.stderr += `luster: ${Buffer.from((error as Error).message, "utf8").toString("latin1")}\n`;
    return false;
  }
}

for (const script of scripts) {
  process.chdir(dirname(script));
  const streams = new Streams();
  const isOk = run(basename(script), streams);
  tell({ ...streams, exitCode: isOk ? 0 : 1 });
}
