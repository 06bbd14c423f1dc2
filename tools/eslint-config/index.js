// The flat ESLint configuration of every package and tool. No rule needs type information: tsc has that, and lint stays fast.
// The `luster` rules guard the structure: package direction, file cycles, entries of packages, Node only where Node is.
import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { fileName } from "./rules/file-name.js";
import { layers } from "./rules/layers.js";
import { noDeepImport } from "./rules/no-deep-import.js";
import { noImportCycle } from "./rules/no-import-cycle.js";
import { noNodeImport } from "./rules/no-node-import.js";
import { packageDirection } from "./rules/package-direction.js";

const structure = {
  plugins: {
    luster: {
      meta: { name: "luster" },
      rules: {
        "file-name": fileName,
        layers,
        "no-deep-import": noDeepImport,
        "no-import-cycle": noImportCycle,
        "no-node-import": noNodeImport,
        "package-direction": packageDirection,
      },
    },
  },
  rules: {
    "luster/file-name": "error",
    "luster/layers": "error",
    "luster/no-deep-import": "error",
    "luster/no-import-cycle": "error",
    "luster/no-node-import": "error",
    "luster/package-direction": "error",
    "no-restricted-syntax": ["error", { selector: "ExportAllDeclaration[exported=null]", message: "Export names one by one." }],
    "max-lines": ["error", { max: 1500 }],
  },
};

const everyday = {
  rules: {
    eqeqeq: "error",
    "no-eval": "error",
    "no-new-func": "error",
    // `for (;;)` and `while (true)` are loops that leave by return or break.
    "no-constant-condition": ["error", { checkLoops: false }],
    "no-empty": ["error", { allowEmptyCatch: true }],
    // Lua strings are bytes: patterns over them name control characters.
    "no-control-regex": "off",
    "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
    "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" }],
  },
};

const globalsOfNode = [
  "Buffer",
  "URL",
  "clearTimeout",
  "console",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setTimeout",
];

export default tseslint.config(
  { ignores: ["**/dist/", "**/.reports/", "**/.smoke/", "**/coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  structure,
  everyday,
  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: { globals: Object.fromEntries(globalsOfNode.map((name) => [name, "readonly"])) },
  },
);
