// A bundle has the libraries that it opens, and no others: each is a module of its own without effects at import.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));

/** For each library, names that only it defines. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  openBase: ["collectgarbage", "xpcall", "rawequal"],
  openCoroutine: ["isyieldable"],
  openDebug: ["upvaluejoin", "setcstacklimit"],
  openIo: ["setvbuf", "popen"],
  openMath: ["tointeger", "randomseed"],
  openOs: ["difftime", "setlocale"],
  openPackage: ["searchpath", "loadlib"],
  openString: ["packsize", "gmatch"],
  openTable: ["concat", "unpack"],
  openUtf8: ["codepoint", "charpattern"],
};

/** Libraries that one needs for itself: the console of `debug` runs Lua code and shows what `tostring` gives. */
const NEEDED: Readonly<Record<string, readonly string[]>> = { openDebug: ["openBase"], openOs: ["openIo"] };

/** The bundled text of this package alone, with some names imported. */
async function bundle(names: readonly string[]): Promise<string> {
  const list = names.join(", ");
  const { outputFiles } = await build({
    stdin: { contents: `import { ${list} } from "@luster/stdlib"; globalThis.used = [${list}];`, resolveDir: here },
    bundle: true,
    write: false,
    format: "esm",
    minifySyntax: true,
    logLevel: "error",
    external: ["@luster/vm", "@luster/gc-sequence"],
  });
  return outputFiles[0]!.text;
}

/** Whether the text has a string literal of that name. */
function has(text: string, name: string): boolean {
  return text.includes(`"${name}"`);
}

describe("a bundle with one library", () => {
  test.each(Object.keys(MARKS))("%s", async (library) => {
    const text = await bundle([library]);
    for (const mark of MARKS[library]!) expect(has(text, mark), mark).toBe(true);
    const allowed = [library, ...(NEEDED[library] ?? [])];
    const foreign = Object.keys(MARKS).filter((other) => !allowed.includes(other) && MARKS[other]!.every((mark) => has(text, mark)));
    expect(foreign).toEqual([]);
  });

  test("is much smaller than one with all", async () => {
    const all = await bundle(Object.keys(MARKS));
    expect((await bundle(["openMath"])).length).toBeLessThan(all.length / 6);
    expect((await bundle(["openTable"])).length).toBeLessThan(all.length / 5);
  });
});

test("a bundle with nothing of the package has nothing of it", async () => {
  const { outputFiles } = await build({
    stdin: { contents: `import "@luster/stdlib"; globalThis.used = 1;`, resolveDir: here },
    bundle: true,
    write: false,
    logLevel: "error",
    format: "esm",
    external: ["@luster/vm", "@luster/gc-sequence"],
  });
  expect(outputFiles[0]!.text.length).toBeLessThan(200);
});
