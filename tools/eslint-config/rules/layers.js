// Inside a package with layers, a file imports from its own layer and those before it. Imports of types only may point anywhere.
import { posix } from "node:path";
import { visitImports } from "../import-visitor.js";
import { LAYERS, locate } from "../workspace.js";

export const layers = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      order: "'{{from}}' must not import from '{{to}}': the order of the layers is {{order}}.",
    },
  },
  create(context) {
    const place = locate(context.filename);
    const order = LAYERS[place?.name];
    if (order === undefined || !place.path.startsWith("src/")) return {};
    const from = place.path.split("/")[1];
    return visitImports((specifier, node, isTypeOnly) => {
      if (isTypeOnly || !specifier.startsWith(".")) return;
      const to = posix.join(posix.dirname(place.path), specifier).split("/")[1];
      if (!order.includes(from) || order.indexOf(to) <= order.indexOf(from)) return;
      context.report({ node, messageId: "order", data: { from, to, order: order.join(" <- ") } });
    });
  },
};
