// All libraries at once, as the `lua` command opens them.

import type { Context, Table } from "@luster/vm";
import { openBase } from "./base.js";
import { openCoroutine } from "./coroutine.js";
import { openDebug } from "./debug.js";
import { setHost, type Host } from "./host.js";
import { openIo } from "./io.js";
import { openMath } from "./math.js";
import { openOs } from "./os.js";
import { openPackage } from "./package.js";
import { openString } from "./string.js";
import { openTable } from "./table.js";
import { openUtf8 } from "./utf8.js";

/** Opens every library of the manual, over a host if one is given. Returns the table of globals. */
export function openLibraries<G>(cx: Context<G>, host?: Host): Table<G> {
  if (host !== undefined) setHost(cx, host);
  openPackage(cx);
  openBase(cx);
  openCoroutine(cx);
  openTable(cx);
  openIo(cx);
  openOs(cx);
  openString(cx);
  openMath(cx);
  openUtf8(cx);
  openDebug(cx);
  return cx.globals;
}
