// Decides whether work was done already: a digest of the files it depends on, kept beside node_modules once it succeeded.
// Contents are compared, not times, so a fresh checkout of the same sources counts as the same. No dependencies: this runs
// before anything is installed, and at every start, within a few milliseconds.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The digest of the files at `paths` (files or folders below `root`; missing ones count as absent), their names included. */
export function fingerprint(root, paths) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of paths.flatMap((path) => filesBelow(root, path))) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function filesBelow(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  const names = readdirSync(join(root, path)).filter((name) => name !== "node_modules");
  return names.sort().flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/** Folders of the workspace's packages, as paths below `root`, in a fixed order. */
export function workspaceFolders(root) {
  return ["packages", "tools"].flatMap((parent) => childFolders(root, parent).map((name) => `${parent}/${name}`));
}

function childFolders(root, parent) {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** What decides which packages are installed: the lockfile and every manifest. */
export function installInputs(root) {
  const manifests = workspaceFolders(root).map((folder) => `${folder}/package.json`);
  return ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests];
}

/** What decides the built files: the sources and configuration of every package, besides what is installed. */
export function buildInputs(root) {
  const ofPackages = childFolders(root, "packages").flatMap((name) =>
    ["src", "tsconfig.json", "tsconfig.node.json", "tsup.config.ts"].map((path) => `packages/${name}/${path}`),
  );
  return [...installInputs(root), "turbo.json", "tools/build-config", "tools/tsconfig", ...ofPackages];
}

/** A remembered digest. It is forgotten before the work is done again, so that work cut short counts as not done. */
export class Stamp {
  #file;

  constructor(root, name) {
    this.#file = join(root, "node_modules", ".cache", "luster", name);
  }

  matches(digest) {
    try {
      return readFileSync(this.#file, "utf8") === digest;
    } catch {
      return false;
    }
  }

  forget() {
    rmSync(this.#file, { force: true });
  }

  remember(digest) {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, digest);
  }
}
