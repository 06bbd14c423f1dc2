// An output stream over the console, for hosts that have nothing else (browsers). The console shows whole lines only, so the last
// line is held back until its newline, or the end of the stream, comes.

import { decodeUtf8 } from "@luster/vm";
import type { HostFile } from "../host.js";

/** A stream that shows each line with `console.log`, `console.warn` or `console.error`; text is decoded as UTF-8. */
export function consoleStream(method: "log" | "warn" | "error"): HostFile {
  let unfinished = "";
  const show = (line: string): void => console[method](decodeUtf8(line));
  return {
    write(bytes) {
      const lines = (unfinished + bytes).split("\n");
      unfinished = lines.pop()!;
      for (const line of lines) show(line);
    },
    close() {
      if (unfinished !== "") show(unfinished);
      unfinished = "";
    },
  };
}
