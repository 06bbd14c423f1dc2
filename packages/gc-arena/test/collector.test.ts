import { describe, expect, it } from "vitest";
import { Arena, GcWeak, retrace, trace, traceMore } from "@luster/gc-arena";
import type { Collect, LargeCollect, Retraceable, Rootable, Tracer } from "@luster/gc-arena";
import { DisposableNode, FinalizedNode, type List, NODE_BYTES, Node, fill, makeList } from "./list.js";

/** Marks one object at a time, so that a cycle can be interrupted anywhere. */
function traceSingly(arena: { readonly heap: object }): void {
  (arena.heap as { marker: { batchObjects: number } }).marker.batchObjects = 1;
}

function last<G>(list: List<G>): Node<G> {
  let node = list.head as Node<G>;
  while (node.next !== undefined) node = node.next;
  return node;
}

describe("a full collection", () => {
  it("collects cycles", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      const a = Node.make(mc, "a");
      const b = Node.make(mc, "b");
      a.link(mc, b);
      b.link(mc, a);
      root.weak = new GcWeak(mc, a);
    });
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });

  it("finds what became unreachable while a cycle was running", () => {
    const arena = makeList();
    traceSingly(arena);
    arena.mutate((mc, root) => {
      fill(mc, root, 10);
      root.weak = new GcWeak(mc, last(root) as never);
    });
    arena.collectStep(1);
    arena.mutate((_mc, root) => {
      root.head = undefined;
    });
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });

  it("forgets what the cycle that it breaks into had yet to trace again", () => {
    const arena = makeList();
    traceSingly(arena);
    arena.mutate((mc, root) => {
      fill(mc, root, 10);
      root.weak = new GcWeak(mc, root.head as never);
    });
    for (let i = 0; i < 4; i++) arena.collectStep(1);
    arena.mutate((mc, root) => {
      expect(root.head?.gcColor).toBe(mc.heap.barrierColor);
      mc.backwardBarrier(root.head as never);
      root.head = undefined;
    });
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });

  it("does not recurse on a chain of 1,000,000 objects", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 1_000_000));
    arena.collectAll();
    expect(arena.metrics.liveObjectCount).toBeGreaterThanOrEqual(1_000_000);
  });
});

describe("an incremental cycle", () => {
  it("keeps an object that is moved behind what was traced already", () => {
    const arena = makeList();
    traceSingly(arena);
    arena.mutate((mc, root) => {
      fill(mc, root, 20);
      root.weak = new GcWeak(mc, last(root) as never);
    });
    for (let i = 0; i < 3; i++) arena.collectStep(1);
    expect(arena.mutate((_mc, root) => root.head?.gcColor)).toBe(arena.heap.barrierColor);
    arena.mutate((mc, root) => {
      const moved = last(root);
      root.head?.next?.link(mc, undefined);
      root.head?.link(mc, moved);
    });
    arena.finishCycle();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });

  it("keeps an object that a forward barrier reported", () => {
    const arena = makeList();
    traceSingly(arena);
    arena.mutate((mc, root) => fill(mc, root, 3));
    arena.collectStep(1);
    arena.collectStep(1);
    arena.mutate((mc, root) => {
      const child = Node.make(mc, "child");
      const head = root.head as unknown as Node<never>;
      head.next = child as never;
      mc.forwardBarrier(head as never, child);
      root.weak = new GcWeak(mc, child);
    });
    arena.finishCycle();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });

  it("switches the barrier on only while marking", () => {
    const arena = makeList();
    traceSingly(arena);
    arena.mutate((mc, root) => fill(mc, root, 10));
    expect(arena.heap.barrierColor).toBe(-1);
    arena.collectStep(1);
    expect(arena.phase).toBe("marking");
    expect(arena.heap.barrierColor).toBeGreaterThan(0);
    arena.finishCycle();
    expect(arena.phase).toBe("sleeping");
    expect(arena.heap.barrierColor).toBe(-1);
  });
});

