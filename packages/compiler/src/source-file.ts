// What a source *file* may have before the chunk (manual 7): a UTF-8 byte order mark, and a first line that starts with `#`.

const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/**
 * The chunk in a file's bytes. A first line that starts with `#` becomes empty, so that lines keep their numbers; before a binary
 * chunk it goes away altogether.
 *
 * @param bytes the file as a byte string
 */
export function skipFileHeader(bytes: string): string {
  const text = bytes.startsWith(BYTE_ORDER_MARK) ? bytes.slice(BYTE_ORDER_MARK.length) : bytes;
  if (!text.startsWith("#")) return text;
  const lineEnd = text.indexOf("\n");
  if (lineEnd < 0) return "\n";
  return text[lineEnd + 1] === "\x1b" ? text.slice(lineEnd + 1) : text.slice(lineEnd);
}
