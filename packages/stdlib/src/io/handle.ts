// File handles: `LuaFile`s as userdata; and the io library's state in a VM: the metatable of handles, the standard files, and the
// files that default input and output are.

import { markValue, singletonKey, trace, Userdata, type Context, type Table, type Tracer, type Value } from "@luster/vm";
import { HostError, hostOf, type Eventually } from "../host.js";
import { isPromise, LuaFile } from "./file.js";

/** The output of a VM that is held back in buffers. */
export interface Output {
  /** Whether there may be any. */
  readonly isHeld: boolean;
  /** Gives all of it to the host: at once, or with a promise if the host takes its time. Failures are lost, as in C. */
  flush(): Eventually<void>;
}

/** What the io library knows in one VM. The standard files exist from the start, as `print` writes to one of them. */
export class IoState implements Output {
  readonly stdin: LuaFile;
  readonly stdout: LuaFile;
  readonly stderr: LuaFile;
  /** Metatable of file handles, once the library is open. A `Table` of the VM. */
  metatable: unknown = undefined;
  /** Userdata of the default files. */
  input: unknown = undefined;
  output: unknown = undefined;
  /** Open files with buffers to be flushed at the end. */
  readonly open = new Set<LuaFile>();

  constructor(stdin: LuaFile, stdout: LuaFile, stderr: LuaFile) {
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    stderr.mode = "no";
    stdin.tie([stdout]);
    stderr.tie([stdout]);
  }

  get isHeld(): boolean {
    return this.stdout.hasToFlush || this.stderr.hasToFlush || this.open.size > 0;
  }

  flush(): Eventually<void> {
    if (!this.isHeld) return;
    const waits: PromiseLike<void>[] = [];
    for (const file of [this.stdout, this.stderr, ...this.open]) {
      try {
        const done = file.flush();
        if (isPromise(done)) waits.push(done.then(undefined, ignore));
      } catch (error) {
        ignore(error);
      }
    }
    if (waits.length > 0) return Promise.all(waits).then(() => undefined);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.metatable);
    markValue(tracer, this.input);
    markValue(tracer, this.output);
  }
}

const ioKey = singletonKey("io", (cx) => {
  const host = hostOf(cx);
  return new IoState(new LuaFile(host.stdin, "standard"), new LuaFile(host.stdout, "standard"), new LuaFile(host.stderr, "standard"));
});

export function ioStateOf<G>(cx: Context<G>): IoState {
  return cx.singleton(ioKey);
}

/** A new handle. It is charged to the VM before the file is opened, so pass the file in once it is there. */
export function newHandle<G>(cx: Context<G>, file: LuaFile): Userdata<G> {
  const state = ioStateOf(cx);
  if (file.kind !== "standard") state.open.add(file);
  return cx.newUserdata(file, state.metatable as Table<G>);
}

/** The file of a handle, or undefined when the value is none. */
export function fileOf<G>(value: Value<G>): LuaFile | undefined {
  return value instanceof Userdata && value.object instanceof LuaFile ? value.object : undefined;
}

/** The file of a handle, open or closed. */
export function checkHandle<G>(cx: Context<G>, value: Value<G>, argument: number): LuaFile {
  const file = fileOf(value);
  if (file === undefined) throw cx.typeError(argument, "FILE*", value);
  return file;
}

/** The file of a handle that must be open. */
export function checkOpen<G>(cx: Context<G>, value: Value<G>, argument: number): LuaFile {
  const file = checkHandle(cx, value, argument);
  if (!file.isOpen) throw cx.error("attempt to use a closed file");
  return file;
}

/** The output of the VM, which a host may hold on to. */
export const outputOf = <G>(cx: Context<G>): Output => ioStateOf(cx);

/** `outputOf(cx).flush()` */
export const flushOutput = <G>(cx: Context<G>): Eventually<void> => outputOf(cx).flush();

function ignore(error: unknown): void {
  if (!(error instanceof HostError)) throw error;
}
