import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Stamp, buildInputs, fingerprint, installInputs } from "../fingerprint.js";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

const workspace = {
  "package.json": "{}",
  "pnpm-lock.yaml": "a: 1",
  "packages/vm/package.json": "{}",
  "packages/vm/src/value/table.ts": "1",
  "packages/vm/test/table.test.ts": "1",
  "packages/vm/dist/index.js": "1",
  "tools/build-config/tsup.js": "1",
};

const installDigest = (root) => fingerprint(root, installInputs(root));
const buildDigest = (root) => fingerprint(root, buildInputs(root));

describe("fingerprint", () => {
  test("depends on contents, not on times", () => {
    const root = temporaryFolder(workspace);
    const before = buildDigest(root);
    utimesSync(join(root, "packages/vm/src/value/table.ts"), 1, 1);
    expect(buildDigest(root)).toBe(before);
  });

  test.each(["packages/vm/src/value/table.ts", "packages/vm/src/new.ts", "tools/build-config/tsup.js", "packages/vm/tsup.config.ts"])(
    "a change of %s asks for a build, not for an install",
    (path) => {
      const root = temporaryFolder(workspace);
      const [installed, built] = [installDigest(root), buildDigest(root)];
      writeFiles(root, { [path]: "2" });
      expect(buildDigest(root)).not.toBe(built);
      expect(installDigest(root)).toBe(installed);
    },
  );

  test.each(["pnpm-lock.yaml", "packages/vm/package.json", "packages/new/package.json", "tools/build-config/package.json"])(
    "a change of %s asks for an install and a build",
    (path) => {
      const root = temporaryFolder(workspace);
      const [installed, built] = [installDigest(root), buildDigest(root)];
      writeFiles(root, { [path]: "2" });
      expect(installDigest(root)).not.toBe(installed);
      expect(buildDigest(root)).not.toBe(built);
    },
  );

  test.each(["packages/vm/test/table.test.ts", "packages/vm/dist/index.js", "README.md"])("a change of %s asks for nothing", (path) => {
    const root = temporaryFolder(workspace);
    const built = buildDigest(root);
    writeFiles(root, { [path]: "2" });
    expect(buildDigest(root)).toBe(built);
  });

  test("a removed or renamed source counts", () => {
    const root = temporaryFolder(workspace);
    const built = buildDigest(root);
    rmSync(join(root, "packages/vm/src/value/table.ts"));
    const removed = buildDigest(root);
    writeFiles(root, { "packages/vm/src/value/renamed.ts": "1" });
    expect(new Set([built, removed, buildDigest(root)]).size).toBe(3);
  });
});

describe("Stamp", () => {
  test("matches only the digest it remembers", () => {
    const stamp = new Stamp(temporaryFolder({}), "built");
    expect(stamp.matches("a")).toBe(false);
    stamp.remember("a");
    expect(stamp.matches("a")).toBe(true);
    expect(stamp.matches("b")).toBe(false);
  });

  test("matches nothing once forgotten", () => {
    const stamp = new Stamp(temporaryFolder({}), "built");
    stamp.remember("a");
    stamp.forget();
    stamp.forget();
    expect(stamp.matches("a")).toBe(false);
  });
});
