// A source file is named in kebab-case after what it owns; names that own nothing in particular are refused.
import { basename } from "node:path";
import { locate } from "../workspace.js";

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|config|d))*\.(ts|js|mjs|cjs)$/;
// A folder `types` holds the type tests of a package.
const VAGUE = /(^|\/)(?!types\/)(utils?|types|helpers?|misc|common)(\/|\.ts$)/;

export const fileName = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: {
      kebab: "Name the file in kebab-case, not '{{name}}'.",
      vague: "'{{path}}' says nothing about what is in it: name it after what it owns.",
    },
  },
  create(context) {
    const place = locate(context.filename);
    if (place === undefined) return {};
    const name = basename(place.path);
    return {
      Program(node) {
        if (!KEBAB.test(name)) context.report({ node, messageId: "kebab", data: { name } });
        if (VAGUE.test(place.path)) context.report({ node, messageId: "vague", data: { path: place.path } });
      },
    };
  },
};
