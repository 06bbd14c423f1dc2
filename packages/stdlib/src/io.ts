// The io library (manual 6.8): functions, file methods, and the metatable of file handles. Buffers are in io/file.ts, reading in io/read.ts.

import {
  CallbackData,
  Continuation,
  formatG,
  floatOf,
  formatNumber,
  isFloat,
  isNumber,
  isTruthy,
  markValue,
  native0,
  native1,
  native2,
  native3,
  nativeN,
  trace,
  type Action,
  type Args,
  type Callback,
  type Context,
  type Table,
  type Tracer,
  type Userdata,
  type Value,
} from "@luster/vm";
import { checkAny, checkCString, checkOption, optCount, optCString, textOf } from "./args.js";
import { HostError, hostOf, type Eventually, type HostFile, type OpenMode, type ProcessEnd } from "./host.js";
import { isPromise, LuaFile, type FileAccess } from "./io/file.js";
import { checkHandle, checkOpen, fileOf, ioStateOf, newHandle } from "./io/handle.js";
import { hostCall, returnFailure } from "./io/host-call.js";
import { ReadTask, returnValues } from "./io/read.js";
import { addFunctions, newLibrary, runningCallback } from "./library.js";

/** Most formats of `lines` (MAXARGLINE). */
const MAX_LINE_FORMATS = 250;

/** Name of the metatable of handles, in the registry and as `__name`. */
const HANDLE_TYPE = "FILE*";

// ---------------------------------------------------------------------------------------------------------------- opening

/** More than a handle and an iterator over it take. */
const HANDLE_BYTES = 1024;

const NO_FILES = new HostError("Operation not permitted", 1);

function openFile<G>(cx: Context<G>, name: string, mode: OpenMode): Eventually<HostFile> {
  const { files } = hostOf(cx);
  if (files === undefined) throw NO_FILES;
  // Once a file is open, nothing may be refused.
  cx.reserveBytes(HANDLE_BYTES);
  return files.open(name, mode);
}

/** What a mode allows. */
function accessOf(mode: string): FileAccess {
  const isUpdate = mode.includes("+");
  return { canRead: isUpdate || mode.startsWith("r"), canWrite: isUpdate || !mode.startsWith("r") };
}

function open<G>(cx: Context<G>, nameValue: Value<G>, modeValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  const mode = optCString(cx, modeValue, 1, "r");
  if (!/^[rwa]\+?b*$/.test(mode)) throw cx.argError(1, "invalid mode");
  return hostCall<G, HostFile>(
    cx,
    () => openFile(cx, name, mode.replace(/b+$/, "") as OpenMode),
    (later, file) => newHandle(later, new LuaFile(file, "regular", accessOf(mode))),
    (later, error) => returnFailure(later, error, name),
  );
}

function popen<G>(cx: Context<G>, commandValue: Value<G>, modeValue: Value<G>): Action<G> {
  const command = checkCString(cx, commandValue, 0);
  const mode = optCString(cx, modeValue, 1, "r");
  if (mode !== "r" && mode !== "w") throw cx.argError(1, "invalid mode");
  const { process } = hostOf(cx);
  if (process?.open === undefined) throw cx.error("'popen' not supported");
  ioStateOf(cx).stdout.flushQuietly();
  return hostCall<G, HostFile>(
    cx,
    () => process.open!(command, mode),
    (later, file) => newHandle(later, new LuaFile(file, "process", accessOf(mode))),
    (later, error) => returnFailure(later, error, command),
  );
}

function tmpfile<G>(cx: Context<G>): Action<G> {
  const { files } = hostOf(cx);
  return hostCall<G, HostFile>(
    cx,
    () => {
      if (files === undefined) throw NO_FILES;
      const name = files.temporaryName();
      return isPromise(name) ? name.then((text) => openTemporary(cx, text)) : openTemporary(cx, name);
    },
    (later, file) => newHandle(later, new LuaFile(file, "regular")),
    (later, error) => returnFailure(later, error),
  );
}

/** Opens a temporary file that is removed when it is closed. */
function openTemporary<G>(cx: Context<G>, name: string): Eventually<HostFile> {
  const files = hostOf(cx).files!;
  const wrap = (file: HostFile): HostFile => ({
    read: (count) => file.read!(count),
    write: (bytes) => file.write!(bytes),
    seek: (offset, whence) => file.seek!(offset, whence),
    close() {
      const closed = file.close?.();
      return isPromise(closed) ? closed.then(() => files.remove(name)) : files.remove(name);
    },
  });
  const file = files.open(name, "w+");
  return isPromise(file) ? file.then(wrap) : wrap(file);
}

