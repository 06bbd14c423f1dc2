import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { GcWeak, StaleHandleError } from "@luster/gc-arena";
import type { Stash } from "@luster/gc-arena";
import { NODE_BYTES, Node, type NodeSpec, fill, makeList } from "./list.js";

describe("a stashed pointer", () => {
  it("is alive until all its handles are disposed", () => {
    const arena = makeList();
    const first = arena.mutate((mc, root) => {
      const node = Node.make(mc, "kept");
      root.weak = new GcWeak(mc, node);
      return mc.stash<NodeSpec>(node);
    });
    const second = first.clone();
    first[Symbol.dispose]();
    arena.collectAll();
    expect(arena.mutate((mc) => mc.fetch(second).name)).toBe("kept");
    expect(arena.metrics.stashedCount).toBe(1);
    second[Symbol.dispose]();
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
    expect(arena.metrics.stashedCount).toBe(0);
  });

  it("is marked at once when it is stashed while marking", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 1000));
    arena.collectStep(1);
    const stash = arena.mutate((mc, root) => {
      const node = Node.make(mc, "late");
      root.weak = new GcWeak(mc, node);
      return mc.stash<NodeSpec>(node);
    });
    arena.finishCycle();
    expect(arena.mutate((mc, root) => [root.weak?.isDropped, mc.fetch(stash).name])).toEqual([false, "late"]);
  });

  it("is charged while marking as well, whether the set was traced already or not", () => {
    const arena = makeList();
    (arena.heap as never as { marker: { batchObjects: number } }).marker.batchObjects = 1;
    const stashes: Stash<NodeSpec>[] = [];
    const stashOne = (): void => {
      stashes.push(arena.mutate((mc) => mc.stash<NodeSpec>(Node.make(mc, "s"))));
    };
    for (let i = 0; i < 50; i++) stashOne();
    while (!arena.collectStep(1)) if (stashes.length < 90) stashOne();
    expect(stashes).toHaveLength(90);
    expect(arena.metrics.allocatedBytes).toBe(90 * (64 + NODE_BYTES));
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(90 * (64 + NODE_BYTES));
  });

  it("outlives neither its handles nor its arena", () => {
    const arena = makeList();
    const stash = arena.mutate((mc) => mc.stash<NodeSpec>(Node.make(mc, "s")));
    arena[Symbol.dispose]();
    expect(() => stash.clone()).toThrow(StaleHandleError);
    stash[Symbol.dispose]();
    expect(arena.metrics.stashedCount).toBe(0);
  });

  it("reuses slots", () => {
    const arena = makeList();
    for (let i = 0; i < 100; i++) arena.mutate((mc) => mc.stash<NodeSpec>(Node.make(mc, "x")))[Symbol.dispose]();
    expect(arena.metrics.stashedCount).toBe(0);
    const stashes: Stash<NodeSpec>[] = arena.mutate((mc) =>
      Array.from({ length: 3000 }, (_, i) => mc.stash<NodeSpec>(Node.make(mc, `s${i}`))),
    );
    arena.collectAll();
    expect(arena.mutate((mc) => stashes.map((stash) => mc.fetch(stash).name).at(-1))).toBe("s2999");
  });

  it("is not dropped when the host collects a disposed handle of the same slot", async () => {
    setFlagsFromString("--expose-gc");
    const collectHost = runInNewContext("gc") as () => void;
    const arena = makeList();
    const stashOne = (name: string): Stash<NodeSpec> => arena.mutate((mc) => mc.stash<NodeSpec>(Node.make(mc, name)));
    for (let i = 0; i < 10; i++) stashOne("disposed")[Symbol.dispose]();
    const kept = stashOne("kept");
    for (let turn = 0; turn < 10; turn++) {
      collectHost();
      await sleep(5);
    }
    expect(arena.metrics.stashedCount).toBe(1);
    expect(arena.mutate((mc) => mc.fetch(kept).name)).toBe("kept");
  });

  it("is dropped some time after its handle was forgotten", async () => {
    setFlagsFromString("--expose-gc");
    const collectHost = runInNewContext("gc") as () => void;
    const arena = makeList();
    arena.mutate((mc) => {
      for (let i = 0; i < 10; i++) mc.stash<NodeSpec>(Node.make(mc, "forgotten"));
    });
    for (let turn = 0; turn < 50 && arena.metrics.stashedCount > 0; turn++) {
      collectHost();
      await sleep(5);
    }
    expect(arena.metrics.stashedCount).toBe(0);
  });
});
