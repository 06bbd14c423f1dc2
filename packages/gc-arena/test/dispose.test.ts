// The stand-in for `Symbol.dispose`: the package is run in a realm whose `Symbol` lacks it, as that of some browsers does.

import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { disposeSymbol } from "@luster/gc-arena";

const program = `
  import { Arena, disposeSymbol } from "@luster/gc-arena";
  import { Traced, derive } from "@luster/gc-arena/derive";
  class Handle extends Traced {
    constructor(name) {
      super();
      this.name = name;
    }
    [disposeSymbol]() {
      log.push(this.name);
    }
  }
  derive(Handle, {});
  const arena = new Arena((mc) => {
    const [dead, kept] = ["dead", "kept"].map((name) => mc.alloc(new Handle(name)));
    mc.registerDisposable(dead);
    mc.registerDisposable(kept);
    return kept;
  });
  arena.collectAll();
  const stash = arena.mutate((mc, root) => mc.stash(root));
  stash[disposeSymbol]();
  log.push(arena.metrics.stashedCount);
  arena[disposeSymbol]();
  log.push(typeof Symbol.dispose, Symbol.keyFor(disposeSymbol));
`;

it("is Symbol.dispose where the host has it", () => {
  expect(disposeSymbol).toBe(Symbol.dispose);
});

it("is a registered symbol where the host lacks it, and everything works by it", async () => {
  const stdin = { contents: program, loader: "js", resolveDir: import.meta.dirname } as const;
  const { outputFiles } = await build({ stdin, bundle: true, format: "iife", target: "es2022", write: false });
  const log: unknown[] = [];
  const context = createContext({ log, performance });
  // The realm's own symbols without `dispose`; a node that has it natively lets it be neither deleted nor changed.
  runInContext(
    `{
      const whole = Symbol;
      const lacking = (text) => whole(text);
      for (const name of Reflect.ownKeys(whole))
        if (name !== "dispose" && name !== "asyncDispose" && name !== "prototype" && name !== "length" && name !== "name") lacking[name] = whole[name];
      globalThis.Symbol = lacking;
    }`,
    context,
  );
  runInContext(outputFiles[0]?.text ?? "", context);
  expect(log).toEqual(["dead", 0, "kept", "undefined", "@luster/gc-arena/dispose"]);
});
