#!/usr/bin/env node
// The `luster` command: what PUC-Rio's `lua` does, in the same order and with the same exit codes: 0, or 1 after any error.

import { disposeSymbol } from "@luster/lua";
import { type CommandLine, UsageError, parseCommandLine, usage } from "./arguments.js";
import { setEngineFlags } from "./engine-flags.js";
import { listScript } from "./list.js";
import { createProcessHost } from "./process-host.js";
import { runRepl } from "./repl.js";
import { report, writeText } from "./report.js";
import { Session } from "./session.js";

declare const LUSTER_VERSION: string;

/** What starts the command, unless it was given a name of its own (`exec -a`, a binary with Node in it). */
const RUNTIME_NAME = /(^|[\\/])(node|nodejs|bun|deno)(\.exe)?$/i;

/** In messages and in `arg`: the name that the command was started by, as with C programs. */
const PROGRAM_NAME = RUNTIME_NAME.test(process.argv0) ? "luster" : process.argv0;
const host = createProcessHost();
setEngineFlags();

/** Does what the command line asks for; whether all went well. */
async function run(): Promise<boolean> {
  const commandLine = parseCommandLine(PROGRAM_NAME, process.argv.slice(2));
  if (commandLine.lists) return list(commandLine);
  if (commandLine.showsVersion) printVersion();
  const session = new Session(host, PROGRAM_NAME, commandLine);
  const isOk = await runSession(session, commandLine);
  if (commandLine.countsJit) writeText(host, "stderr", session.countersText());
  return session.attempt(() => session.lua[disposeSymbol]()) && isOk;
}

async function runSession(session: Session, commandLine: CommandLine): Promise<boolean> {
  const { script, isStandardInput, actions, isInteractive, showsVersion, ignoresEnvironment } = commandLine;
  session.setArguments(commandLine);
  if (!ignoresEnvironment && !(await session.runInit())) return false;
  if (!(await session.runActions(actions))) return false;
  if (script !== undefined && !(await session.runScript(isStandardInput ? undefined : script))) return false;
  if (isInteractive) {
    await runRepl(session);
    return true;
  }
  const hasExecuted = actions.some(({ kind }) => kind === "execute");
  if (script !== undefined || hasExecuted || showsVersion) return true;
  if (!process.stdin.isTTY) {
    // As with `lua`, what becomes of it is not told by the exit code.
    await session.runFile(undefined);
    return true;
  }
  printVersion();
  await runRepl(session);
  return true;
}

function list({ script, isStandardInput }: CommandLine): boolean {
  writeText(host, "stdout", `${listScript(host, isStandardInput ? undefined : script)}\n`);
  return true;
}

function printVersion(): void {
  writeText(host, "stdout", `Luster ${LUSTER_VERSION}  Lua 5.4 as by PUC-Rio\n`);
}

function fail(error: unknown): boolean {
  report(host, PROGRAM_NAME, error);
  if (error instanceof UsageError) writeText(host, "stderr", usage(PROGRAM_NAME));
  return false;
}

void run()
  .catch(fail)
  .then((isOk) => {
    process.exitCode = isOk ? 0 : 1;
  });
