// Errors as the user sees them, on the standard error stream: as PUC-Rio's `lua` words them. Never a JavaScript stack trace.

import { type Host, LuaError, tracebackOf } from "@luster/lua";

/** Writes text to one of the host's streams, whole, at once. */
export function writeText(host: Host, stream: "stdout" | "stderr", text: string): void {
  host[stream].write?.(bytesOf(text));
}

/** Writes `name: message`, or only the message when there is no name. */
export function report(host: Host, programName: string | undefined, error: unknown): void {
  const prefix = programName === undefined ? "" : `${bytesOf(programName)}: `;
  host.stderr.write?.(`${prefix}${messageOf(error)}\n`);
}

/** The message of an error, as a byte string. */
function messageOf(error: unknown): string {
  if (error instanceof LuaError) return luaMessage(error);
  return withTraceback(bytesOf(error instanceof Error ? error.message : String(error)), tracebackOf(error));
}

function withTraceback(text: string, traceback: string | undefined): string {
  return traceback === undefined || traceback === "" ? text : `${text}\n${bytesOf(traceback)}`;
}

// Scripts run with `asProgram`: the text of their errors has the traceback in it. Like a C string, it ends at its first zero byte.
function luaMessage({ value, message }: LuaError): string {
  const bytes = value instanceof Uint8Array ? latin1(value) : bytesOf(message);
  const end = bytes.indexOf("\0");
  return end < 0 ? bytes : bytes.slice(0, end);
}

function bytesOf(text: string): string {
  return latin1(Buffer.from(text, "utf8"));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