// ---------------------------------------------------------------------------------------------------------------- closing

/** Closes a handle: true, or how the process ended, or why it failed. */
function closeFile<G>(cx: Context<G>, file: LuaFile): Action<G> {
  if (file.kind === "standard") {
    file.flushQuietly();
    return cx.return2(undefined, "cannot close standard file");
  }
  ioStateOf(cx).open.delete(file);
  return hostCall<G, ProcessEnd | void>(
    cx,
    () => file.close(),
    (later, end) => (file.kind === "process" ? returnProcessEnd(later, end ?? { kind: "exit", code: 0 }) : true),
    (later, error) => returnFailure(later, error),
  );
}

/** How a process ended, as `os.execute` and `close` tell it (luaL_execresult). */
export function returnProcessEnd<G>(cx: Context<G>, end: ProcessEnd): Action<G> {
  return cx.return3(end.kind === "exit" && end.code === 0 ? true : undefined, end.kind, end.code);
}

function closeMethod<G>(cx: Context<G>, handle: Value<G>): Action<G> {
  return closeFile(cx, checkOpen(cx, handle, 0));
}

function close<G>(cx: Context<G>, handle: Value<G>): Action<G> {
  return closeMethod(cx, cx.argCount === 0 ? (ioStateOf(cx).output as Value<G>) : handle);
}

/** `__gc` and `__close`: closes what is still open; standard files stay. */
function collect<G>(cx: Context<G>, handle: Value<G>): Action<G> {
  const file = checkHandle(cx, handle, 0);
  return file.isOpen && file.kind !== "standard" ? closeFile(cx, file) : cx.returnNone();
}

// ---------------------------------------------------------------------------------------------------------------- reading

function read<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const file = defaultFile(cx, "input");
  return new ReadTask<G>(file, args.toArray(), 0, returnValues, undefined).run(cx);
}

function readMethod<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const handle = args.get(0);
  const file = checkOpen(cx, handle, 0);
  return new ReadTask<G>(file, args.toArray(1), 1, returnValues, handle).run(cx);
}

/** State of a `lines` iterator. */
class LinesState<in out G> extends CallbackData<G> {
  constructor(
    readonly handle: Userdata<G>,
    readonly formats: readonly Value<G>[],
    /** Whether the file was opened for the iteration, and is closed at its end. */
    readonly closesAtEnd: boolean,
  ) {
    super();
  }

  override get upvalues(): readonly Value<G>[] {
    return [this.handle, this.formats.length, this.closesAtEnd, ...this.formats];
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.handle);
    for (const format of this.formats) markValue(tracer, format);
  }
}

/** The end of a step: values, or the end of the iteration when there is none. */
function endStep<G>(cx: Context<G>, task: ReadTask<G>, values: Value<G>[], error: HostError | undefined): Action<G> {
  if (error !== undefined) throw cx.error(error.message);
  if (isTruthy(values[0])) return returnValues(cx, task, values, undefined);
  return cx.returnNone();
}

function endStepAndClose<G>(cx: Context<G>, task: ReadTask<G>, values: Value<G>[], error: HostError | undefined): Action<G> {
  if (error !== undefined || isTruthy(values[0])) return endStep(cx, task, values, error);
  const { file } = task;
  ioStateOf(cx).open.delete(file);
  return hostCall<G, unknown>(
    cx,
    () => file.close(),
    (later) => later.returnNone(),
    (later) => later.returnNone(),
  );
}

function linesStep<G>(cx: Context<G>): Action<G> {
  const state = runningCallback(cx).data as LinesState<G>;
  const file = fileOf(state.handle)!;
  if (!file.isOpen) throw cx.error("file is already closed");
  return new ReadTask<G>(file, state.formats, 1, state.closesAtEnd ? endStepAndClose : endStep, state.handle).run(cx);
}

const linesIterator = native0("for iterator", linesStep);

function newLines<G>(cx: Context<G>, handle: Userdata<G>, formats: Value<G>[], closesAtEnd: boolean): Callback<G> {
  return cx.newCallback(linesIterator, new LinesState<G>(handle, formats, closesAtEnd));
}

function checkFormatCount<G>(cx: Context<G>, count: number): void {
  if (count > MAX_LINE_FORMATS) throw cx.argError(MAX_LINE_FORMATS + 1, "too many arguments");
}

function linesMethod<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const handle = args.get(0);
  checkOpen(cx, handle, 0);
  checkFormatCount(cx, args.count - 1);
  return newLines(cx, handle as Userdata<G>, args.toArray(1), false);
}

