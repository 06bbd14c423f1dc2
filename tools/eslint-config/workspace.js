// What the lint rules know of the repository: which package may import which, and where in a package a file lies.
// `DIRECTION` is the one statement of the package graph; a test compares the manifests with it.

/** Package -> packages of this workspace that its sources may import. Order: dependencies before dependents. */
export const DIRECTION = {
  "gc-arena": [],
  "gc-sequence": ["gc-arena"],
  bytecode: [],
  compiler: ["bytecode"],
  vm: ["gc-arena", "gc-sequence", "bytecode"],
  stdlib: ["vm", "gc-sequence"],
  jit: ["bytecode", "vm"],
  lua: ["gc-arena", "gc-sequence", "bytecode", "compiler", "vm", "stdlib", "jit"],
  cli: ["lua", "compiler", "bytecode"],
};

/** Packages that the tests of a package may use besides: they need compiled Lua as input. None of them depends on the package. */
export const TEST_ONLY = {
  vm: ["compiler"],
  stdlib: ["bytecode", "compiler"],
  jit: ["compiler", "stdlib"],
};

/** Package -> folders below its `src/` in the order of their imports: each may use those before it. */
export const LAYERS = {
  compiler: ["syntax", "codegen"],
  vm: ["value", "meta", "exec", "host"],
  jit: ["graph", "emit"],
};

const SCOPE = "@luster/";

/**
 * Where a file lies.
 * `kind` is "package" or "tool"; `zone` is "source", "node-source" (may use Node), "test" or "config".
 * Undefined for a file outside of `packages/` and `tools/`.
 */
export function locate(file) {
  const match = /^(.*)\/(packages|tools)\/([^/]+)\/(.*)$/.exec(file.replaceAll("\\", "/"));
  if (match === null) return undefined;
  const [, root, folder, name, path] = match;
  return {
    name,
    folder: `${root}/${folder}/${name}`,
    path,
    kind: folder === "tools" ? "tool" : "package",
    zone: zoneOf(folder, name, path),
  };
}

function zoneOf(folder, name, path) {
  if (path.startsWith("test/")) return "test";
  if (!path.startsWith("src/")) return "config";
  const usesNode = folder === "tools" || name === "cli" || path === "src/node.ts" || path.startsWith("src/node/");
  return usesNode ? "node-source" : "source";
}

/** Splits `@luster/vm/x` into package `vm` and entry `./x`; undefined for every other specifier. */
export function parseOwnSpecifier(specifier) {
  if (!specifier.startsWith(SCOPE)) return undefined;
  const [name, ...rest] = specifier.slice(SCOPE.length).split("/");
  return { name, entry: rest.length === 0 ? "." : `./${rest.join("/")}` };
}
