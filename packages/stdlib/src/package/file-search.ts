// Looking for a file by templates (manual 6.3, package.searchpath): the names that a path stands for, and the first of them that can be read.
// Names and paths may be long, and hosts may take their time: every step may end with the slice.

import { Continuation, trace, type Action, type Context } from "@luster/vm";
import { HostError, hostOf, type Eventually, type FileSystem, type HostFile } from "../host.js";
import { isPromise } from "../io/file.js";
import { Replacing } from "../string/replacing.js";

/** What to look for: a path of templates, and a name to put into them with its separators replaced. */
export interface Templates {
  readonly name: string;
  readonly path: string;
  readonly separator: string;
  readonly directorySeparator: string;
}

/** Those of a module: its name's parts are folders. */
export const moduleTemplates = (name: string, path: string): Templates => ({ name, path, separator: ".", directorySeparator: "/" });

/** Units of fuel for asking a host whether it has a file. */
const OPEN_FUEL = 64;

/** Looks for a file of one of some names, and goes on with its name, or with the message that lists all names. */
export class FileSearch<in out G> extends Continuation<G> {
  private stage: "name" | "path" | "files" | "message" = "name";
  /** The replacing of the stage. */
  private replacing: Replacing;
  private fileNames = "";
  /** Where the next name begins. */
  private at = 0;
  /** What the host said later about the name at `at`. */
  private answer: boolean | undefined = undefined;
  private failure: unknown = undefined;

  constructor(
    private readonly templates: Templates,
    private readonly found: (cx: Context<G>, fileName: string) => Action<G>,
    private readonly missing: (cx: Context<G>, message: string) => Action<G>,
  ) {
    super();
    const { name, separator, directorySeparator } = templates;
    this.replacing = new Replacing(name, separator, directorySeparator);
  }

  resume(cx: Context<G>): Action<G> {
    if (this.failure !== undefined) throw this.failure;
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    if (this.stage === "files") return this.searchFiles(cx);
    const text = this.replacing.run(cx);
    if (text === undefined) return cx.pause(this);
    switch (this.stage) {
      case "name":
        this.stage = "path";
        this.replacing = new Replacing(this.templates.path, "?", text);
        return this.run(cx);
      case "path":
        this.stage = "files";
        this.fileNames = text;
        return this.searchFiles(cx);
      case "message":
        return this.missing(cx, `no file '${text}'`);
    }
  }

  private searchFiles(cx: Context<G>): Action<G> {
    const { fileNames } = this;
    const { files } = hostOf(cx);
    while (files !== undefined && this.at <= fileNames.length) {
      const end = endOfName(fileNames, this.at);
      const name = fileNames.slice(this.at, end);
      const answer = this.answer ?? isReadable(files, name);
      this.answer = undefined;
      if (isPromise(answer)) return cx.await(this.settled(answer), this);
      if (answer) return this.found(cx, name);
      this.at = end + 1;
      cx.consumeFuel(OPEN_FUEL + (name.length >> 4));
      if (cx.isOutOfFuel()) return cx.pause(this);
    }
    this.stage = "message";
    this.replacing = new Replacing(fileNames, ";", "'\n\tno file '");
    return this.run(cx);
  }

  private settled(answer: PromiseLike<boolean>): PromiseLike<undefined> {
    return answer.then(
      (isFound) => {
        this.answer = isFound;
        return undefined;
      },
      (error: unknown) => {
        this.failure = error;
        return undefined;
      },
    );
  }

  // The functions hold strings only.
  [trace](): void {}
}

function endOfName(fileNames: string, start: number): number {
  const end = fileNames.indexOf(";", start);
  return end < 0 ? fileNames.length : end;
}

/** Whether a file can be opened for reading. */
function isReadable(files: FileSystem, name: string): Eventually<boolean> {
  const closed = (file: HostFile): boolean => {
    void file.close?.();
    return true;
  };
  const refused = (error: unknown): boolean => {
    if (!(error instanceof HostError)) throw error;
    return false;
  };
  try {
    const file = files.open(name, "r");
    return isPromise(file) ? file.then(closed, refused) : closed(file);
  } catch (error) {
    return refused(error);
  }
}
