// Where functions cannot be made of text, the JIT is off by itself: under Node's flag for that, and in a page with a strict
// Content-Security-Policy. The page needs a browser: the
// command `chromium`. Without it that part is not run, which is said.

import { execFile, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const packagesFolder = fileURLToPath(new URL("../../", import.meta.url));
const execute = promisify(execFile);

/** A program with a hot loop and a hot function, told to be compiled at once; says what it gave and how often something was compiled. */
const PROGRAM = `
  let compiled = 0;
  const lua = new Lua({ libraries: "core", jit: { threshold: 0, onCompile: () => compiled++ } });
  const [sum] = lua.run("local function f(x) return x + 1 end local s = 0; for i = 1, 100000 do s = f(s) end return s");
  const report = "sum " + sum + ", " + (compiled > 0 ? "compiled" : "interpreted");
`;

describe("node --disallow-code-generation-from-strings", () => {
  const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  const program = `import { Lua } from ${JSON.stringify(entry)}; ${PROGRAM} console.log(report);`;
  const run = async (flags: readonly string[]): Promise<string> =>
    (await execute(process.execPath, [...flags, "--input-type=module", "-e", program])).stdout.trim();

  it("interprets", async () => expect(await run(["--disallow-code-generation-from-strings"])).toBe("sum 100000, interpreted"));

  it("is what makes the difference", async () => expect(await run([])).toBe("sum 100000, compiled"));
});

/** Where a page finds the packages: the ES modules of their builds. */
function importMap(): Record<string, string> {
  const imports: Record<string, string> = {};
  for (const folder of readdirSync(packagesFolder)) {
    const { name, exports = {} } = JSON.parse(readFileSync(`${packagesFolder}${folder}/package.json`, "utf8")) as {
      name: string;
      exports?: Record<string, string | { import?: { default: string } }>;
    };
    for (const [entry, target] of Object.entries(exports)) {
      if (typeof target === "string" || target.import === undefined) continue;
      imports[`${name}${entry.slice(1)}`] = `/${folder}/${target.import.default.slice(2)}`;
    }
  }
  return imports;
}

const page = `<!doctype html><meta charset="utf-8"><pre id="report">nothing yet</pre>
<script nonce="page" type="importmap">${JSON.stringify({ imports: importMap() })}</script>
<script nonce="page" type="module">
  import { Lua } from "@luster/lua";
  let evaluates = true;
  try { new Function("return 1"); } catch { evaluates = false; }
  ${PROGRAM}
  document.getElementById("report").textContent = report + (evaluates ? "" : ", no functions of text");
</script>`;

/** What a page reports that is served with a policy. */
async function reportOfPage(browser: string, policy: string | undefined): Promise<string> {
  const server = createServer(({ url = "/" }, response) => {
    if (policy !== undefined) response.setHeader("Content-Security-Policy", policy);
    const isModule = /^\/[\w-]+\/dist\/[\w.-]+\.js$/.test(url);
    response.setHeader("Content-Type", isModule ? "text/javascript" : "text/html");
    response.end(isModule ? readFileSync(packagesFolder + url.slice(1)) : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=10000", "--dump-dom"];
    const { stdout } = await execute(browser, [...flags, address], { timeout: BROWSER_LIMIT_MS });
    return /<pre id="report">(.*?)<\/pre>/s.exec(stdout)?.[1] ?? stdout;
  } finally {
    server.close();
  }
}

const BROWSER_LIMIT_MS = 60_000;

const browser = "chromium";
const hasBrowser = spawnSync(browser, ["--version"], { timeout: BROWSER_LIMIT_MS }).status === 0;

describe("a page in a browser", () => {
  it("can load every package", () => expect(Object.keys(importMap())).toContain("@luster/vm/tier"));

  if (!hasBrowser) {
    console.warn(`The tests in a browser were not run: there is no ${browser}.`);
  } else {
    it("interprets where its policy forbids functions of text", { timeout: BROWSER_LIMIT_MS }, async () =>
      expect(await reportOfPage(browser, "default-src 'none'; script-src 'self' 'nonce-page'")).toBe(
        "sum 100000, interpreted, no functions of text",
      ),
    );

    it("compiles without such a policy", { timeout: BROWSER_LIMIT_MS }, async () =>
      expect(await reportOfPage(browser, undefined)).toBe("sum 100000, compiled"),
    );
  }
});
