// A session: one Lua with what `lua` does in it. Each step either succeeds, or reports its error and answers false.

import {
  type Host,
  type JitCompileEvent,
  type JitCounters,
  type JitOptions,
  LuaFunction,
  type LuaInput,
  type LuaOutput,
  LuaTable,
  asProgram,
} from "@luster/lua";
import { Lua } from "@luster/lua/node";
import type { Action, CommandLine } from "./arguments.js";
import { report, writeText } from "./report.js";

/** Environment variables with code to run first, the first that is set. */
const INIT_VARIABLES = ["LUA_INIT_5_4", "LUA_INIT"];
/** Environment variables that the package library reads when it is opened. */
const PATH_VARIABLE = /^LUA_C?PATH(?:_5_4)?$/;

/** Milliseconds after which a running script lets signals in: seldom, because each time takes one. */
const SLICE_MS = 100;

export class Session {
  readonly lua: Lua;
  readonly host: Host;
  /** Before messages; undefined while the REPL runs. */
  programName: string | undefined;
  private readonly loadFile: LuaFunction;
  private readonly warn: LuaFunction;
  private readonly tostring: LuaFunction;

  constructor(host: Host, programName: string, commandLine: CommandLine) {
    this.host = host;
    this.programName = programName;
    this.lua = openLua(host, commandLine);
    this.loadFile = this.lua.globals.get("loadfile") as LuaFunction;
    this.tostring = this.lua.globals.get("tostring") as LuaFunction;
    this.warn = this.lua.globals.get("warn") as LuaFunction;
  }

  /** Makes the global `arg`: the script's name at 0, its arguments above, the words before it below. */
  setArguments({ wordsBefore, script, scriptArguments }: CommandLine): void {
    const words = script === undefined ? wordsBefore : [...wordsBefore, script, ...scriptArguments];
    const origin = script === undefined ? 0 : wordsBefore.length;
    this.lua.globals.set("arg", this.lua.table(new Map(words.map((word, index) => [index - origin, word]))));
  }

  /** Runs the code in the environment variable for that, if it is set. */
  async runInit(): Promise<boolean> {
    for (const name of INIT_VARIABLES) {
      const code = this.host.environment(name);
      if (code === undefined) continue;
      if (code.startsWith("@")) return this.runFile(code.slice(1));
      return this.runCode(Buffer.from(code, "latin1"), `=${name}`);
    }
    return true;
  }

  async runActions(actions: readonly Action[]): Promise<boolean> {
    for (const action of actions) if (!(await this.runAction(action))) return false;
    return true;
  }

  private async runAction(action: Action): Promise<boolean> {
    switch (action.kind) {
      case "execute":
        return this.runCode(action.code, "=(command line)");
      case "require":
        return this.requireAs(action.library);
      case "warnings-on":
        return this.attempt(() => this.warn.call("@on"));
    }
  }

  /** Runs a file; without a name, the standard input. */
  async runFile(name: string | undefined): Promise<boolean> {
    const loaded = this.load(name);
    return loaded !== undefined && this.attemptAsync(() => this.callInterruptibly(loaded, []));
  }

  /** Runs the script, as `runFile`, with what the global `arg` holds by then as its arguments. */
  async runScript(name: string | undefined): Promise<boolean> {
    const loaded = this.load(name);
    return loaded !== undefined && this.attemptAsync(async () => this.callInterruptibly(loaded, this.argumentsInTable()));
  }

  private argumentsInTable(): LuaOutput[] {
    const table = this.lua.globals.get("arg");
    if (!(table instanceof LuaTable)) throw new Error("'arg' is not a table");
    return Array.from({ length: table.length }, (_, index) => table.get(index + 1));
  }

  /**
   * Calls a function. An interrupt from the keyboard (SIGINT) is an error in the script, which may go on; the next one ends the process.
   * @throws as `Lua.callAsync`
   */
  async callInterruptibly(f: LuaFunction, args: readonly LuaInput[]): Promise<LuaOutput[]> {
    const interruption = new AbortController();
    const interrupt = (): void => interruption.abort(new Error("interrupted!"));
    process.once("SIGINT", interrupt);
    try {
      return await this.lua.callAsync(f, args, { ...asProgram, interruptSignal: interruption.signal, sliceMs: SLICE_MS });
    } finally {
      process.off("SIGINT", interrupt);
    }
  }

