// The command line, as PUC-Rio's `lua` reads it: options up to the first word that is none, which is the script; what follows belongs to the script.
// Libraries for options do not fit: they look for options behind the script too, and take `-vi` for `-v -i`, which `lua` rejects.

/** Something to do before the script, in the order given. */
export type Action =
  | { readonly kind: "execute"; readonly code: string }
  /** `-l`: the words as given, `mod` or `name=mod` */
  | { readonly kind: "require"; readonly library: string }
  | { readonly kind: "warnings-on" };

/** What a command line asks for. */
export interface CommandLine {
  readonly actions: readonly Action[];
  /** The script as it was named; undefined if there is none. */
  readonly script: string | undefined;
  /** The script is the standard input: it was named `-`, and not after `--`. */
  readonly isStandardInput: boolean;
  /** The words after the script. */
  readonly scriptArguments: readonly string[];
  /** Words before the script, the program's name included. */
  readonly wordsBefore: readonly string[];
  readonly showsVersion: boolean;
  readonly isInteractive: boolean;
  readonly ignoresEnvironment: boolean;
  /** Print the script's instructions instead of running it. */
  readonly lists: boolean;
  /** Hot functions are compiled to JavaScript. */
  readonly usesJit: boolean;
  /** Calls or turns after which they are; undefined: as the JIT sees fit. */
  readonly jitThreshold: number | undefined;
  /** Write the JavaScript of each to the standard error stream. */
  readonly dumpsJit: boolean;
  /** Write what was compiled, and why compiled code was left, to the standard error stream at the end. */
  readonly countsJit: boolean;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/**
 * Reads the words after the program's name.
 * @throws UsageError
 */
export function parseCommandLine(programName: string, words: readonly string[]): CommandLine {
  const options = {
    showsVersion: false,
    isInteractive: false,
    ignoresEnvironment: false,
    lists: false,
    usesJit: true,
    dumpsJit: false,
    countsJit: false,
  };
  let jitThreshold: number | undefined;
  const actions: Action[] = [];
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index] as string;
    if (!word.startsWith("-") || word === "-") break;
    if (word === "--") {
      index++;
      break;
    }
    if (word === "--list") options.lists = true;
    else if (word === "--no-jit") options.usesJit = false;
    else if (word === "--jit-dump") options.dumpsJit = true;
    else if (word === "--jit-counters") options.countsJit = true;
    else if (word.startsWith(THRESHOLD)) jitThreshold = thresholdOf(word.slice(THRESHOLD.length));
    else if (word === "-v") options.showsVersion = true;
    else if (word === "-i") options.isInteractive = options.showsVersion = true;
    else if (word === "-E") options.ignoresEnvironment = true;
    else if (word === "-W") actions.push({ kind: "warnings-on" });
    else if (word.startsWith("-e") || word.startsWith("-l")) {
      const isAttached = word.length > 2;
      actions.push(actionOf(word.slice(0, 2), isAttached ? word.slice(2) : words[++index], isAttached));
    } else throw new UsageError(`unrecognized option '${word}'`);
  }
  if (options.lists && words[index] === undefined) throw new UsageError("'--list' needs a script");
  return {
    ...options,
    jitThreshold,
    actions,
    script: words[index],
    isStandardInput: words[index] === "-" && words[index - 1] !== "--",
    scriptArguments: words.slice(index + 1),
    wordsBefore: [programName, ...words.slice(0, index)],
  };
}

const THRESHOLD = "--jit-threshold=";

function thresholdOf(digits: string): number {
  if (!/^\d+$/.test(digits)) throw new UsageError(`'--jit-threshold' needs a number, not '${digits}'`);
  return Number(digits);
}

function actionOf(option: string, value: string | undefined, isAttached: boolean): Action {
  if (value === undefined || (!isAttached && value.startsWith("-"))) throw new UsageError(`'${option}' needs argument`);
  return option === "-e" ? { kind: "execute", code: value } : { kind: "require", library: value };
}

/** The help that goes with a `UsageError`. */
export function usage(programName: string): string {
  return `usage: ${programName} [options] [script [args]]
Available options are:
  -e stat   execute string 'stat'
  -i        enter interactive mode after executing 'script'
  -l mod    require library 'mod' into global 'mod'
  -l g=mod  require library 'mod' into global 'g'
  -v        show version information
  -E        ignore environment variables
  -W        turn warnings on
  --no-jit  interpret everything
  --jit-threshold=n  compile functions and loops that ran n times
  --jit-dump  show the JavaScript of what is compiled
  --jit-counters  show at the end what was compiled, and why compiled code was left
  --list    list the instructions of 'script', and do not run it
  --        stop handling options
  -         stop handling options and execute stdin
`;
}
