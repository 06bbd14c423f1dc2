// Where the cases lie, and which of them hold for whom.
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of all cases; below it a folder per subject. */
export const SCRIPTS_FOLDER = fileURLToPath(new URL("../scripts", import.meta.url));

/** Cases of what PUC-Rio's Lua cannot do, such as a yield across a sort. */
const LUSTER_ONLY = "luster-only";

/** Files that cases load; they are no cases themselves. */
const FIXTURES = "fixtures";

export interface Case {
  /** Path from the folder of all cases, with `/`: `loops/numeric-for.lua`. */
  readonly name: string;
  readonly path: string;
  readonly holdsUnderPuc: boolean;
}

/** All cases, ordered by name. */
export function listCases(folder: string = SCRIPTS_FOLDER): Case[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep))
    .filter((parts) => parts.at(-1)?.endsWith(".lua") && !parts.includes(FIXTURES))
    .map((parts) => ({ name: parts.join("/"), path: join(folder, ...parts), holdsUnderPuc: parts[0] !== LUSTER_ONLY }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
