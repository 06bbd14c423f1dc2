import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { Arena, GcWeak, isCollect, trace } from "@luster/gc-arena";
import type { Collect, Gc, Rootable } from "@luster/gc-arena";
import { Traced, anyValue, array, derive, leaf, map, optional, pointer, set, tuple, untraced } from "@luster/gc-arena/derive";
import { Node } from "./list.js";

type N = Node<unknown>;

class Everything extends Traced {
  name = "leaf";
  one: N | undefined = undefined;
  many: N[] = [];
  table = new Map<string, N>();
  members = new Set<N>();
  pair: [N | null, number] = [null, 1];
  loose: unknown = undefined;
  host: { readonly node: N } | undefined = undefined;
}
derive(
  Everything,
  {
    one: optional(pointer),
    many: array(pointer),
    table: map(leaf, pointer),
    members: set(pointer),
    pair: tuple(optional(pointer), leaf),
    loose: anyValue,
    host: untraced(),
  },
  { bytes: (object) => 100 + 8 * object.many.length },
);

interface EverythingSpec extends Rootable {
  readonly Root: Everything;
}

function survivors(change: (root: Everything, nodes: N[]) => void): string[] {
  const root = new Everything();
  const arena = new Arena<EverythingSpec>(() => root);
  const nodes = Array.from({ length: 8 }, (_, i) => new Node<unknown>(`n${i}`));
  const weaks = arena.mutate((mc) => {
    change(root, nodes);
    return nodes.map((node) => new GcWeak(mc as never, node as never)) as unknown;
  }) as GcWeak<unknown, N>[];
  root.loose = [root.loose, weaks];
  arena.collectAll();
  return nodes.filter((_, i) => weaks[i]?.isDropped === false).map(({ name }) => name);
}

describe("a derived trace", () => {
  it("follows every form of field", () => {
    const kept = survivors((root, nodes) => {
      const [one, two, three, four, five, six, seven] = nodes as [N, N, N, N, N, N, N];
      root.one = one;
      root.many = [two];
      root.table.set("a", three);
      root.members.add(four);
      root.pair = [five, 2];
      root.loose = { nested: [six] };
      root.host = { node: seven };
    });
    expect(kept).toEqual(["n0", "n1", "n2", "n3", "n4", "n5"]);
  });

  it("reports the size that was given", () => {
    const root = new Everything();
    const arena = new Arena<EverythingSpec>(() => root);
    root.many = [new Node("a"), new Node("b")];
    arena.collectAll();
    expect(arena.metrics.liveBytes).toBe(100 + 16 + 2 * 64);
  });

  it("takes large arrays, sets and maps in pieces", () => {
    const root = new Everything();
    const arena = new Arena<EverythingSpec>(() => root);
    const nodes = Array.from({ length: 5000 }, (_, i) => new Node<unknown>(`n${i}`));
    root.many = nodes.slice(0, 2000);
    root.members = new Set(nodes.slice(2000, 4000));
    root.table = new Map(nodes.slice(4000).map((node) => [node.name, node]));
    let slices = 1;
    while (!arena.collectStep(1000)) slices++;
    expect(slices).toBeGreaterThan(4);
    expect(arena.metrics.liveObjectCount).toBe(5002);
  });

  it("that is missing is named", () => {
    class Forgotten extends Traced {}
    interface ForgottenSpec extends Rootable {
      readonly Root: Forgotten;
    }
    expect(() => new Arena<ForgottenSpec>(() => new Forgotten()).collectAll()).toThrow(
      "class Forgotten has no derived trace: call derive for it",
    );
  });
});

describe("the decorator", () => {
  // Node 20 has no decorators, and the test runner leaves them as they are: the class is compiled here, as a user's build would.
  const source = `
    import { Traced, traced, optional, pointer } from "@luster/gc-arena/derive";
    @traced({ left: optional(pointer), right: optional(pointer) }, { bytes: 40 })
    export class Tree extends Traced {
      left: Tree | undefined = undefined;
      right: Tree | undefined = undefined;
      label = "";
    }`;

  it.each([false, true])("does the same (experimentalDecorators: %s)", async (experimentalDecorators) => {
    const stdin = { contents: source, loader: "ts", resolveDir: import.meta.dirname } as const;
    const tsconfigRaw = { compilerOptions: { experimentalDecorators } };
    const { outputFiles } = await build({ stdin, bundle: true, format: "esm", target: "es2022", write: false, tsconfigRaw });
    const compiled = `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? "").toString("base64")}`;
    const { Tree } = (await import(/* @vite-ignore */ compiled)) as { Tree: new () => Tree };
    const root = new Tree();
    root.left = new Tree();
    root.left.right = new Tree();
    const arena = new Arena<TreeSpec>(() => root);
    arena.collectAll();
    expect(arena.metrics.liveBytes).toBe(120);
  });
});

interface Tree extends Collect {
  left: Tree | undefined;
  right: Tree | undefined;
}
interface TreeSpec extends Rootable {
  readonly Root: Tree;
}

describe("derive", () => {
  it("works for a class that only declares its trace", () => {
    class Plain implements Collect {
      declare readonly [trace]: Collect[typeof trace];
      gcColor = 0;
      peer: Gc<unknown, Plain> | undefined = undefined;
    }
    derive(Plain, { peer: optional(pointer) });
    expect(isCollect(new Plain())).toBe(true);
  });
});
