// A checkout made of files of our own: the launch scripts as they are, a `luster` command that tells how it was started, and
// stand-ins for pnpm and turbo that write down that they ran. Nothing is installed or built.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

const scripts = fileURLToPath(new URL("..", import.meta.url));

const command = `
console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }));
process.exitCode = Number(process.argv[2] ?? 0);
`;
const writesDown = (name) => `
const { appendFileSync } = require("node:fs");
appendFileSync("ran.txt", "${name} " + process.argv.slice(2).join(" ") + "\\n");
`;

export class FakeCheckout {
  constructor(files = {}) {
    this.root = temporaryFolder({
      "package.json": JSON.stringify({ devEngines: { packageManager: { version: "1.2.3" } } }),
      "pnpm-lock.yaml": "",
      "node_modules/pnpm/package.json": JSON.stringify({ version: "1.2.3" }),
      "node_modules/pnpm/bin/pnpm.mjs": `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);${writesDown("pnpm")}`,
      "node_modules/turbo/bin/turbo": `${writesDown("turbo")}if (require("node:fs").existsSync("turbo-run.cjs")) require(process.cwd() + "/turbo-run.cjs");`,
      "packages/cli/package.json": "{}",
      "packages/cli/src/main.ts": "1",
      "packages/cli/dist/luster.js": command,
      "tools/launch/package.json": '{ "type": "module" }',
      ...files,
    });
    for (const name of readdirSync(scripts).filter((file) => file.endsWith(".js"))) {
      copyFileSync(join(scripts, name), join(this.root, "tools/launch", name));
    }
  }

  write(files) {
    writeFiles(this.root, files);
  }

  /** Runs "start.js" or "test.js"; `cwd` is where the user stands, below the root. */
  run(script, args = [], cwd = ".") {
    const env = { ...process.env, INIT_CWD: join(this.root, cwd) };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join("tools/launch", script), ...args], {
      cwd: this.root,
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** The programs that ran since the last call, as command lines. */
  takeRan() {
    const file = join(this.root, "ran.txt");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
    this.write({ "ran.txt": "" });
    return lines;
  }
}
