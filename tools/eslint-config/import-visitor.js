// One visitor for every way in which a file names another module: import, export from, import(), require() and import types.

/** Calls `check(specifier, node, isTypeOnly)` for each module that the file names by a literal. */
export function visitImports(check) {
  const visit = (source, isTypeOnly) => {
    if (source?.type === "Literal" && typeof source.value === "string") check(source.value, source, isTypeOnly);
  };
  return {
    ImportDeclaration: (node) => visit(node.source, isTypeOnlyImport(node)),
    ExportNamedDeclaration: (node) => visit(node.source, node.exportKind === "type"),
    ExportAllDeclaration: (node) => visit(node.source, node.exportKind === "type"),
    ImportExpression: (node) => visit(node.source, false),
    TSImportType: (node) => visit(node.source ?? node.argument?.literal, true),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require") visit(node.arguments[0], false);
    },
  };
}

function isTypeOnlyImport(node) {
  return node.importKind === "type";
}
