import { describe, expect, it } from "vitest";
import { Arena, ArenaFinalizerError, ArenaStateError, ArenaTraceError, GcWeak } from "@luster/gc-arena";
import type { Mutation, Rootable } from "@luster/gc-arena";
import { DisposableNode, type List, type ListSpec, NODE_BYTES, Node, type NodeSpec, fill, makeList } from "./list.js";

describe("the constructor", () => {
  it("makes the root", () => {
    const arena = new Arena<ListSpec>((mc) => ({ head: Node.make(mc, "head"), weak: undefined }));
    expect(arena.mutate((_mc, root) => root.head?.name)).toBe("head");
  });

  it("disposes what a failing build registered, and lets the exception out", () => {
    const disposed: string[] = [];
    const build = (): Arena<ListSpec> =>
      new Arena<ListSpec>((mc) => {
        for (const name of ["a", "b"]) mc.registerDisposable(mc.alloc(new DisposableNode(name, (it) => disposed.push(it))));
        throw new Error("half-built");
      });
    expect(build).toThrow("half-built");
    expect(disposed).toEqual(["b", "a"]);
  });

  it("keeps the root alive when building it crosses the soft memory limit", () => {
    const arena = new Arena<ListSpec>(
      (mc) => {
        const head = Node.make(mc, "head");
        fill(mc, { head: undefined, weak: undefined }, 95);
        return { head, weak: new GcWeak(mc, head) };
      },
      { memoryLimitBytes: 100 * NODE_BYTES },
    );
    expect(arena.metrics.cycleCount).toBe(1);
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
  });
});

describe("tryCreate", () => {
  it("gives the arena when the build succeeds", () => {
    const result = Arena.tryCreate<ListSpec, string>((mc) => ({ ok: true, root: { head: Node.make(mc, "head"), weak: undefined } }));
    expect(result.ok && result.arena.mutate((_mc, root) => root.head?.name)).toBe("head");
  });

  it("gives the error, and nothing is left of the build", () => {
    const disposed: string[] = [];
    const result = Arena.tryCreate<ListSpec, string>((mc) => {
      mc.registerDisposable(mc.alloc(new DisposableNode("a", (name) => disposed.push(name))));
      return { ok: false, error: "no luck" };
    });
    expect(result).toEqual({ ok: false, error: "no luck" });
    expect(disposed).toEqual(["a"]);
  });

  it("gives the error also when a disposer of the build throws, and lets exceptions out", () => {
    const result = Arena.tryCreate<ListSpec, string>((mc) => {
      mc.registerDisposable(mc.alloc(new DisposableNode("a", () => expect.fail("stuck"))));
      return { ok: false, error: "no luck" };
    });
    expect(result).toEqual({ ok: false, error: "no luck" });
    const throwing = (): unknown =>
      Arena.tryCreate<ListSpec, string>(() => {
        throw new Error("half-built");
      });
    expect(throwing).toThrow("half-built");
  });
});

describe("mutate", () => {
  it("gives what the callback returns", () => {
    expect(makeList().mutate(() => 42)).toBe(42);
  });

  it("refuses a handle that is used after the callback", async () => {
    const arena = makeList();
    let leaked: unknown;
    arena.mutate((mc) => {
      leaked = mc;
    });
    const mc = leaked as Mutation<unknown>;
    expect(() => mc.alloc(new Node("late"))).toThrow(ArenaStateError);
    expect(() => mc.heap).toThrow("Mutation.heap: the mutation handle is used after its callback returned");
    expect(() => mc.fetch(undefined as never)).toThrow(ArenaStateError);
    await expect(
      arena.mutate(async (late) => {
        await Promise.resolve();
        late.allocate(1);
      }),
    ).rejects.toThrow(ArenaStateError);
  });

  it("refuses to be entered twice, and works again afterwards", () => {
    const arena = makeList();
    arena.mutate(() => {
      expect(() => arena.mutate(() => 1)).toThrow(/mutate: the arena is already inside/);
      expect(() => arena.collectAll()).toThrow(ArenaStateError);
      expect(() => arena.collectDebt()).toThrow(ArenaStateError);
      expect(() => arena[Symbol.dispose]()).toThrow(ArenaStateError);
    });
    expect(arena.mutate(() => 1)).toBe(1);
  });

  it("lets its callback's exception out, also when the collection that follows fails", () => {
    const arena = makeList({ memoryLimitBytes: 10 * NODE_BYTES });
    const overflow = (failure: Error | undefined) => () =>
      arena.mutate((mc, root) => {
        root.head = new Date() as never;
        mc.allocate(10 * NODE_BYTES - arena.heap.allocatedBytes);
        if (failure !== undefined) throw failure;
      });
    expect(overflow(new Error("mine"))).toThrow("mine");
    expect(overflow(undefined)).toThrow(ArenaTraceError);
    arena.mutateRoot((_mc, slot) => (slot.current = { head: undefined, weak: undefined }));
    expect(arena.metrics.allocatedBytes).toBe(0);
  });

  it("keeps failures of finalizers for the next collection", () => {
    const arena = makeList({ memoryLimitBytes: 1000 });
    arena.mutate((mc) => {
      mc.registerDisposable(mc.alloc(new DisposableNode<never>("a", () => expect.fail("stuck"))) as never);
      mc.allocate(900);
    });
    expect(arena.metrics.disposedCount).toBe(1);
    expect(() => arena.collectDebt()).toThrow(ArenaFinalizerError);
    arena.collectDebt();
  });

  it("can be nested in another arena's", () => {
    const one = makeList();
    const other = makeList();
    expect(one.mutate(() => other.mutate(() => "inner"))).toBe("inner");
  });
});