describe("a large object", () => {
  class Big implements LargeCollect {
    gcColor = 0;
    pieces = 0;
    constructor(readonly slots: (Node<unknown> | undefined)[]) {}
    [trace](tracer: Tracer): void {
      tracer.addBytes(this.slots.length * 8);
      tracer.traceLater(this, 0);
    }
    [traceMore](tracer: Tracer, from: number): number {
      this.pieces++;
      const end = Math.min(from + 1000, this.slots.length);
      for (let i = from; i < end; i++) {
        const node = this.slots[i];
        if (node !== undefined) tracer.mark(node);
      }
      return end === this.slots.length ? -1 : end;
    }
  }
  interface BigSpec extends Rootable {
    readonly Root: Big;
  }

  it("is traced in pieces, and its bytes count once", () => {
    const big = new Big(Array.from({ length: 10_000 }, (_, i) => new Node<unknown>(`n${i}`)));
    const arena = new Arena<BigSpec>(() => big);
    let slices = 1;
    while (!arena.collectStep(20_000)) slices++;
    expect(slices).toBeGreaterThan(5);
    expect(big.pieces).toBe(10);
    expect(arena.metrics.allocatedBytes).toBe(10_000 * 8 + 10_000 * NODE_BYTES);
  });

  it("may shrink between two pieces", () => {
    const big = new Big(new Array<undefined>(5000).fill(undefined));
    const arena = new Arena<BigSpec>(() => big);
    arena.collectStep(1);
    arena.mutate((mc) => {
      big.slots.length = 10;
      mc.heap.backwardBarrier(big);
    });
    arena.finishCycle();
    expect(arena.metrics.cycleCount).toBe(1);
  });
});

describe("a touched object", () => {
  // A value stack: written without barriers, traced up to its top, retraced from the lowest slot that was written since.
  class Stack implements Retraceable {
    gcColor = 0;
    gcTouched = 0;
    retracedFrom: number[] = [];
    private watermark = 0;
    readonly slots: (Node<unknown> | undefined)[] = [];
    write(index: number, node: Node<unknown> | undefined): void {
      this.slots[index] = node;
      this.watermark = Math.min(this.watermark, index);
    }
    [trace](tracer: Tracer): void {
      tracer.addBytes(8 * this.slots.length);
      this.traceFrom(tracer, 0);
    }
    [retrace](tracer: Tracer): void {
      tracer.addBytes(1_000_000);
      this.retracedFrom.push(this.watermark);
      this.traceFrom(tracer, this.watermark);
    }
    private traceFrom(tracer: Tracer, from: number): void {
      for (const node of this.slots.slice(from)) if (node !== undefined) tracer.mark(node);
      this.watermark = this.slots.length;
    }
  }
  class StackRoot implements Collect {
    gcColor = 0;
    readonly stack = new Stack();
    readonly other = new Stack();
    weak: GcWeak<unknown, Node<unknown>> | undefined = undefined;
    [trace](tracer: Tracer): void {
      tracer.mark(this.stack);
      if (this.weak !== undefined) tracer.mark(this.weak);
    }
  }
  interface StackSpec extends Rootable {
    readonly Root: StackRoot;
  }
  const start = (): Arena<StackSpec> => {
    const arena = new Arena<StackSpec>(() => new StackRoot());
    traceSingly(arena);
    arena.mutate((_mc, { stack }) => {
      for (let i = 0; i < 100; i++) stack.write(i, new Node(`s${i}`));
    });
    return arena;
  };

  it("is traced again from its watermark before marking ends", () => {
    const arena = start();
    for (let i = 0; i < 20; i++) arena.collectStep(1);
    arena.mutate((mc, root) => {
      mc.heap.touch(root.stack);
      mc.heap.touch(root.stack);
      const node = new Node<unknown>("late");
      root.stack.write(90, node);
      root.weak = new GcWeak<unknown, Node<unknown>>(mc as never, node as never);
    });
    arena.finishCycle();
    arena.mutate((_mc, root) => {
      expect(root.stack.retracedFrom).toEqual([90]);
      expect(root.weak?.isDropped).toBe(false);
    });
    expect(arena.metrics.allocatedBytes).toBeLessThan(100_000);
  });

  it("is traced only once when it was not touched, or not reached", () => {
    const arena = start();
    arena.collectStep(1);
    arena.mutate((mc, root) => mc.heap.touch(root.other));
    arena.finishCycle();
    arena.mutate((_mc, root) => {
      expect(root.stack.retracedFrom).toEqual([]);
      expect(root.other.retracedFrom).toEqual([]);
    });
  });

  it("costs nothing outside of marking", () => {
    const arena = start();
    arena.mutate((mc, root) => {
      mc.heap.touch(root.stack);
      expect(root.stack.gcTouched).toBe(0);
    });
  });

  it("holds no pause when many were touched: they are traced in slices before the atomic step", () => {
    class Many implements Collect {
      gcColor = 0;
      readonly stacks = Array.from({ length: 5000 }, () => new Stack());
      [trace](tracer: Tracer): void {
        for (const stack of this.stacks) tracer.mark(stack);
      }
    }
    interface ManySpec extends Rootable {
      readonly Root: Many;
    }
    const many = new Many();
    const arena = new Arena<ManySpec>(() => many);
    traceSingly(arena);
    for (let i = 0; i < 5000 && !many.stacks.every((stack) => stack.gcColor === arena.heap.barrierColor); i++) arena.collectStep(16);
    arena.mutate((mc) => {
      for (const stack of many.stacks) mc.heap.touch(stack);
    });
    let retraced = 0;
    while (retraced === 0) {
      arena.collectStep(1);
      retraced = many.stacks.filter((stack) => stack.retracedFrom.length > 0).length;
    }
    expect(arena.phase).toBe("marking");
    expect(retraced).toBeLessThan(5000);
    const disposed: string[] = [];
    arena.mutate((mc) => {
      for (const stack of many.stacks) {
        const node = mc.alloc(new DisposableNode<unknown>("late", (name) => disposed.push(name)));
        mc.registerDisposable(node as never);
        mc.heap.touch(stack);
        stack.write(0, node);
      }
    });
    arena.finishCycle();
    expect(disposed).toEqual([]);
    expect(many.stacks.filter((stack) => stack.retracedFrom.length === 2)).toHaveLength(retraced);
    expect(many.stacks.filter((stack) => stack.retracedFrom.length === 1)).toHaveLength(5000 - retraced);
  });
});

