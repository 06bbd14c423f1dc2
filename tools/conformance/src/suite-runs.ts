// What is run of the official test suite of Lua 5.4.8, and how: each file on its own as on a machine that is not Unix (`_port`) and
// without what takes long (`_soft`), then all files in one state (all.lua), then in full what these settings would leave out.

/** One run: a file of the suite in a process of its own. */
export interface SuiteRun {
  readonly name: string;
  readonly file: string;
  /** Globals that are true. */
  readonly settings: readonly ("_port" | "_soft")[];
  /** The last statement of the file in the place of its own: the suite's heavy.lua leaves the choice to who edits it. */
  readonly part?: string;
  /** The file is the body of a coroutine, which is resumed to its end. */
  readonly isCoroutine?: boolean;
  /** Most bytes of Lua's, in MiB. Default: no limit. */
  readonly memoryLimitMebibytes?: number;
}

const FILES = [
  ...["attrib", "bitwise", "bwcoercion", "calls", "closure", "code", "constructs", "coroutine", "cstack", "db", "errors"],
  ...["events", "files", "gc", "gengc", "goto", "literals", "locals", "math", "nextvar", "pm", "sort", "strings", "tpack"],
  ...["tracegc", "utf8", "vararg"],
];

/** Files that do next to nothing with the settings above. (big.lua yields: all.lua, too, runs it as a coroutine.) */
const IN_FULL: readonly SuiteRun[] = [
  { name: "main", file: "main.lua", settings: [] },
  { name: "big", file: "big.lua", settings: [], isCoroutine: true },
  { name: "verybig", file: "verybig.lua", settings: [] },
];

/** The statement at the end of heavy.lua. */
export const HEAVY_STATEMENT = "toomanyidx()";

/** Parts of heavy.lua that fill Lua's memory end at this limit; together with what JavaScript needs it is under 2 GB. */
const HEAVY_MEBIBYTES = 1024;

/** Not among them: `manylines` needs 2 GB of source, and `controlstruct` fails under PUC-Rio's own 5.4.8. */
const HEAVY_PARTS = ["teststring", "hugeid", "toomanyinst", "toomanyconst", "toomanystr", "toomanyidx"];

export const SUITE_RUNS: readonly SuiteRun[] = [
  ...FILES.map((name): SuiteRun => ({ name, file: `${name}.lua`, settings: ["_port", "_soft"] })),
  { name: "all", file: "all.lua", settings: ["_port", "_soft"] },
  ...IN_FULL,
  ...HEAVY_PARTS.map((part): SuiteRun => ({
    name: `heavy ${part}`,
    file: "heavy.lua",
    settings: [],
    part: `${part}()`,
    memoryLimitMebibytes: HEAVY_MEBIBYTES,
  })),
];