describe("a root that is a traced object", () => {
  it("needs no barrier", () => {
    const arena = new Arena<NodeSpec>((mc) => Node.make(mc, "root"));
    arena.mutate((mc, root) => {
      fillBelow(mc, root);
    });
    arena.collectStep(1);
    const disposed: string[] = [];
    arena.mutate((mc, root) => {
      expect(root.gcColor).toBe(mc.heap.barrierColor);
      const late = mc.alloc(new DisposableNode<never>("late", (name) => disposed.push(name)));
      mc.registerDisposable(late as never);
      root.next = late as never;
    });
    arena.finishCycle();
    expect(disposed).toEqual([]);
  });

  // More nodes than one step of marking takes.
  function fillBelow<G>(mc: Mutation<G>, root: Node<G>): void {
    const list: List<G> = { head: undefined, weak: undefined };
    fill(mc, list, 200);
    root.next = list.head;
  }
});

describe("mutateRoot", () => {
  it("replaces the root", () => {
    const arena = makeList();
    arena.mutateRoot((mc, slot) => {
      slot.current = { head: Node.make(mc, "new"), weak: undefined };
    });
    expect(arena.mutate((_mc, root) => root.head?.name)).toBe("new");
  });

  it("keeps the old root when the callback throws", () => {
    const arena = makeList();
    const failing = (): void =>
      arena.mutateRoot((mc, slot) => {
        slot.current = { head: Node.make(mc, "new"), weak: undefined };
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(arena.mutate((_mc, root) => root.head === undefined)).toBe(true);
  });

  it("has a new root marked when a cycle is running", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 500));
    arena.collectStep(1);
    arena.mutateRoot((mc, slot) => {
      const head = Node.make(mc, "new");
      slot.current = { head, weak: new GcWeak(mc, head) };
    });
    arena.finishCycle();
    expect(arena.mutate((mc, root) => root.weak?.upgrade(mc)?.name)).toBe("new");
  });
});

describe("mapRoot", () => {
  interface Count<G> {
    readonly count: number;
    readonly first: Node<G> | undefined;
  }
  interface CountSpec extends Rootable {
    readonly Root: Count<this["G"]>;
  }

  it("gives an arena with another type of root", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 3));
    const mapped = arena.mapRoot<CountSpec>((_mc, root) => ({ count: 3, first: root.head }));
    expect(mapped.mutate((_mc, root) => [root.count, root.first?.name])).toEqual([3, "n2"]);
    expect(() => arena.mutate(() => 1)).toThrow("mutate: the arena was superseded by mapRoot");
    expect(() => arena.metrics).toThrow(ArenaStateError);
  });

  it("leaves the old root when the collection that follows the callback fails", () => {
    const arena = makeList({ memoryLimitBytes: 1000 });
    arena.mutate((mc, root) => fill(mc, root, 3));
    const failing = (): unknown =>
      arena.mapRoot<CountSpec>((mc) => {
        mc.allocate(800);
        return { count: 1, first: new Date() as never };
      });
    expect(failing).toThrow("cannot trace an object of class Date");
    expect(arena.mutate((_mc, root) => root.head?.name)).toBe("n2");
  });

  it("leaves the arena as it was when the callback throws", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 3));
    const failing = (): unknown =>
      arena.mapRoot<CountSpec>(() => {
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(arena.mutate((_mc, root) => root.head?.name)).toBe("n2");
  });
});

describe("disposal", () => {
  it("refuses everything afterwards, and may be repeated", () => {
    const arena = makeList();
    arena[Symbol.dispose]();
    arena[Symbol.dispose]();
    expect(() => arena.mutate(() => 1)).toThrow("mutate: the arena is disposed");
    expect(() => arena.collectAll()).toThrow(ArenaStateError);
    expect(() => arena.setPacing("default")).toThrow(ArenaStateError);
  });
});
