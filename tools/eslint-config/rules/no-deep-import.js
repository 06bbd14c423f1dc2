// Other packages are imported through an entry that their `exports` list, never by a path into their files.
import { existsSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { visitImports } from "../import-visitor.js";
import { locate, parseOwnSpecifier } from "../workspace.js";

export const noDeepImport = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      unlisted: "'{{specifier}}' is not an entry of its package: its package.json does not list '{{entry}}' in \"exports\".",
      outside: "'{{specifier}}' leaves the package: import another package by its name.",
    },
  },
  create(context) {
    const place = locate(context.filename);
    if (place === undefined) return {};
    return visitImports((specifier, node) => {
      if (specifier.startsWith(".") && leavesPackage(place, specifier)) {
        context.report({ node, messageId: "outside", data: { specifier } });
      }
      const target = parseOwnSpecifier(specifier);
      if (target !== undefined && target.entry !== "." && !lists(place, target)) {
        context.report({ node, messageId: "unlisted", data: { specifier, entry: target.entry } });
      }
    });
  },
};

function leavesPackage(place, specifier) {
  return posix.normalize(posix.join(posix.dirname(place.path), specifier)).startsWith("..");
}

function lists(place, { name, entry }) {
  const root = dirname(dirname(place.folder));
  const manifest = [`${root}/packages/${name}/package.json`, `${root}/tools/${name}/package.json`].find((file) => existsSync(file));
  if (manifest === undefined) return false;
  return Object.hasOwn(JSON.parse(readFileSync(manifest, "utf8")).exports ?? {}, entry);
}
