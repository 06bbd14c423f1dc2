// The host of the command: the Node process. When nobody reads its output any more (`luster script.lua | head -1`), it ends, as C programs do by SIGPIPE:
// a script that writes without looking at results would go on for ever.

import { type Eventually, type Host, HostError, type HostFile, type ProcessEnd, type Whence } from "@luster/lua";
import { createNodeHost } from "@luster/lua/node";

/** Number of the error EPIPE, and what a shell reports of a process that SIGPIPE ended: 128 + 13. */
const BROKEN_PIPE = 32;
const BROKEN_PIPE_STATUS = 141;
/** Number of the error ESPIPE. */
const ILLEGAL_SEEK = 29;

export function createProcessHost(): Host {
  const host = createNodeHost();
  return { ...host, stdout: new OutputStream(host.stdout), stderr: new OutputStream(host.stderr) };
}

class OutputStream implements HostFile {
  readonly isInteractive: boolean;

  constructor(private readonly file: HostFile) {
    this.isInteractive = file.isInteractive === true;
  }

  write(bytes: string): Eventually<void> {
    try {
      return this.file.write?.(bytes);
    } catch (error) {
      if (error instanceof HostError && error.errno === BROKEN_PIPE) process.exit(BROKEN_PIPE_STATUS);
      throw error;
    }
  }

  seek(offset: number, whence: Whence): Eventually<number> {
    if (this.file.seek === undefined) throw new HostError("Illegal seek", ILLEGAL_SEEK);
    return this.file.seek(offset, whence);
  }

  close(): Eventually<ProcessEnd | void> {
    return this.file.close?.();
  }
}
