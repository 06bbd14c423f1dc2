import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FakeCheckout } from "./fake-checkout.js";

const programs = (lines) => lines.map((line) => line.split(" ").slice(0, 3).join(" ").replace(/ --.*/, ""));

describe("npm start", () => {
  test("installs and builds in a fresh checkout, then only runs", () => {
    const checkout = new FakeCheckout();
    expect(checkout.run("start.js").status).toBe(0);
    expect(programs(checkout.takeRan())).toEqual(["pnpm install", "turbo run build"]);
    expect(checkout.run("start.js").status).toBe(0);
    expect(checkout.takeRan()).toEqual([]);
  });

  test("builds after a source changed, without installing", () => {
    const checkout = new FakeCheckout();
    checkout.run("start.js");
    checkout.takeRan();
    checkout.write({ "packages/cli/src/main.ts": "2" });
    checkout.run("start.js");
    expect(programs(checkout.takeRan())).toEqual(["turbo run build"]);
  });

  test("builds when the built command is gone", () => {
    const checkout = new FakeCheckout();
    checkout.run("start.js");
    checkout.takeRan();
    rmSync(join(checkout.root, "packages/cli/dist"), { recursive: true });
    checkout.run("start.js");
    expect(programs(checkout.takeRan())).toEqual(["turbo run build"]);
  });

  test("installs after the lockfile changed", () => {
    const checkout = new FakeCheckout();
    checkout.run("start.js");
    checkout.takeRan();
    checkout.write({ "pnpm-lock.yaml": "changed" });
    checkout.run("start.js");
    expect(programs(checkout.takeRan())).toEqual(["pnpm install", "turbo run build"]);
  });

  test("passes arguments, exit code and the user's folder on, and writes nothing of its own to standard output", () => {
    const checkout = new FakeCheckout();
    mkdirSync(join(checkout.root, "scripts"));
    const { status, stdout } = checkout.run("start.js", ["7", "-x", "a b"], "scripts");
    expect(status).toBe(7);
    expect(JSON.parse(stdout)).toEqual({ args: ["7", "-x", "a b"], cwd: realpathSync(join(checkout.root, "scripts")) });
  });

  test("shows what a failed build said, does not run, and builds again the next time", () => {
    const checkout = new FakeCheckout({ "turbo-run.cjs": 'console.log("main.ts(1,1): error"); process.exit(3);' });
    const { status, stdout, stderr } = checkout.run("start.js");
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("main.ts(1,1): error");
    rmSync(join(checkout.root, "turbo-run.cjs"));
    checkout.takeRan();
    expect(checkout.run("start.js").status).toBe(0);
    expect(programs(checkout.takeRan())).toEqual(["turbo run build"]);
  });
});
