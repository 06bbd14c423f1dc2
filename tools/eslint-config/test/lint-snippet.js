// Lints one snippet as if it stood at a path of the repository, with the configuration that every package uses.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";

const configFile = fileURLToPath(new URL("../index.js", import.meta.url));

export const repository = dirname(dirname(dirname(configFile)));

/** The messages for `code` at `path`, each as "rule: text". */
export async function lintSnippet(path, code, root = repository) {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: configFile });
  const [result] = await eslint.lintText(code, { filePath: join(root, path) });
  return result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}