function lines<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const formats = args.toArray(1);
  if (args.get(0) === undefined) {
    const handle = ioStateOf(cx).input as Userdata<G>;
    checkOpen(cx, handle, 0);
    checkFormatCount(cx, formats.length);
    return newLines(cx, handle, formats, false);
  }
  const name = checkCString(cx, args.get(0), 0);
  checkFormatCount(cx, formats.length);
  return hostCall<G, HostFile>(
    cx,
    () => openFile(cx, name, "r"),
    (later, file) => {
      const handle = newHandle(later, new LuaFile(file, "regular", accessOf("r")));
      return later.returnList([newLines(later, handle, formats, true), undefined, undefined, handle]);
    },
    (later, error) => failOpening(later, error, name),
    formats,
  );
}

function failOpening<G>(cx: Context<G>, error: HostError, name: string): Action<G> {
  throw cx.error(`cannot open file '${name}' (${error.message})`);
}

// ---------------------------------------------------------------------------------------------------------------- writing

/** Waits for a host that takes its time with output. */
class WriteTask<in out G> extends Continuation<G> {
  private error: unknown = undefined;

  constructor(
    private readonly file: LuaFile,
    private readonly values: readonly Value<G>[],
    private index: number,
    /** What `write` returns. */
    private readonly handle: Value<G>,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    const { error } = this;
    this.error = undefined;
    return error === undefined ? this.run(cx) : writeFailure(cx, error);
  }

  run(cx: Context<G>): Action<G> {
    for (; this.index < this.values.length; this.index++) {
      const text = outputText(this.values[this.index]);
      if (text === undefined) throw cx.typeError(this.index, "string", this.values[this.index]);
      try {
        const done = this.file.write(text);
        if (isPromise(done)) {
          this.index++;
          return this.wait(cx, done);
        }
      } catch (error) {
        return writeFailure(cx, error);
      }
    }
    return this.handle;
  }

  wait(cx: Context<G>, done: PromiseLike<void>): Action<G> {
    const settled = done.then(
      () => undefined,
      (error: unknown) => {
        this.error = error;
        return undefined;
      },
    );
    return cx.await(settled, this);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.handle);
    for (const value of this.values) markValue(tracer, value);
  }
}

function writeFailure<G>(cx: Context<G>, error: unknown): Action<G> {
  if (!(error instanceof HostError)) throw error;
  return returnFailure(cx, error);
}

/** A string, or a number as C's `%d` and `%.14g` write it: unlike `tostring`, floats get no ".0". */
function outputText<G>(value: Value<G>): string | undefined {
  if (typeof value === "string") return value;
  if (isNumber(value) && isFloat(value)) {
    const float = floatOf(value);
    return Number.isFinite(float) ? formatG(float, 14) : formatNumber(value);
  }
  return textOf(value);
}

/** Writes arguments from `first` on; the common case without lists. */
function writeArguments<G>(cx: Context<G>, file: LuaFile, args: Args<G>, first: number, handle: Value<G>): Action<G> {
  for (let i = first; i < args.count; i++) {
    const text = outputText(args.get(i));
    if (text === undefined) throw cx.typeError(i, "string", args.get(i));
    cx.consumeFuel(text.length >> 4);
    try {
      const done = file.write(text);
      if (isPromise(done)) return new WriteTask<G>(file, args.toArray(), i + 1, handle).wait(cx, done);
    } catch (error) {
      return writeFailure(cx, error);
    }
  }
  return handle;
}

function write<G>(cx: Context<G>, args: Args<G>): Action<G> {
  return writeArguments(cx, defaultFile(cx, "output"), args, 0, ioStateOf(cx).output as Value<G>);
}

function writeMethod<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const handle = args.get(0);
  return writeArguments(cx, checkOpen(cx, handle, 0), args, 1, handle);
}

// ------------------------------------------------------------------------------------------------------ buffers and positions

function flushFile<G>(cx: Context<G>, file: LuaFile): Action<G> {
  return hostCall<G, void>(
    cx,
    () => file.flush(),
    () => true,
    (later, error) => returnFailure(later, error),
  );
}

function flush<G>(cx: Context<G>): Action<G> {
  return flushFile(cx, defaultFile(cx, "output"));
}

function flushMethod<G>(cx: Context<G>, handle: Value<G>): Action<G> {
  return flushFile(cx, checkOpen(cx, handle, 0));
}

