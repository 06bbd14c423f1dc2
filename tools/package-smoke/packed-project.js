// The packages as their users get them: packed, and installed into a folder outside of this repository that has nothing else.
// Tarballs stand in for the registry: the project names only the packages its user would name, and what those depend on comes from
// tarballs as well, so that an install needs no network.
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const repository = fileURLToPath(new URL("../../", import.meta.url));

// npm hands its settings to the scripts it starts; those of this repository must not reach the projects.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

// The folder of a project's program in each module format, and the "type" in its package.json.
const MODULE_TYPES = { esm: "module", cjs: "commonjs" };

// A program that takes longer is ended, and its test fails.
const TIMEOUT_MS = 30_000;

/** The manifest of the package `name` (without scope) in this repository. */
export function manifestOf(name) {
  return JSON.parse(readFileSync(join(repository, "packages", name, "package.json"), "utf8"));
}

/** `names` and the packages of this repository that they depend on, sorted. */
export function withDependencies(names) {
  const found = new Set(names);
  for (const name of found) {
    for (const dependency of Object.keys(manifestOf(name).dependencies ?? {})) found.add(dependency.replace("@luster/", ""));
  }
  return [...found].sort();
}

/** Packed packages in a temporary folder. */
export class Tarballs {
  #folder = mkdtempSync(join(tmpdir(), "luster-packed-"));

  /** Packs the packages `names`, built before, one after the other. */
  async pack(names) {
    const pnpm = join(repository, "node_modules", "pnpm", "bin", "pnpm.mjs");
    for (const name of names) {
      const options = { cwd: join(repository, "packages", name), env: environment };
      await run(process.execPath, [pnpm, "pack", "--pack-destination", this.#folder], options);
    }
  }

  /** The tarball of the package `name`. */
  file(name) {
    return join(this.#folder, `luster-${name}-${manifestOf(name).version}.tgz`);
  }

  remove() {
    rmSync(this.#folder, { recursive: true });
  }
}

/** A user's project with one program, `program.ts` in `projects/<name>`, written once and used as an ES module and as CommonJS. */
export class PackedProject {
  /** The folder of the project; outside of this repository, so that nothing is found by walking up. */
  folder = mkdtempSync(join(tmpdir(), "luster-smoke-"));

  /** Creates the project; `lib` names what TypeScript may assume of the host, such as "DOM". */
  constructor(name, { lib = [] } = {}) {
    const source = join(repository, "tools", "package-smoke", "projects", name, "program.ts");
    for (const [folder, type] of Object.entries(MODULE_TYPES)) {
      mkdirSync(join(this.folder, folder));
      writeFileSync(join(this.folder, folder, "package.json"), JSON.stringify({ type }));
      copyFileSync(source, join(this.folder, folder, "program.ts"));
    }
    const options = { target: "ES2022", lib: ["ES2022", ...lib], types: [], strict: true, skipLibCheck: false };
    this.#writeConfig("nodenext", { ...options, module: "NodeNext" }, ["esm/program.ts", "cjs/program.ts"]);
    this.#writeConfig("bundler", { ...options, module: "ESNext", moduleResolution: "Bundler", noEmit: true }, ["esm/program.ts"]);
  }

  #writeConfig(name, compilerOptions, files) {
    writeFileSync(join(this.folder, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions, files }));
  }

  /** Installs the packages `names` and what they depend on from `tarballs`. */
  async install(names, tarballs) {
    const fromTarballs = (list) => Object.fromEntries(list.map((name) => [`@luster/${name}`, `file:${tarballs.file(name)}`]));
    const indirect = withDependencies(names).filter((name) => !names.includes(name));
    const manifest = { private: true, dependencies: fromTarballs(names), overrides: fromTarballs(indirect) };
    writeFileSync(join(this.folder, "package.json"), JSON.stringify(manifest));
    const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? [process.execPath, [process.env.npm_execpath]] : ["npm", []];
    const flags = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", join(this.folder, ".npm")];
    await run(npm[0], [...npm[1], ...flags], { cwd: this.folder, env: environment });
  }

  /** Everything installed, as "@scope/name". */
  installed() {
    const modules = join(this.folder, "node_modules");
    const visible = readdirSync(modules).filter((name) => !name.startsWith("."));
    return visible
      .flatMap((name) => (name.startsWith("@") ? readdirSync(join(modules, name)).map((own) => `${name}/${own}`) : [name]))
      .sort();
  }

  /** Runs TypeScript with the configuration `name`; returns its complaints, an empty string if there are none. */
  async compile(name) {
    return this.#output(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", `tsconfig.${name}.json`]);
  }

  /** Runs the compiled program, as "esm" or "cjs"; returns what it printed. */
  async start(folder) {
    return this.#output(process.execPath, [join(folder, "program.js")]);
  }

  async #output(program, args) {
    try {
      const { stdout, stderr } = await run(program, args, { cwd: this.folder, env: environment, timeout: TIMEOUT_MS });
      return stdout + stderr;
    } catch (error) {
      return `${error.stdout}${error.stderr}${error.message}`;
    }
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
