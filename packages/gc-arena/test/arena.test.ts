import { describe, expect, it } from "vitest";
import { Arena, ArenaMemoryError, ArenaStateError, ArenaTraceError, GcWeak, finalize, trace } from "@luster/gc-arena";
import type { Collect, Finalization, Gc, Mutation, Rootable, Tracer } from "@luster/gc-arena";

class Node<in out G> implements Collect {
  declare readonly brand: (g: G) => G;
  gcColor = 0;
  next: Node<G> | undefined = undefined;
  constructor(readonly name: string) {}
  static make<G>(mc: Mutation<G>, name: string): Gc<G, Node<G>> {
    return mc.alloc(new Node<G>(name), 64);
  }
  link(mc: Mutation<G>, next: Node<G> | undefined): void {
    this.next = next;
    if (this.gcColor === mc.heap.barrierColor) mc.backwardBarrier(this);
  }
  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
    if (this.next !== undefined) tracer.mark(this.next);
  }
}

interface ListRoot extends Rootable {
  readonly Root: { head: Gc<this["G"], Node<this["G"]>>; weak: GcWeak<this["G"], Node<this["G"]>> | undefined };
}

const finalized: string[] = [];
class Named<in out G> extends Node<G> {
  [finalize](fc: Finalization<G>): void {
    fc.check("test");
    finalized.push(this.name);
  }
}

function makeList(): Arena<ListRoot> {
  return new Arena<ListRoot>((mc) => ({ head: Node.make(mc, "head"), weak: undefined }));
}

describe("mutate", () => {
  it("gives what the callback returns", () => {
    expect(makeList().mutate((_mc, root) => root.head.name)).toBe("head");
  });

  it("refuses a mutation handle after its callback returned", () => {
    let leaked: unknown;
    makeList().mutate((mc) => {
      leaked = mc;
    });
    expect(() => (leaked as Mutation<unknown>).alloc(new Node("x"))).toThrow(ArenaStateError);
  });

  it("refuses to be entered twice", () => {
    const arena = makeList();
    arena.mutate(() => {
      expect(() => arena.mutate(() => 1)).toThrow(/already inside/);
      expect(() => arena.collectAll()).toThrow(ArenaStateError);
    });
    expect(arena.mutate(() => 1)).toBe(1);
  });
});

describe("collectAll", () => {
  it("clears a weak pointer to a dead object and keeps one to a live one", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      const next = Node.make(mc, "next");
      root.head.link(mc, next);
      root.weak = new GcWeak(mc, next);
    });
    arena.collectAll();
    arena.mutate((mc, root) => {
      expect(root.weak?.upgrade(mc)?.name).toBe("next");
      root.head.link(mc, undefined);
    });
    arena.collectAll();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });

  it("runs finalizers newest first, once", () => {
    finalized.length = 0;
    const arena = makeList();
    arena.mutate((mc) => {
      for (const name of ["a", "b", "c"]) mc.registerFinalizer(mc.alloc(new Named(name)));
    });
    arena.collectAll();
    arena.collectAll();
    expect(finalized).toEqual(["c", "b", "a"]);
  });

  it("counts live bytes", () => {
    const arena = makeList();
    arena.mutate((mc) => {
      for (let i = 0; i < 100; i++) Node.make(mc, "garbage");
    });
    expect(arena.metrics.allocatedBytes).toBe(101 * 64);
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(64);
  });
});

describe("an incremental cycle", () => {
  it("finds an object that was hidden behind a black one", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      let node: Node<unknown> = root.head as never;
      for (let i = 0; i < 1000; i++) {
        const next = Node.make(mc, `n${i}`) as never as Node<unknown>;
        node.link(mc as never, next);
        node = next;
      }
    });
    expect(arena.collectStep(6400)).toBe(false);
    arena.mutate((mc, root) => {
      let last = root.head as Node<typeof mc extends Mutation<infer G> ? G : never>;
      let before = last;
      while (last.next !== undefined) {
        before = last;
        last = last.next;
      }
      before.link(mc, undefined);
      root.head.link(mc, last);
      root.weak = new GcWeak(mc, last as never);
    });
    while (!arena.collectStep(6400));
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });
});

describe("errors in trace", () => {
  class Broken implements Collect {
    gcColor = 0;
    isBroken = true;
    [trace](): void {
      if (this.isBroken) throw new Error("boom");
    }
  }
  interface BrokenRoot extends Rootable {
    readonly Root: Broken;
  }

  it("are typed, name the object, and leave the arena usable", () => {
    const broken = new Broken();
    const arena = new Arena<BrokenRoot>(() => broken);
    expect(() => arena.collectAll()).toThrow(ArenaTraceError);
    expect(() => arena.collectAll()).toThrow("tracing an object of class Broken failed: boom");
    expect(arena.phase).toBe("sleeping");
    broken.isBroken = false;
    arena.collectAll();
    expect(arena.metrics.cycleCount).toBe(1);
  });
});

describe("the memory limit", () => {
  it("refuses to cross the hard edge, and collects after the soft one", () => {
    const arena = new Arena<ListRoot>((mc) => ({ head: Node.make(mc, "head"), weak: undefined }), { memoryLimitBytes: 64 * 1000 });
    expect(() =>
      arena.mutate((mc) => {
        for (let i = 0; i < 2000; i++) Node.make(mc, "garbage");
      }),
    ).toThrow(ArenaMemoryError);
    expect(arena.metrics.allocatedBytes).toBe(64);
    for (let turn = 0; turn < 10; turn++) {
      arena.mutate((mc) => {
        for (let i = 0; i < 990; i++) Node.make(mc, "garbage");
      });
    }
    expect(arena.metrics.cycleCount).toBe(11);
  });
});
