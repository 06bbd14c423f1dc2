// Names and messages as PUC-Rio shows them: its C code prints them as C strings, so what follows a zero byte is not shown.

/** The text before the first zero byte. */
export function cString(text: string): string {
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}
