// Syntax errors: one class, one place that puts their text together. The wording is PUC-Rio's (`file:line: message near 'token'`),
// because scripts and test suites look at it; programs look at the fields. A leaf: lexer, parser and code generator import it.

/** The cause of a syntax error, one member per kind of mistake. */
export type SyntaxErrorKind =
  | "malformed-number"
  | "unfinished-string"
  | "unfinished-long-string"
  | "unfinished-comment"
  | "invalid-long-string-delimiter"
  | "invalid-escape"
  /** A token that cannot start an expression. */
  | "unexpected-symbol"
  /** One certain token (or one of two) was expected. */
  | "expected-token"
  /** The token that closes a block, a call or a table is missing. */
  | "unclosed"
  /** An expression that is neither a call nor assignable stands as a statement. */
  | "not-a-statement"
  | "vararg-outside-vararg-function"
  | "assignment-to-const"
  | "unknown-attribute"
  | "several-to-be-closed"
  | "break-outside-loop"
  | "undefined-label"
  | "duplicate-label"
  | "jump-into-scope"
  /** Too many locals, upvalues or registers, or a jump that is too long. */
  | "limit"
  /** More functions or constants in a function than instructions can refer to. */
  | "size"
  /** Nested more deeply than PUC-Rio's C stack would allow. */
  | "nesting";

/** Everything that is known of a syntax error. */
export interface SyntaxErrorDetails {
  readonly kind: SyntaxErrorKind;
  /** Line of the error, from 1. */
  readonly line: number;
  /** Column of the token at fault in bytes, from 1. */
  readonly column: number;
  /** Chunk name as given to the compiler. */
  readonly chunkName: string;
  /** Text of the token at fault as the message quotes it (`'x'`, `<eof>`); undefined if the message names none. */
  readonly near: string | undefined;
}

/** A chunk that does not compile. `message` is what PUC-Rio's `load` returns, as a byte string. */
export class LuaSyntaxError extends Error {
  readonly kind: SyntaxErrorKind;
  readonly line: number;
  readonly column: number;
  readonly chunkName: string;
  readonly near: string | undefined;

  constructor(message: string, details: SyntaxErrorDetails) {
    super(message);
    this.name = "LuaSyntaxError";
    this.kind = details.kind;
    this.line = details.line;
    this.column = details.column;
    this.chunkName = details.chunkName;
    this.near = details.near;
  }
}

/** The error of `details` with PUC-Rio's text around `what`. */
export function syntaxError(what: string, details: SyntaxErrorDetails): LuaSyntaxError {
  // These are run-time errors of PUC-Rio's parser itself, and have no position.
  if (details.kind === "nesting" || details.kind === "size") return new LuaSyntaxError(what, details);
  const near = details.near === undefined ? "" : ` near ${details.near}`;
  return new LuaSyntaxError(`${displayChunkName(details.chunkName)}:${details.line}: ${what}${near}`, details);
}

/** Longest chunk name in a message, in bytes (PUC: LUA_IDSIZE without its final zero). */
export const MAX_DISPLAY_BYTES = 59;

/**
 * The name of a chunk as messages show it: `=name` as it is, `@file` without the `@` (its end if it is long), anything else as
 * `[string "first line..."]`. The result has at most {@link MAX_DISPLAY_BYTES} bytes.
 */
export function displayChunkName(chunkName: string): string {
  const rest = chunkName.slice(1);
  if (chunkName.startsWith("=")) return rest.slice(0, MAX_DISPLAY_BYTES);
  if (chunkName.startsWith("@")) {
    return rest.length <= MAX_DISPLAY_BYTES ? rest : "..." + rest.slice(rest.length - (MAX_DISPLAY_BYTES - 3));
  }
  const available = MAX_DISPLAY_BYTES - '[string "..."]'.length;
  const lineEnd = chunkName.indexOf("\n");
  if (lineEnd < 0 && chunkName.length < available) return `[string "${chunkName}"]`;
  const firstLine = lineEnd < 0 ? chunkName : chunkName.slice(0, lineEnd);
  return `[string "${firstLine.slice(0, available)}..."]`;
}
