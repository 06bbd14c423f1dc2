// What is in the packages, and the three users of README.md, each with only the packages it needs.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PackedProject, Tarballs, manifestOf, withDependencies } from "../packed-project.js";

const FACADE = ["bytecode", "compiler", "gc-arena", "gc-sequence", "jit", "lua", "stdlib", "vm"];

const USERS = [
  { user: "gc-arena-only", packages: ["gc-arena"], installs: ["gc-arena"] },
  {
    user: "custom-vm",
    packages: ["bytecode", "compiler", "gc-sequence", "vm"],
    installs: ["bytecode", "compiler", "gc-arena", "gc-sequence", "vm"],
  },
  { user: "facade", packages: ["lua"], installs: FACADE, lib: ["DOM"] },
  { user: "facade-on-node", packages: ["lua"], installs: FACADE, lib: ["DOM"] },
];

const tarballs = new Tarballs();
const packed = withDependencies(["lua", ...USERS.flatMap(({ packages }) => packages)]);

beforeAll(() => tarballs.pack(packed), 120_000);
afterAll(() => tarballs.remove());

describe.each(packed)("the tarball of %s", (name) => {
  const files = () =>
    execFileSync("tar", ["tzf", tarballs.file(name)], { encoding: "utf8" })
      .trim()
      .split("\n");

  test("has every file that its manifest names", () => {
    const { exports, main, module, types } = manifestOf(name);
    const named = [exports, main, module, types].flatMap(pathsIn).map((path) => path.replace("./", "package/"));
    expect(files()).toEqual(expect.arrayContaining(named));
  });

  test("has README and LICENSE, and neither sources nor tests", () => {
    const others = files().filter((file) => !file.startsWith("package/dist/"));
    expect(others.sort()).toEqual(["package/LICENSE", "package/README.md", "package/package.json"]);
  });
});

function pathsIn(node) {
  return typeof node === "object" ? Object.values(node).flatMap(pathsIn) : [node];
}

describe.each(USERS)("$user", ({ user, packages, installs, lib }) => {
  const project = new PackedProject(user, { lib });
  const expected = readFileSync(new URL(`../projects/${user}/expected.txt`, import.meta.url), "utf8");

  let complaints;

  beforeAll(async () => {
    await project.install(packages, tarballs);
    complaints = await project.compile("nodenext");
  }, 120_000);
  afterAll(() => project.remove());

  test("installs nothing but what it needs", () => {
    expect(project.installed()).toEqual(installs.map((name) => `@luster/${name}`));
  });

  test("typechecks as an ES module and as CommonJS, resolved as Node does", () => {
    expect(complaints).toBe("");
  });

  test("typechecks, resolved as bundlers do", async () => {
    expect(await project.compile("bundler")).toBe("");
  });

  test("runs as an ES module", async () => {
    expect(await project.start("esm")).toBe(expected);
  });

  test("runs as CommonJS", async () => {
    expect(await project.start("cjs")).toBe(expected);
  });
});
