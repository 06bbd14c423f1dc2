// The package library (manual 6.3): require, its searchers, and paths. C libraries do not exist here: the searchers for them look for
// files as PUC's do, and say that they cannot be loaded.

import {
  Closure,
  Continuation,
  isFunction,
  isTruthy,
  markValue,
  native1,
  native2,
  nativeN,
  singletonKey,
  Table,
  trace,
  type Action,
  type Args,
  type Context,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkCString, checkString, optCString, textOf } from "./args.js";
import { inGlobals, loadChunk, type LoadUse } from "./base/loading.js";
import { hostOf, type HostModule } from "./host.js";
import { readChunk } from "./io/chunk-file.js";
import { hostCall } from "./io/host-call.js";
import { addFunctions, loadedModules, newLibrary, preloadedModules } from "./library.js";
import { FileSearch, moduleTemplates } from "./package/file-search.js";

const DEFAULT_PATH =
  "/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;/usr/local/lib/lua/5.4/?.lua;/usr/local/lib/lua/5.4/?/init.lua;./?.lua;./?/init.lua";
const DEFAULT_C_PATH = "/usr/local/lib/lua/5.4/?.so;/usr/local/lib/lua/5.4/loadall.so;./?.so";
const CONFIG = "/\n;\n?\n!\n-\n";

const NO_C_LIBRARIES = "dynamic libraries not enabled; check your Lua installation";

/** The `package` table of a VM, which searchers look at whatever the global has become. */
class PackageState {
  table: unknown = undefined;

  [trace](tracer: Tracer): void {
    markValue(tracer, this.table);
  }
}

const packageKey = singletonKey("package", () => new PackageState());

function packageTable<G>(cx: Context<G>): Table<G> {
  return cx.singleton(packageKey).table as Table<G>;
}

function searchpath<G>(cx: Context<G>, args: Args<G>): Action<G> {
  // The order in which PUC, as compiled, looks at its arguments.
  const directorySeparator = optCString(cx, args.get(3), 3, "/");
  const separator = optCString(cx, args.get(2), 2, ".");
  const path = checkCString(cx, args.get(1), 1);
  return new FileSearch<G>(
    { name: checkCString(cx, args.get(0), 0), path, separator, directorySeparator },
    (later, fileName) => later.chargeString(fileName),
    (later, message) => later.return2(undefined, later.chargeString(message)),
  ).run(cx);
}

// --------------------------------------------------------------------------------------------------------------- searchers

function pathField<G>(cx: Context<G>, field: "path" | "cpath"): string {
  const path = textOf(packageTable(cx).getString(field));
  if (path === undefined) throw cx.error(`'package.${field}' must be a string`);
  return path;
}

function loadingError<G>(cx: Context<G>, name: string, fileName: string, message: string): unknown {
  return cx.error(`error loading module '${name}' from file '${fileName}':\n\t${message}`);
}

function searchPreload<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  const loader = preloadedModules(cx).getString(name);
  return loader === undefined ? `no field package.preload['${name}']` : cx.return2(loader, ":preload:");
}

function searchLua<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  return new FileSearch<G>(
    moduleTemplates(name, pathField(cx, "path")),
    (later, fileName) => loadModuleFile(later, name, fileName),
    (_later, message) => message,
  ).run(cx);
}

function loadModuleFile<G>(cx: Context<G>, name: string, fileName: string): Action<G> {
  const use: LoadUse<G> = (later, loaded) => {
    if (loaded instanceof Closure) return later.return2(loaded, fileName);
    throw loadingError(later, name, fileName, loaded.error);
  };
  return readChunk(cx, fileName, {
    held: [],
    loaded: (later, source, chunkName) => loadChunk(later, source, inGlobals(chunkName), use),
    failed(later, message) {
      throw loadingError(later, name, fileName, message);
    },
  });
}

function searchC<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  return searchCFile(cx, name, name);
}

function searchCRoot<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  const dot = name.indexOf(".");
  return dot < 0 ? cx.returnNone() : searchCFile(cx, name, name.slice(0, dot));
}

function searchCFile<G>(cx: Context<G>, name: string, fileBase: string): Action<G> {
  return new FileSearch<G>(
    moduleTemplates(fileBase, pathField(cx, "cpath")),
    (later, fileName) => {
      throw loadingError(later, name, fileName, NO_C_LIBRARIES);
    },
    (_later, message) => message,
  ).run(cx);
}

/** Asks the host for the module's source. */
function searchHost<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  return hostCall<G, HostModule | undefined>(
    cx,
    () => hostOf(cx).loadModule?.(name),
    (later, module) => (module === undefined ? `no module '${name}' in the host` : loadHostModule(later, name, module)),
    (later, error) => {
      throw later.error(`error loading module '${name}':\n\t${error.message}`);
    },
  );
}

