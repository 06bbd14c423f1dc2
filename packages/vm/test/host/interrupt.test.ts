import { compile } from "@luster/compiler";
import { instantiate, nativeN } from "@luster/vm";
import type { AsyncRunOptions } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, plain } from "../machine.js";

const never = nativeN("never", (cx) => cx.await(new Promise(() => undefined)));

/** Runs a chunk that is interrupted after some milliseconds. */
function interrupted(source: string, options: AsyncRunOptions = {}): Promise<unknown[]> {
  const interruption = new AbortController();
  setTimeout(() => interruption.abort(new Error("interrupted!")), 30);
  return machine([never]).runAsync(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.map(plain),
    { interruptSignal: interruption.signal, sliceMs: 5, ...options },
  );
}

describe("interruptSignal", () => {
  it("raises an error, with the position of the caller, that the script can catch once", async () => {
    const source = "local function f() while true do end end\nlocal function g()\n  f()\n  return 1\nend\nreturn pcall(g)";
    expect(await interrupted(source)).toEqual([false, "test:3: interrupted!"]);
  });

  it("ends a script that does not catch it", async () => {
    await expect(interrupted("while true do end")).rejects.toThrow("interrupted!");
  });

  it("reaches a script that waits", async () => {
    expect(await interrupted("return pcall(never)")).toEqual([false, "interrupted!"]);
  });

  it("closes variables on the way", async () => {
    const source = `
      local log
      local function f()
        local c <close> = setmetatable({}, { __close = function(_, e) log = e end })
        while true do end
      end
      pcall(f)
      return log`;
    expect(await interrupted(source)).toEqual(["interrupted!"]);
  });

  it("must be a signal", async () => {
    await expect(interrupted("return 1", { interruptSignal: 1 as never })).rejects.toThrow("interruptSignal must be an AbortSignal, not 1");
  });
});
