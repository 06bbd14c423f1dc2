// Classes of bytes, as the C locale has them: Lua source is bytes, and only ASCII letters make names.

export const LETTER = 1;
export const DIGIT = 2;
export const HEX_DIGIT = 4;
export const SPACE = 8;
/** What may begin a literal, or be a token of its own: quotes, `[` and `.`. */
export const LITERAL = 16;
/** What may follow the first character of a name. */
export const WORD = LETTER | DIGIT;

/** Byte to the set of its classes; index only with 0..255. */
export const CLASS_OF: Uint8Array = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(256);
  const add = (characters: string, bits: number): void => {
    for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)]! |= bits;
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_", LETTER);
  add("0123456789", DIGIT | HEX_DIGIT);
  add("ABCDEFabcdef", HEX_DIGIT);
  add("\"'[.", LITERAL);
  add(" \t\n\r\f\v", SPACE);
  return table;
}

export const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
export const isHexDigit = (byte: number): boolean => byte >= 0 && (CLASS_OF[byte]! & HEX_DIGIT) !== 0;
export const isSpace = (byte: number): boolean => byte >= 0 && (CLASS_OF[byte]! & SPACE) !== 0;
export const isLineBreak = (byte: number): boolean => byte === 10 || byte === 13;

/** Value of a hexadecimal digit, 0..15. */
export const hexValue = (byte: number): number => (byte <= 57 ? byte - 48 : (byte | 32) - 87);