function seek<G>(cx: Context<G>, handle: Value<G>, whenceValue: Value<G>, offsetValue: Value<G>): Action<G> {
  const file = checkOpen(cx, handle, 0);
  const whence = checkOption(cx, whenceValue, 1, ["set", "cur", "end"] as const, "cur");
  const offset = optCount(cx, offsetValue, 2, 0);
  return hostCall<G, number>(
    cx,
    () => file.seek(offset, whence),
    (_later, position) => position,
    (later, error) => returnFailure(later, error),
  );
}

function setvbuf<G>(cx: Context<G>, handle: Value<G>, modeValue: Value<G>, size: Value<G>): Action<G> {
  const file = checkOpen(cx, handle, 0);
  const mode = checkOption(cx, modeValue, 1, ["no", "full", "line"] as const);
  optCount(cx, size, 2, 0);
  file.mode = mode;
  return mode === "full" ? true : flushFile(cx, file);
}

// ----------------------------------------------------------------------------------------------------------- default files

function defaultFile<G>(cx: Context<G>, which: "input" | "output"): LuaFile {
  const file = fileOf(ioStateOf(cx)[which] as Value<G>)!;
  if (!file.isOpen) throw cx.error(`default ${which} file is closed`);
  return file;
}

/** `io.input` and `io.output`: the default file, after setting it to a handle or a file that is opened. */
function defaultHandle<G>(cx: Context<G>, value: Value<G>, which: "input" | "output"): Action<G> {
  const state = ioStateOf(cx);
  if (value === undefined) return state[which] as Value<G>;
  const name = textOf(value);
  if (name === undefined) {
    checkOpen(cx, value, 0);
    return (state[which] = value);
  }
  const mode = which === "input" ? "r" : "w";
  return hostCall<G, HostFile>(
    cx,
    () => openFile(cx, name, mode),
    (later, file) => (ioStateOf(later)[which] = newHandle(later, new LuaFile(file, "regular", accessOf(mode)))),
    (later, error) => failOpening(later, error, name),
  );
}

function input<G>(cx: Context<G>, value: Value<G>): Action<G> {
  return defaultHandle(cx, value, "input");
}

function output<G>(cx: Context<G>, value: Value<G>): Action<G> {
  return defaultHandle(cx, value, "output");
}

// ----------------------------------------------------------------------------------------------------------------- library

function type<G>(cx: Context<G>, value: Value<G>): Action<G> {
  checkAny(cx, 0);
  const file = fileOf(value);
  return file === undefined ? undefined : file.isOpen ? "file" : "closed file";
}

function toText<G>(cx: Context<G>, handle: Value<G>): Action<G> {
  return checkHandle(cx, handle, 0).isOpen ? `file (${cx.addressOf(handle)})` : "file (closed)";
}

const ioFunctions = [
  native1("close", close),
  native0("flush", flush),
  native1("input", input),
  nativeN("lines", lines),
  native2("open", open),
  native1("output", output),
  native2("popen", popen),
  nativeN("read", read),
  native0("tmpfile", tmpfile),
  native1("type", type),
  nativeN("write", write),
];

const fileMethods = [
  native1("close", closeMethod),
  native1("flush", flushMethod),
  nativeN("lines", linesMethod),
  nativeN("read", readMethod),
  native3("seek", seek),
  native3("setvbuf", setvbuf),
  nativeN("write", writeMethod),
];

const fileMetamethods = [native1("__gc", collect), native1("__close", collect), native1("__tostring", toText)];

function newMetatable<G>(cx: Context<G>): Table<G> {
  const { heap } = cx;
  const methods = cx.newTable(0, fileMethods.length);
  addFunctions(cx, methods, fileMethods);
  const metatable = cx.newTable(0, fileMetamethods.length + 2);
  addFunctions(cx, metatable, fileMetamethods);
  metatable.setString(heap, "__index", methods);
  metatable.setString(heap, "__name", HANDLE_TYPE);
  cx.registry.setString(heap, HANDLE_TYPE, metatable);
  return metatable;
}

/** Opens the io library over the VM's host. */
export function openIo<G>(cx: Context<G>): Table<G> {
  const { heap } = cx;
  const state = ioStateOf(cx);
  const library = newLibrary(cx, "io", ioFunctions);
  state.metatable = newMetatable(cx);
  state.input = newHandle(cx, state.stdin);
  state.output = newHandle(cx, state.stdout);
  library.setString(heap, "stdin", state.input as Value<G>);
  library.setString(heap, "stdout", state.output as Value<G>);
  library.setString(heap, "stderr", newHandle(cx, state.stderr));
  return library;
}
