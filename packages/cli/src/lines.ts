// Where the REPL's lines come from: a terminal, with editing and history, or any other stream, through the script's own `io.stdin`, so that both read the same
// buffer and no line is lost. Lines that nobody typed are shown after their prompt, as PUC-Rio's `lua` with readline does.

import type { LuaFunction } from "@luster/lua";
import type { Lua } from "@luster/lua/node";

/** A line; or why there is none: the end of the input, or an interrupt from the keyboard. */
export type Line = { readonly kind: "line"; readonly text: string } | { readonly kind: "end" } | { readonly kind: "interrupt" };

export interface LineSource {
  read(prompt: string): Promise<Line>;
}

/** The right source for the process's standard input. */
export function openLines(lua: Lua): LineSource {
  return process.stdin.isTTY ? new TerminalLines() : new StreamLines(lua);
}

const HISTORY_LINES = 1000;

class TerminalLines implements LineSource {
  private history: string[] = [];

  // One interface for each line: between two lines the terminal is in its usual mode, for the script and for interrupts.
  async read(prompt: string): Promise<Line> {
    // Only now: it would slow the start of every script.
    const { createInterface } = await import("node:readline");
    return new Promise((resolve) => {
      const terminal = createInterface({
        input: process.stdin,
        output: process.stdout,
        history: this.history,
        historySize: HISTORY_LINES,
        removeHistoryDuplicates: true,
      });
      const finish = (line: Line): void => {
        resolve(line);
        terminal.close();
      };
      terminal.on("history", (history) => (this.history = history));
      terminal.on("SIGINT", () => finish({ kind: "interrupt" }));
      terminal.on("close", () => finish({ kind: "end" }));
      terminal.question(prompt, (text) => finish({ kind: "line", text }));
    });
  }
}

const READER = `
local stdin, stdout = io.stdin, io.stdout
return function(prompt)
  stdout:write(prompt)
  stdout:flush()
  local line = stdin:read("l")
  if line then stdout:write(line, "\\n") end
  return line
end`;

class StreamLines implements LineSource {
  private readonly reader: LuaFunction;

  constructor(lua: Lua) {
    this.reader = lua.run(READER, { chunkName: "=(reader)" })[0] as LuaFunction;
  }

  async read(prompt: string): Promise<Line> {
    const [line] = this.reader.call(prompt);
    if (line === undefined) return { kind: "end" };
    return { kind: "line", text: typeof line === "string" ? line : Buffer.from(line as Uint8Array).toString("latin1") };
  }
}
