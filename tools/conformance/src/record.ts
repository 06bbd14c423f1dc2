// Writes the expectations of a script from what PUC-Rio's Lua prints, so that a new case is a program without comments at first.
// A hook of the debug library marks in the output which line of the main chunk is about to run; each line of output is then
// noted at the line it came from. Adding lines moves line numbers in messages, hence the repetition until nothing changes.
import { errorMessage, outputLines, type Outcome } from "./outcome.js";
import { stripExpectations } from "./expectations.js";

/** A Lua program that is run before the script (`lua -e`): writes \1 line \2 to stdout before each line of the main chunk. */
export const MARKING_HOOK = `
local write, stdout, getinfo = io.stdout.write, io.stdout, debug.getinfo
local source
debug.sethook(function(_, line)
  local info = getinfo(2, "S")
  if info.what ~= "main" then return end
  source = source or info.source:find("^@") and info.source
  if info.source == source then write(stdout, "\\1", line, "\\2") end
end, "l")
`;

const MAXIMUM_PASSES = 5;

/**
 * Returns the script's source with fresh expectations, or undefined if the output differs from run to run.
 *
 * @param runMarked runs a source under PUC with {@link MARKING_HOOK} and returns what came of it
 */
export async function recordExpectations(source: string, runMarked: (source: string) => Promise<Outcome>): Promise<string | undefined> {
  const program = stripExpectations(source);
  let current = program;
  for (let pass = 0; pass < MAXIMUM_PASSES; pass++) {
    const next = annotate(current, await runMarked(current));
    if (next === current) return current;
    current = next;
  }
  return undefined;
}

function annotate(source: string, outcome: Outcome): string {
  const notes = notesByLine(outcome);
  const result: string[] = [];
  const lines = source.split("\n");
  lines.forEach((line, index) => {
    const isComment = /^\s*-- expect(?: error)?:/.test(line);
    const code = line.replace(/ *-- expect(?: error)?:.*$/, "");
    if (!isComment) result.push(...annotateLine(code, notes.get(index + 1) ?? []));
  });
  return result.join("\n");
}

function annotateLine(code: string, notes: readonly string[]): string[] {
  if (notes.length === 1) return [`${code} ${notes[0]}`];
  const indent = /^\s*/.exec(code)?.[0] ?? "";
  return [code, ...notes.map((note) => indent + note)];
}

// Lines of the script in ascending order only: output of a later round of a top-level loop is noted at the last line that printed.
function notesByLine(outcome: Outcome): Map<number, string[]> {
  const notes = new Map<number, string[]>();
  const add = (line: number, note: string) => notes.set(line, [...(notes.get(line) ?? []), note]);
  let running = 1;
  let noted = 1;
  for (const marked of outputLines(outcome.stdout)) {
    // What stands before a line's first own character says where the line was begun.
    const leading = /^(?:\x01\d+\x02)*/.exec(marked)?.[0] ?? "";
    running = lastMark(leading) ?? running;
    const text = marked.replace(/\x01\d+\x02/g, "");
    const isEndOfOutput = text === "" && marked !== "" && marked === outputLines(outcome.stdout).at(-1) && !outcome.stdout.endsWith("\n");
    noted = Math.max(noted, running);
    if (!isEndOfOutput) add(noted, text === "" ? "-- expect:" : `-- expect: ${text}`);
    running = lastMark(marked) ?? running;
  }
  if (outcome.exitCode !== 0) add(Math.max(noted, running), `-- expect error: ${errorMessage(outcome.stderr)}`);
  return notes;
}

function lastMark(text: string): number | undefined {
  const mark = [...text.matchAll(/\x01(\d+)\x02/g)].at(-1);
  return mark === undefined ? undefined : Number(mark[1]);
}