describe("finishMarking", () => {
  it("gives an arena whose dead can be seen and resurrected", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      root.weak = new GcWeak(mc, Node.make(mc, "dead"));
    });
    const marked = arena.finishMarking();
    expect(arena.phase).toBe("marked");
    const name = marked.finalize((fc, root) => {
      expect(root.weak?.isDead(fc)).toBe(true);
      const dead = root.weak?.upgrade(fc);
      if (dead !== undefined) fc.resurrect(dead);
      expect(root.weak?.isDead(fc)).toBe(false);
      return dead?.name;
    });
    expect(name).toBe("dead");
    marked.startSweeping();
    expect(arena.phase).toBe("sweeping");
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });

  it("keeps what a resurrected object reaches", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      fill(mc, root, 3);
      root.weak = new GcWeak(mc, last(root) as never);
    });
    const marked = arena.finishMarking();
    marked.finalize((fc, root) => fc.resurrect(root.head as never));
    marked.startSweeping();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });

  it("keeps what finalize makes or finds dead and stores: it is neither finalized nor disposed", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc, root) => {
      root.weak = new GcWeak(mc, Node.make(mc, "dead"));
    });
    const marked = arena.finishMarking();
    marked.finalize((fc, root) => {
      const made = fc.alloc(new FinalizedNode<never>("made", (name) => log.push(name)));
      fc.registerFinalizer(made as never);
      const owned = fc.alloc(new DisposableNode<never>("owned", (name) => log.push(name)));
      fc.registerDisposable(owned as never);
      made.link(fc as never, owned);
      owned.link(fc as never, root.weak?.upgrade(fc) as never);
      root.head = made as never;
    });
    marked.startSweeping();
    arena.finishCycle();
    expect(log).toEqual([]);
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });

  it("is undone by a mutate, which makes the handle stale", () => {
    const arena = makeList();
    const marked = arena.finishMarking();
    arena.mutate((mc, root) => fill(mc, root, 1));
    expect(arena.phase).toBe("marking");
    expect(() => marked.startSweeping()).toThrow("MarkedArena.startSweeping: the marked arena is used after the arena moved on");
    expect(() => marked.finalize(() => 1)).toThrow(/moved on/);
    arena.finishCycle();
    expect(arena.mutate((_mc, root) => root.head?.name)).toBe("n0");
  });

  it("gives a handle for that marking only", () => {
    const arena = makeList();
    const old = arena.finishMarking();
    arena.finishCycle();
    const current = arena.finishMarking();
    expect(() => old.startSweeping()).toThrow(/moved on/);
    expect(current.finalize(() => 1)).toBe(1);
    expect(current.finalize(() => 2)).toBe(2);
    current.startSweeping();
    expect(() => current.startSweeping()).toThrow(/moved on/);
  });

  it("is reached by markDebt", () => {
    const arena = makeList({ pacing: { minSleepBytes: 0, pauseFactor: 0, stepBytes: 1 } });
    arena.mutate((mc, root) => fill(mc, root, 10));
    let marked = arena.markDebt();
    while (marked === undefined) {
      arena.mutate((mc) => mc.allocate(1000));
      marked = arena.markDebt();
    }
    marked.startSweeping();
    expect(arena.phase).toBe("sweeping");
  });
});
