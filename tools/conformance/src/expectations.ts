// What a script says of itself: one `-- expect: text` comment per line of output, in the order of the output, and at most one
// `-- expect error: text` for the message of the error that ends it. The comments make a script runnable under any Lua.
// Scripts are read as Latin-1, one character per byte, like their output. This file knows nothing of how scripts are run.

/** One line of output that a script promises. */
export interface ExpectedLine {
  /** The text without its line break. */
  readonly text: string;
  /** Line of the comment in the script, from 1. */
  readonly scriptLine: number;
}

export interface Expectations {
  readonly output: readonly ExpectedLine[];
  /** The message of the uncaught error (without the program's name); absent if the script ends well. */
  readonly error?: ExpectedLine;
}

const OUTPUT_COMMENT = /-- expect:(?: (.*))?$/;
const ERROR_COMMENT = /-- expect error:(?: (.*))?$/;

export function parseExpectations(source: string): Expectations {
  const output: ExpectedLine[] = [];
  let error: ExpectedLine | undefined;
  source.split("\n").forEach((line, index) => {
    const scriptLine = index + 1;
    const expectedError = ERROR_COMMENT.exec(line);
    const expectedOutput = OUTPUT_COMMENT.exec(line);
    if (expectedError) error = { text: expectedError[1] ?? "", scriptLine };
    else if (expectedOutput) output.push({ text: expectedOutput[1] ?? "", scriptLine });
  });
  return error ? { output, error } : { output };
}

/** The script without its expectations: comments at the end of a line are cut, lines that are only such a comment are dropped. */
export function stripExpectations(source: string): string {
  return source
    .split("\n")
    .filter((line) => !/^\s*-- expect(?: error)?:/.test(line))
    .map((line) => line.replace(/ *-- expect(?: error)?:.*$/, ""))
    .join("\n");
}
