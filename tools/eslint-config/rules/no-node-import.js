// Library sources run on every JavaScript host, so only `cli`, `./node` entries, tools, tests and configuration import Node's modules.
import { isBuiltin } from "node:module";
import { visitImports } from "../import-visitor.js";
import { locate } from "../workspace.js";

export const noNodeImport = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      node: "'{{specifier}}' exists only in Node: move what needs it behind an interface that the package's './node' entry implements.",
    },
  },
  create(context) {
    if (locate(context.filename)?.zone !== "source") return {};
    return visitImports((specifier, node) => {
      if (isBuiltin(specifier)) context.report({ node, messageId: "node", data: { specifier } });
    });
  },
};
