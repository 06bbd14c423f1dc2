// The REPL: reads a chunk, which may go over several lines, runs it, prints what it returns. An error ends the chunk, not the REPL.

import { type LuaFunction, type LuaOutput, LuaSyntaxError } from "@luster/lua";
import { type LineSource, openLines } from "./lines.js";
import { writeText } from "./report.js";
import type { Session } from "./session.js";

const CHUNK_NAME = "=stdin";

/** Runs until the input ends. */
export async function runRepl(session: Session): Promise<void> {
  const { programName } = session;
  session.programName = undefined;
  const lines = openLines(session.lua);
  for (;;) {
    const chunk = await readChunk(session, lines);
    if (chunk === "end") break;
    if (chunk !== "interrupt") await runChunk(session, chunk);
  }
  writeText(session.host, "stdout", "\n");
  session.programName = programName;
}

/** The next chunk as a function; or why there is none. A chunk that does not compile is reported, and the next one read. */
async function readChunk(session: Session, lines: LineSource): Promise<LuaFunction | "end" | "interrupt"> {
  let source = "";
  let incompleteness: unknown;
  for (let isFirst = true; ; isFirst = false) {
    const line = await lines.read(prompt(session, isFirst));
    if (line.kind === "interrupt") writeText(session.host, "stdout", "\n");
    if (line.kind === "end" && !isFirst) session.report(incompleteness);
    if (line.kind !== "line") return line.kind;
    source = isFirst ? line.text.replace(/^=/, "return ") : `${source}\n${line.text}`;
    try {
      return compile(session, source, isFirst);
    } catch (error) {
      incompleteness = error;
      if (isIncomplete(error)) continue;
      session.report(error);
      return "interrupt";
    }
  }
}

/** A first line is taken for an expression, if it is one. */
function compile({ lua }: Session, source: string, mayBeExpression: boolean): LuaFunction {
  if (mayBeExpression) {
    try {
      return lua.load(`return ${source}`, { chunkName: CHUNK_NAME });
    } catch (error) {
      if (!(error instanceof LuaSyntaxError)) throw error;
    }
  }
  return lua.load(source, { chunkName: CHUNK_NAME });
}

/** Whether more lines may make a chunk of it. */
function isIncomplete(error: unknown): boolean {
  return error instanceof LuaSyntaxError && error.near === "<eof>";
}

function prompt(session: Session, isFirst: boolean): string {
  return isFirst ? session.globalText("_PROMPT", "> ") : session.globalText("_PROMPT2", ">> ");
}

async function runChunk(session: Session, chunk: LuaFunction): Promise<void> {
  try {
    printResults(session, await session.callInterruptibly(chunk, []));
  } catch (error) {
    session.report(error);
  }
}

/** By the script's own `print`. */
function printResults(session: Session, results: readonly LuaOutput[]): void {
  if (results.length === 0) return;
  try {
    (session.lua.globals.get("print") as LuaFunction).call(...results);
  } catch (error) {
    session.report(new Error(`error calling 'print' (${error instanceof Error ? error.message : String(error)})`));
  }
}
