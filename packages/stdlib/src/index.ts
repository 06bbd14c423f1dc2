// The public names of @luster/stdlib: the libraries, and the interfaces of what a host lends to them.

export { openLibraries } from "./libraries.js";
export { openBase } from "./base.js";
export { openCoroutine } from "./coroutine.js";
export { openDebug } from "./debug.js";
export { openIo } from "./io.js";
export { openMath } from "./math.js";
export { openOs } from "./os.js";
export { openPackage } from "./package.js";
export { openString } from "./string.js";
export { openTable } from "./table.js";
export { openUtf8 } from "./utf8.js";

export { createHost, HostError, hostOf, setHost, systemClock } from "./host.js";
export type { Clock, Eventually, FileSystem, Host, HostFile, HostModule, HostProcess, OpenMode, ProcessEnd, Whence } from "./host.js";
export { consoleStream } from "./host/console.js";
export { MemoryFileSystem } from "./host/memory-files.js";
export { flushOutput, outputOf } from "./io/handle.js";
export type { Output } from "./io/handle.js";
