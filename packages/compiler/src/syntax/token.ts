// Kinds of tokens. A token of one character is its byte (0..255), so that an unknown character is a token as well and can be
// quoted in a message; all others have the numbers below. The order of the reserved words is that of `RESERVED_WORDS`.

export const enum Token {
  And = 256,
  Break,
  Do,
  Else,
  ElseIf,
  End,
  False,
  For,
  Function,
  Goto,
  If,
  In,
  Local,
  Nil,
  Not,
  Or,
  Repeat,
  Return,
  Then,
  True,
  Until,
  While,
  FloorDivide,
  Concat,
  Dots,
  Equal,
  GreaterEqual,
  LessEqual,
  NotEqual,
  ShiftLeft,
  ShiftRight,
  DoubleColon,
  EndOfSource,
  Number,
  Name,
  String,
}

/** Reserved words (manual 3.1) in the order of their tokens. */
export const RESERVED_WORDS = [
  "and",
  "break",
  "do",
  "else",
  "elseif",
  "end",
  "false",
  "for",
  "function",
  "goto",
  "if",
  "in",
  "local",
  "nil",
  "not",
  "or",
  "repeat",
  "return",
  "then",
  "true",
  "until",
  "while",
] as const;

const TOKENS_AFTER_RESERVED = ["//", "..", "...", "==", ">=", "<=", "~=", "<<", ">>", "::", "<eof>", "<number>", "<name>", "<string>"];

/** How a message names a kind of token: quoted if its text is fixed, `<name>` and the like if not. */
export function describeToken(token: number): string {
  if (token < 256) return token >= 32 && token <= 126 ? `'${String.fromCharCode(token)}'` : `'<\\${token}>'`;
  const index = token - Token.And;
  const text = RESERVED_WORDS[index] ?? TOKENS_AFTER_RESERVED[index - RESERVED_WORDS.length] ?? "";
  return token < Token.EndOfSource ? `'${text}'` : text;
}