function loadHostModule<G>(cx: Context<G>, name: string, module: HostModule): Action<G> {
  return loadChunk(cx, module.source, inGlobals(module.chunkName ?? `=${name}`), (later, loaded) => {
    if (loaded instanceof Closure) return later.return2(loaded, ":host:");
    throw later.error(`error loading module '${name}':\n\t${loaded.error}`);
  });
}

const searcherSpecs = [
  native1("searcher_preload", searchPreload, { needsFrame: true }),
  native1("searcher_Lua", searchLua, { needsFrame: true }),
  native1("searcher_C", searchC, { needsFrame: true }),
  native1("searcher_Croot", searchCRoot, { needsFrame: true }),
];
const hostSearcherSpec = native1("searcher_host", searchHost, { needsFrame: true });

// ----------------------------------------------------------------------------------------------------------------- require

/** A `require` in progress: asks the searchers one by one, then runs the loader that one found. */
class Requiring<in out G> extends Continuation<G> {
  private index = 0;
  private messages = "";
  private isLoading = false;
  private loaderData: Value<G> = undefined;

  constructor(
    private readonly name: string,
    private readonly searchers: Table<G>,
  ) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isLoading) return this.finish(cx, results.get(0));
    const loader = results.get(0);
    if (isFunction(loader)) {
      this.loaderData = results.get(1);
      this.isLoading = true;
      return cx.call2(loader, this.name, this.loaderData, this);
    }
    const message = textOf(loader);
    if (message !== undefined) this.messages += `\n\t${message}`;
    return this.search(cx);
  }

  search(cx: Context<G>): Action<G> {
    const searcher = this.searchers.getInteger(++this.index);
    if (searcher === undefined) throw cx.error(`module '${this.name}' not found:${this.messages}`);
    return cx.call1(searcher, this.name, this);
  }

  private finish(cx: Context<G>, result: Value<G>): Action<G> {
    const loaded = loadedModules(cx);
    if (result !== undefined) loaded.setString(cx.heap, this.name, result);
    else if (loaded.getString(this.name) === undefined) loaded.setString(cx.heap, this.name, true);
    return cx.return2(loaded.getString(this.name), this.loaderData);
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.searchers);
    markValue(tracer, this.loaderData);
  }
}

function require<G>(cx: Context<G>, nameValue: Value<G>): Action<G> {
  const name = checkCString(cx, nameValue, 0);
  const loaded = loadedModules(cx).getString(name);
  if (isTruthy(loaded)) return loaded;
  const searchers = packageTable(cx).getString("searchers");
  if (!(searchers instanceof Table)) throw cx.error("'package.searchers' must be a table");
  return new Requiring<G>(name, searchers as Table<G>).search(cx);
}

// ----------------------------------------------------------------------------------------------------------------- library

function loadlib<G>(cx: Context<G>, path: Value<G>, name: Value<G>): Action<G> {
  checkString(cx, path, 0);
  checkString(cx, name, 1);
  return cx.return3(undefined, NO_C_LIBRARIES, "absent");
}

/** A path from the environment, in which `;;` stands for the default one. */
function initialPath<G>(cx: Context<G>, variable: string, defaultPath: string): string {
  const { environment } = hostOf(cx);
  const path = environment(`${variable}_5_4`) ?? environment(variable);
  if (path === undefined || isTruthy(cx.registry.getString("LUA_NOENV"))) return defaultPath;
  const at = path.indexOf(";;");
  if (at < 0) return path;
  const before = path.slice(0, at);
  const after = path.slice(at + 2);
  return (before === "" ? "" : `${before};`) + defaultPath + (after === "" ? "" : `;${after}`);
}

function newSearchers<G>(cx: Context<G>): Table<G> {
  const table = cx.newTable(searcherSpecs.length);
  const specs = [...searcherSpecs];
  if (hostOf(cx).loadModule !== undefined) specs.splice(1, 0, hostSearcherSpec);
  specs.forEach((spec, i) => table.setInteger(cx.heap, i + 1, cx.newCallback(spec)));
  return table;
}

const packageFunctions = [native2("loadlib", loadlib), nativeN("searchpath", searchpath)];
const globalFunctions = [native1("require", require, { needsFrame: true })];

/** Opens the package library and the global `require`. */
export function openPackage<G>(cx: Context<G>): Table<G> {
  const { heap } = cx;
  const library = newLibrary(cx, "package", packageFunctions);
  cx.singleton(packageKey).table = library;
  library.setString(heap, "searchers", newSearchers(cx));
  library.setString(heap, "path", initialPath(cx, "LUA_PATH", DEFAULT_PATH));
  library.setString(heap, "cpath", initialPath(cx, "LUA_CPATH", DEFAULT_C_PATH));
  library.setString(heap, "config", CONFIG);
  library.setString(heap, "loaded", loadedModules(cx));
  library.setString(heap, "preload", preloadedModules(cx));
  addFunctions(cx, cx.globals, globalFunctions);
  return library;
}
