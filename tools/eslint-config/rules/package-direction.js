// A package imports only the packages below it, as DIRECTION in workspace.js says.
import { visitImports } from "../import-visitor.js";
import { DIRECTION, TEST_ONLY, locate, parseOwnSpecifier } from "../workspace.js";

export const packageDirection = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      upward: "'{{from}}' must not import '{{to}}': it may use {{allowed}}.",
    },
  },
  create(context) {
    const place = locate(context.filename);
    if (place?.kind !== "package") return {};
    const allowed = allowedFor(place);
    return visitImports((specifier, node) => {
      const target = parseOwnSpecifier(specifier);
      if (target === undefined || allowed.includes(target.name)) return;
      const list = allowed.length === 0 ? "no other package" : allowed.join(", ");
      context.report({ node, messageId: "upward", data: { from: place.name, to: target.name, allowed: list } });
    });
  },
};

// Tests import the package itself by its name; configuration files use the shared configuration.
function allowedFor({ name, zone }) {
  const below = DIRECTION[name] ?? [];
  if (zone === "test") return [name, ...below, ...(TEST_ONLY[name] ?? [])];
  if (zone === "config") return ["build-config"];
  return below;
}
