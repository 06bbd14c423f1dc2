// The files of a package form a graph without cycles. Imports of types only are erased before anything runs and close no cycle.
// The graph is read from the files with a scanner of import and export declarations, once per change of a file.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { visitImports } from "../import-visitor.js";

export const noImportCycle = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      cycle: "Import cycle: {{path}}.",
    },
  },
  create(context) {
    const file = context.filename;
    return visitImports((specifier, node, isTypeOnly) => {
      const target = isTypeOnly ? undefined : resolveRelative(file, specifier);
      if (target === undefined) return;
      const path = findPath(target, file);
      if (path === undefined) return;
      const names = [file, ...path].map((step) => relative(dirname(file), step) || step);
      context.report({ node, messageId: "cycle", data: { path: names.join(" -> ") } });
    });
  },
};

// The shortest chain of imports from `start` to `goal`, both included.
function findPath(start, goal) {
  const cameFrom = new Map([[start, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === goal) return chain(cameFrom, file);
    for (const next of importsOf(file)) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return undefined;
}

function chain(cameFrom, last) {
  const path = [];
  for (let file = last; file !== undefined; file = cameFrom.get(file)) path.unshift(file);
  return path;
}

const known = new Map();

function importsOf(file) {
  const { mtimeMs } = statSync(file);
  const cached = known.get(file);
  if (cached?.mtimeMs === mtimeMs) return cached.targets;
  const targets = scan(readFileSync(file, "utf8"))
    .map((specifier) => resolveRelative(file, specifier))
    .filter((target) => target !== undefined);
  known.set(file, { mtimeMs, targets });
  return targets;
}

const declaration = /^\s*(?:import|export)\s+(?!type\b)(?:[^;"'`]*?\bfrom\s*)?["'](\.[^"'\n]+)["']/gm;

function scan(source) {
  return [...source.matchAll(declaration)].map(([, specifier]) => specifier);
}

// `./table.js` names table.ts in the sources; in JavaScript tools it names the file itself.
function resolveRelative(from, specifier) {
  if (!specifier.startsWith(".")) return undefined;
  const path = resolve(dirname(from), specifier);
  return [path.replace(/\.js$/, ".ts"), path].find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}
