// Checks of what a host hands to the facade: a wrong argument or setting is a TypeError (kind) or RangeError (value) that names it, before anything happens.
// Settings of single runs are checked by the VM, values that become Lua values in convert.ts.

import { type Host } from "@luster/stdlib";
import { PACING } from "@luster/gc-arena";
import { describeValue } from "./errors.js";
import type { LuaReference } from "./reference.js";
import { type ChunkOptions, LIBRARY_PRESETS, type LuaOptions } from "./options.js";

/** @throws TypeError for what is no source */
export function checkSource(source: unknown): asserts source is string | Uint8Array {
  if (typeof source === "string" || source instanceof Uint8Array) return;
  throw wrongKind("source", "a string or a Uint8Array", source);
}

/** @throws TypeError */
export function checkChunkOptions(options: ChunkOptions): void {
  checkObject("options", options);
  const { chunkName } = options;
  if (chunkName !== undefined && typeof chunkName !== "string") throw wrongKind("chunkName", "a string", chunkName);
}

/** @throws TypeError for what is no object */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== "object" || value === null) throw wrongKind(name, "an object", value);
}

/** @throws TypeError for what is no array */
export function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrongKind(name, "an array", value);
}

/** @throws TypeError for another kind of handle, or none */
export function checkHandle(name: string, kind: typeof LuaReference, value: unknown): void {
  if (!(value instanceof kind)) throw wrongKind(name, `a ${kind.name}`, value);
}

/** @throws TypeError, RangeError */
export function checkLuaOptions(options: LuaOptions): void {
  checkObject("options", options);
  const { libraries, host, memoryLimitBytes, pacing, allowsBinaryChunks, jit } = options;
  if (libraries !== undefined) checkChoice("libraries", LIBRARY_PRESETS, libraries);
  if (host !== undefined) checkHost(host);
  if (memoryLimitBytes !== undefined) checkByteCount("memoryLimitBytes", memoryLimitBytes);
  if (pacing !== undefined) checkChoice("pacing", Object.keys(PACING), pacing);
  if (allowsBinaryChunks !== undefined && typeof allowsBinaryChunks !== "boolean") {
    throw wrongKind("allowsBinaryChunks", "a boolean", allowsBinaryChunks);
  }
  if (jit !== undefined && typeof jit !== "boolean") checkJitOptions(jit);
}

function checkJitOptions(jit: unknown): void {
  if (typeof jit !== "object" || jit === null) throw wrongKind("jit", "a boolean or an object", jit);
  const { threshold } = jit as { readonly threshold?: unknown };
  if (threshold === undefined) return;
  if (typeof threshold !== "number") throw wrongKind("jit.threshold", "a number", threshold);
  if (!(threshold >= 0)) throw new RangeError(`jit.threshold must not be negative, not ${describeValue(threshold)}`);
}

/** @throws TypeError for what is no string, RangeError for one that is not a choice */
export function checkChoice(name: string, choices: readonly string[], value: unknown): void {
  const list = choices.map((choice) => JSON.stringify(choice));
  const expected = `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`;
  if (typeof value !== "string") throw wrongKind(name, expected, value);
  if (!choices.includes(value)) throw new RangeError(`${name} must be ${expected}, not ${describeValue(value)}`);
}

function checkByteCount(name: string, value: unknown): void {
  if (typeof value !== "number") throw wrongKind(name, "a number of bytes", value);
  if (!(value >= 0)) throw new RangeError(`${name} must be a number of bytes, not ${value}`);
}

/** What every host has; the rest may be undefined. */
const HOST_PARTS = { stdin: "object", stdout: "object", stderr: "object", clock: "object", environment: "function" } as const satisfies {
  readonly [Part in keyof Host]?: "object" | "function";
};

function checkHost(host: Host): void {
  if (typeof host !== "object" || host === null) throw wrongKind("host", "a host as createHost makes it", host);
  for (const [part, type] of Object.entries(HOST_PARTS)) {
    const value: unknown = host[part as keyof Host];
    if (typeof value !== type || value === null) {
      throw new TypeError(
        `host.${part} must be ${type === "object" ? "an object" : "a function"}, not ${describeValue(value)}: see createHost`,
      );
    }
  }
}

function wrongKind(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, not ${describeValue(value)}`);
}
