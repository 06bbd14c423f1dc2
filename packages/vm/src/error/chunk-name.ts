// Chunk names as messages show them (manual 4.6, `lua_Debug.short_src`).

import { cString } from "./c-string.js";

/** Longest text shown, with the terminating zero that PUC counts (LUA_IDSIZE). */
const ID_SIZE = 60;

/** Room for source text between `[string "` and `..."]`. */
const SOURCE_SIZE = ID_SIZE - '[string "..."]'.length - 1;

/** `=name` is shown as it is, `@file` as the file's name, a source text as `[string "first line..."]`; undefined (stripped) as `?`. */
export function displayChunkName(chunkName: string | undefined): string {
  if (chunkName === undefined) return "?";
  if (chunkName.startsWith("=")) return cString(chunkName.slice(1, ID_SIZE));
  if (chunkName.startsWith("@")) return cString(displayFileName(chunkName.slice(1)));
  return displaySource(cString(chunkName));
}

/** A long name keeps its end. */
function displayFileName(name: string): string {
  return name.length < ID_SIZE ? name : "..." + name.slice(name.length - (ID_SIZE - 1 - "...".length));
}

function displaySource(source: string): string {
  const newline = source.indexOf("\n");
  if (newline === -1 && source.length < SOURCE_SIZE) return `[string "${source}"]`;
  const firstLine = newline === -1 ? source : source.slice(0, newline);
  return `[string "${firstLine.slice(0, SOURCE_SIZE)}..."]`;
}
