// Binary chunks: the bytes that `dump.ts` writes and `undump.ts` reads.
//
// A chunk begins with PUC-Rio 5.4's header, byte for byte, because programs look at it. What follows is a format of its own,
// marked by a tag and a version: PUC-Rio's instructions would be of no use here, nor ours there.
//
//   header    "\x1bLua" 0x54 0x00 "\x19\x93\r\n\x1a\n" 4 8 8 <integer 0x5678> <float 370.5>
//   tag       "Luster" <FORMAT_VERSION>
//   function  [chunk name] lineDefined lastLineDefined paramCount isVararg maxStackSize
//             code constants upvalues protos lines localVars upvalueNames
//
// Sizes and small numbers have 7 bits per byte, the low ones first, and 0x80 on all bytes but the last. A string that may be
// missing has its length plus one before it. Instructions, integers and floats are little endian.

/** The first bytes of a binary chunk. */
export const SIGNATURE = "\x1bLua";
export const VERSION = 0x54;
export const FORMAT = 0;
/** Detects what text-mode transfers do to files. */
export const CONVERSION_CHECK = "\x19\x93\r\n\x1a\n";
export const INSTRUCTION_BYTES = 4;
export const INTEGER_BYTES = 8;
export const FLOAT_BYTES = 8;
export const CHECK_INTEGER = 0x5678n;
export const CHECK_FLOAT = 370.5;

export const TAG = "Luster";
/** Raised whenever the format or the numbering of opcodes changes. */
export const FORMAT_VERSION = 1;

/** Kinds of constants in a chunk. */
export const ConstantTag = { nil: 0, false: 1, true: 2, integer: 3, float: 4, string: 5 } as const;

/** Kinds of variables, by number. */
export const VARIABLE_KINDS = ["regular", "const", "close"] as const;

/** Functions may be nested this deep: each level is at least one syntactic level of the source. */
export const MAX_FUNCTION_DEPTH = 200;

/** Whether a source given to `load` is a binary chunk rather than text. */
export function isBinaryChunk(source: string): boolean {
  return source.charCodeAt(0) === 0x1b;
}
