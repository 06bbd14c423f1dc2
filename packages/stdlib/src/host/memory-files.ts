// A file system in memory, for hosts that have none (browsers) and for tests. Names are keys: there are no directories, "/" means nothing.
// A removed file lives on for those who have it open, as on Unix.

import { HostError, type FileSystem, type HostFile, type OpenMode, type Whence } from "../host.js";

const NO_SUCH_FILE = 2;
const BAD_DESCRIPTOR = 9;
const INVALID_ARGUMENT = 22;

/** Shortest buffer of a file that is written. */
const MIN_CAPACITY = 64;

/** The bytes of one file. */
class MemoryNode {
  private bytes = new Uint8Array(0);
  length = 0;

  read(from: number, count: number): string {
    let text = "";
    const end = Math.min(this.length, from + count);
    for (let at = from; at < end; at += PIECE) {
      text += String.fromCharCode.apply(null, this.bytes.subarray(at, Math.min(at + PIECE, end)) as unknown as number[]);
    }
    return text;
  }

  write(at: number, text: string): void {
    const end = at + text.length;
    if (end > this.bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.bytes.length * 2, MIN_CAPACITY));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    for (let i = 0; i < text.length; i++) this.bytes[at + i] = text.charCodeAt(i);
    this.length = Math.max(this.length, end);
  }

  truncate(): void {
    this.bytes = new Uint8Array(0);
    this.length = 0;
  }
}

// `String.fromCharCode` takes its characters as arguments, so they go in pieces.
const PIECE = 8192;

class MemoryFile implements HostFile {
  private position = 0;

  constructor(
    private readonly node: MemoryNode,
    private readonly mode: OpenMode,
  ) {}

  read(count: number): string {
    if (this.mode === "w" || this.mode === "a") throw new HostError("Bad file descriptor", BAD_DESCRIPTOR);
    const text = this.node.read(this.position, count);
    this.position += text.length;
    return text;
  }

  write(text: string): void {
    if (this.mode === "r") throw new HostError("Bad file descriptor", BAD_DESCRIPTOR);
    if (this.mode.startsWith("a")) this.position = this.node.length;
    this.node.write(this.position, text);
    this.position += text.length;
  }

  seek(offset: number, whence: Whence): number {
    const base = whence === "set" ? 0 : whence === "cur" ? this.position : this.node.length;
    if (base + offset < 0) throw new HostError("Invalid argument", INVALID_ARGUMENT);
    return (this.position = base + offset);
  }
}

/** A file system in memory. */
export class MemoryFileSystem implements FileSystem {
  private readonly nodes = new Map<string, MemoryNode>();
  private temporaryCount = 0;

  /** Starts with the given files: names to contents, both byte strings. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, content] of Object.entries(files)) this.writeFile(name, content);
  }

  /** The names of all files. */
  get names(): readonly string[] {
    return [...this.nodes.keys()];
  }

  /** The content of a file as a byte string, or undefined when there is none of that name. */
  readFile(name: string): string | undefined {
    const node = this.nodes.get(normalized(name));
    return node?.read(0, node.length);
  }

  /** Makes or replaces a file. */
  writeFile(name: string, content: string): void {
    const node = new MemoryNode();
    node.write(0, content);
    this.nodes.set(normalized(name), node);
  }

  open(name: string, mode: OpenMode): HostFile {
    let node = this.nodes.get(normalized(name));
    if (node === undefined) {
      if (mode.startsWith("r")) throw new HostError("No such file or directory", NO_SUCH_FILE);
      node = new MemoryNode();
      this.nodes.set(normalized(name), node);
    } else if (mode.startsWith("w")) node.truncate();
    return new MemoryFile(node, mode);
  }

  remove(name: string): void {
    if (!this.nodes.delete(normalized(name))) throw new HostError("No such file or directory", NO_SUCH_FILE);
  }

  rename(from: string, to: string): void {
    const node = this.nodes.get(normalized(from));
    if (node === undefined) throw new HostError("No such file or directory", NO_SUCH_FILE);
    this.nodes.delete(normalized(from));
    this.nodes.set(normalized(to), node);
  }

  temporaryName(): string {
    let name: string;
    do name = `/tmp/lua_${String(++this.temporaryCount).padStart(6, "0")}`;
    while (this.nodes.has(name));
    this.writeFile(name, "");
    return name;
  }
}

/** "./name" is "name". */
function normalized(name: string): string {
  return name.replace(/^(?:\.\/+)+/, "");
}
