// What a host lends to the libraries: streams, a clock, files, environment and processes, each an interface of its own.
// The default host is safe: its output goes to the console, and it has no input, no files, no environment and no processes. A script
// reaches nothing that is not given here. All bytes are byte strings: JavaScript strings with one code unit (0..255) for each byte.
// Whatever may take time may answer with a promise: the script that asked then waits, in an asynchronous run.

import { singletonKey, type Context } from "@luster/vm";
import { consoleStream } from "./host/console.js";

/** A value now, or later. */
export type Eventually<T> = T | PromiseLike<T>;

/** A failure that a script sees as `nil, message, errno`. Hosts throw it (or reject with it); any other exception is an error of the host. */
export class HostError extends Error {
  override readonly name = "HostError";

  /**
   * @param message what went wrong, without the file name ("No such file or directory"), as a byte string
   * @param errno the number of the error, as in C
   */
  constructor(
    message: string,
    readonly errno: number,
  ) {
    super(message);
  }
}

/** From where a seek counts. */
export type Whence = "set" | "cur" | "end";

/** An open file, pipe or terminal. One position for reading and writing, as in C. No buffering is needed: the io library does that. */
export interface HostFile {
  /** Reads up to `count` bytes (at least 1); "" at the end of the file. @throws HostError */
  read?(count: number): Eventually<string>;
  /** Writes all bytes. @throws HostError */
  write?(bytes: string): Eventually<void>;
  /** Moves the position by `offset` bytes from `whence`; returns the new position from the start. @throws HostError */
  seek?(offset: number, whence: Whence): Eventually<number>;
  /** Closes it. What a process answers is how it ended. @throws HostError */
  close?(): Eventually<ProcessEnd | void>;
  /** Whether the other side is a person at a terminal: output to it is shown line by line. */
  readonly isInteractive?: boolean;
}

/** Mode of `io.open`, without the `b`. */
export type OpenMode = "r" | "w" | "a" | "r+" | "w+" | "a+";

/** Files by name. Names are byte strings; what they mean is the host's business. */
export interface FileSystem {
  /** @throws HostError */
  open(name: string, mode: OpenMode): Eventually<HostFile>;
  /** @throws HostError */
  remove(name: string): Eventually<void>;
  /** @throws HostError */
  rename(from: string, to: string): Eventually<void>;
  /** A name for a temporary file that did not exist. @throws HostError */
  temporaryName(): Eventually<string>;
}

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessEnd {
  readonly kind: "exit" | "signal";
  readonly code: number;
}

/** The process that scripts run in, and its children. */
export interface HostProcess {
  /** Ends the process; called after all output is flushed. May throw to end only the run. */
  exit(code: number): void;
  /** Runs a command in a shell and waits for it. Absent: there is no shell. @throws HostError */
  execute?(command: string): Eventually<ProcessEnd>;
  /** Runs a command in a shell, reading its output ("r") or writing its input ("w"). @throws HostError */
  open?(command: string, mode: "r" | "w"): Eventually<HostFile>;
}

/** Time. */
export interface Clock {
  /** Milliseconds since the start of 1970, UTC. */
  now(): number;
  /** Processor time of the program in seconds, or something close to it. */
  processorSeconds(): number;
  /** Seconds that local time is ahead of UTC at that moment (seconds since 1970). */
  offsetSeconds(epochSeconds: number): number;
  /** Abbreviation of the local time zone at that moment. */
  zoneName(epochSeconds: number): string;
}

/** A module's source as a host gives it. */
export interface HostModule {
  /** Lua source, a byte string. */
  readonly source: string;
  /** Chunk name for messages; default `"=" + name`. */
  readonly chunkName?: string;
}

/** Everything that a VM gets from its host. */
export interface Host {
  readonly stdin: HostFile;
  readonly stdout: HostFile;
  readonly stderr: HostFile;
  readonly clock: Clock;
  readonly files: FileSystem | undefined;
  readonly process: HostProcess | undefined;
  /** The value of an environment variable. */
  environment(name: string): string | undefined;
  /** The source of a module that `require` looks for, after `package.preload`; undefined when the host has none of that name. */
  readonly loadModule: ((name: string) => Eventually<HostModule | undefined>) | undefined;
}

const EMPTY_INPUT: HostFile = { read: () => "" };

/** The clock of the JavaScript host, in its local time zone. */
export const systemClock: Clock = {
  now: () => Date.now(),
  processorSeconds: () => performance.now() / 1000,
  offsetSeconds(epochSeconds) {
    const minutes = new Date(epochSeconds * 1000).getTimezoneOffset();
    return Number.isNaN(minutes) ? 0 : minutes * -60;
  },
  zoneName(epochSeconds) {
    const offset = systemClock.offsetSeconds(epochSeconds);
    if (offset === 0) return "UTC";
    const minutes = Math.abs(offset) / 60;
    const digits = String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, "0");
    return (offset < 0 ? "-" : "+") + (digits.endsWith("00") ? digits.slice(0, 2) : digits);
  },
};

/** A host with the given parts; what is missing is the safe default. */
export function createHost(parts: Partial<Host> = {}): Host {
  return {
    stdin: EMPTY_INPUT,
    stdout: consoleStream("log"),
    stderr: consoleStream("error"),
    clock: systemClock,
    files: undefined,
    process: undefined,
    environment: () => undefined,
    loadModule: undefined,
    ...parts,
  };
}

const hostKey = singletonKey("host", () => ({ host: createHost() }));

/** The host of a VM. */
export function hostOf<G>(cx: Context<G>): Host {
  return cx.singleton(hostKey).host;
}

/** Gives a VM its host: before libraries are opened. */
export function setHost<G>(cx: Context<G>, host: Host): void {
  cx.singleton(hostKey).host = host;
}