  /** What the JIT has done, a line for each counter. */
  countersText(): string {
    const { jitCounters } = this.lua;
    return jitCounters === undefined ? "-- nothing is compiled\n" : countersText(jitCounters);
  }

  /** A global as text, as `tostring` gives it; the default if it is nil. */
  globalText(name: string, fallback: string): string {
    const value = this.lua.globals.get(name);
    const [text] = value === undefined || typeof value === "string" ? [value] : this.tostring.call(value);
    return typeof text === "string" ? text : fallback;
  }

  /** Runs something, and reports the error if there is one. */
  attempt(run: () => unknown): boolean {
    try {
      run();
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  /** As `attempt`, for what takes time. */
  private async attemptAsync(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  report(error: unknown): void {
    report(this.host, this.programName, error);
  }

  private load(name: string | undefined): LuaFunction | undefined {
    const [loaded, message] = this.loadFile.call(...((name === undefined ? [] : [name]) as LuaInput[]));
    if (loaded instanceof LuaFunction) return loaded;
    this.report(message);
    return undefined;
  }

  private runCode(code: string | Uint8Array, chunkName: string): Promise<boolean> {
    return this.attemptAsync(async () => this.callInterruptibly(this.lua.load(code, { chunkName }), []));
  }

  /** `-l mod` and `-l name=mod`: the module as a global. A version after a hyphen belongs to the module's name only. */
  private requireAs(library: string): Promise<boolean> {
    const equals = library.indexOf("=");
    const module = library.slice(equals + 1);
    const global = equals < 0 ? module.split("-", 1)[0] : library.slice(0, equals);
    return this.attemptAsync(async () => {
      const [value] = await this.callInterruptibly(this.lua.globals.get("require") as LuaFunction, [module]);
      this.lua.globals.set(global, value);
    });
  }
}

function jitOptions(host: Host, { usesJit, jitThreshold, dumpsJit }: Omit<CommandLine, "ignoresEnvironment">): false | JitOptions {
  if (!usesJit) return false;
  return {
    ...(jitThreshold === undefined ? {} : { threshold: jitThreshold }),
    ...(dumpsJit ? { onCompile: (event) => writeText(host, "stderr", dumpOf(event)) } : {}),
  };
}

/** The JavaScript of a function, its Lua lines beside it. */
function dumpOf({ chunkName, lineDefined, pc, text, luaLines }: JitCompileEvent): string {
  const lines = text.split("\n").map((line, index) => `${String(luaLines[index] ?? "").padStart(6)}  ${line}\n`);
  return `-- ${chunkName ?? "?"}:${lineDefined} from instruction ${pc}\n${lines.join("")}`;
}

function countersText({ compiledFunctions, compiledLoops, refused, left, failedGuards, dropped, refreshed }: JitCounters): string {
  const lines = [
    ["compiled functions", compiledFunctions],
    ["compiled loops", compiledLoops],
    ...mostFirst(refused, "refused"),
    ["failed guards", failedGuards],
    ["dropped", dropped],
    ["refreshed", refreshed],
    ...mostFirst(left, "left"),
  ] as const;
  return lines.map(([name, value]) => `-- ${name}: ${value}\n`).join("");
}

const mostFirst = (counts: ReadonlyMap<string, number>, name: string): (readonly [string, number])[] =>
  [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => [`${name}, ${reason}`, count]);

/** All libraries over the process; with `-E`, the package library sees no paths in the environment. */
function openLua(host: Host, { ignoresEnvironment, ...commandLine }: CommandLine): Lua {
  let isOpening = true;
  const environment: Host["environment"] = (name) =>
    isOpening && ignoresEnvironment && PATH_VARIABLE.test(name) ? undefined : host.environment(name);
  const lua = new Lua({ host: { ...host, environment }, allowsBinaryChunks: true, jit: jitOptions(host, commandLine) });
  isOpening = false;
  return lua;
}
