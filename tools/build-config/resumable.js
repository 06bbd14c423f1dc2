// Derives the resumable form of the compiler when that package is built.
//
// Parser and code generator are recursive, so they cannot be left in the middle. In generators they could, but that costs a third of
// their speed, and almost all sources are small. So the sources are written plainly, and a second form of five modules is derived:
// each method and function that can reach a CHECKPOINT, by whatever calls, becomes a generator, and each call of one is delegated to
// (`yield*`). A checkpoint is where lists get longer, and so time passes: it counts, and yields when the count is used up.
//
// A name means the same in all five modules: if one method of that name can pause, all are generators. Calls are known by their
// receivers (RECEIVERS); a call of a pausable method in an arrow function does not build.

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

const MODULES = ["compile", "syntax/parse-statement", "syntax/parse-expression", "codegen/emit-statement", "codegen/emit-expression"];
const CHECKPOINTS = new Set(["statement", "operatorChain", "field", "bracketedKey", "callArguments", "expression"]);
const RECEIVERS = ["this", "sink", "parser", "this\\.emitter"];

const ENTRY = /compile-resumably\.ts$/;
const SUFFIX = /^(.*)\.js\?resumable$/;
/** The head of a method or function, as esbuild writes it. */
const HEAD = /^( {2}(?!(?:if|for|while|switch)\b)|function |export function )(\w+)(\(.*\) \{)$/gm;

/** The plugin; `source` is the absolute path of the folder with the sources. */
export function resumable(source) {
  const paths = new Set(MODULES.map((name) => resolve(source, `${name}.ts`)));
  return {
    name: "resumable",
    setup(build) {
      // A module without its types; its source map goes by lines, which stay where they are.
      const plainCode = async (path) => {
        const tsconfigRaw = { compilerOptions: { useDefineForClassFields: false } };
        const options = { loader: "ts", sourcefile: path, sourcemap: "inline", target: "es2022", tsconfigRaw };
        return (await build.esbuild.transform(await readFile(path, "utf8"), options)).code;
      };
      build.onLoad({ filter: ENTRY }, () => ({
        contents: 'export { compile as compileResumably } from "./compile.js?resumable";',
        loader: "js",
      }));
      build.onResolve({ filter: SUFFIX }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.replace(SUFFIX, "$1.ts")),
        namespace: "resumable",
      }));
      build.onResolve({ filter: /^\./, namespace: "resumable" }, ({ path, importer }) => {
        const target = resolve(dirname(importer), path.replace(/\.js$/, ".ts"));
        return { path: target, namespace: paths.has(target) ? "resumable" : "file" };
      });
      build.onLoad({ filter: /.*/, namespace: "resumable" }, async ({ path }) => {
        const names = pausableNames(await Promise.all([...paths].map(plainCode)));
        return {
          contents: derive(await plainCode(path), names, resolve(source, "pauses.js")),
          loader: "js",
          resolveDir: dirname(path),
        };
      });
    },
  };
}

/** The names of all methods and functions that can reach a checkpoint. */
function pausableNames(codes) {
  const callsOf = new Map();
  for (const code of codes) {
    const heads = [...code.matchAll(HEAD)];
    heads.forEach((head, i) => {
      const body = code.slice(head.index + head[0].length, heads[i + 1]?.index);
      callsOf.set(head[2], (callsOf.get(head[2]) ?? "") + body);
    });
  }
  const names = new Set(CHECKPOINTS);
  for (let size = 0; size !== names.size;) {
    size = names.size;
    const calls = callsTo(names);
    for (const [name, body] of callsOf) if (body.search(calls) >= 0) names.add(name);
  }
  return names;
}

/** Matches the beginning of a call of one of `names`, up to and including the parenthesis. */
function callsTo(names) {
  const alternatives = [...names].join("|");
  return new RegExp(
    `\\b(?:${RECEIVERS.join("|")})\\.(?:${alternatives})\\(|(?<![.\\w]|function )(?:generate|locateLimit|findCaptures)\\(`,
    "g",
  );
}

function derive(code, names, pausesPath) {
  let result = code;
  for (const call of [...code.matchAll(callsTo(names))].reverse()) {
    const end = closingParenthesis(result, call.index + call[0].length);
    result = `${result.slice(0, call.index)}(yield* ${result.slice(call.index, end)})${result.slice(end)}`;
  }
  result = result.replace(HEAD, (head, before, name, after) => {
    if (!names.has(name)) return head;
    const start = before === "  " ? `  *${name}` : `${before.trimEnd()}* ${name}`;
    return start + after + (CHECKPOINTS.has(name) ? " if (--pauses.left < 0) yield;" : "");
  });
  return `import { pauses } from ${JSON.stringify(pausesPath)}; ${result}`;
}

/** The position after the parenthesis that closes the one before `from`. */
function closingParenthesis(code, from) {
  let depth = 1;
  let at = from;
  for (; depth > 0; at++) depth += code[at] === "(" ? 1 : code[at] === ")" ? -1 : 0;
  return at;
}
