// Limits of a function, each with the field or the PUC-Rio constant that forces it (ldebug, lparser and lopcodes of 5.4).

/** Local variables active at once in a function (PUC: MAXVARS). */
export const MAX_LOCALS = 200;
/** Upvalues of a function: operand B of GETUPVAL has 8 bits (PUC: MAXUPVAL). */
export const MAX_UPVALUES = 255;
/** Registers of a function: operand A has 8 bits, and 255 is no register (PUC: MAXREGS). */
export const MAX_REGISTERS = 255;
/** Nesting of syntactic levels (PUC: LUAI_MAXCCALLS). */
export const MAX_SYNTAX_LEVELS = 200;
/** Values that one SETLIST flushes (PUC: LFIELDS_PER_FLUSH). */
export const FIELDS_PER_FLUSH = 50;
/** Largest jump, either way: sJ has 25 bits. */
export const MAX_JUMP = 0xffffff;
