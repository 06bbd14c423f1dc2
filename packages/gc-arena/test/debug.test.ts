import { describe, expect, it } from "vitest";
import { Arena, ArenaTraceError, ForeignPointerError, GcWeak, retrace, trace } from "@luster/gc-arena";
import type { Collect, Gc, Heap, Mutation, Retraceable, Rootable, Tracer, WeakContainer } from "@luster/gc-arena";
import { GcCell, GcLock, WeakGcMap, WeakValueMap } from "@luster/gc-arena/containers";
import { ArenaVerifyError, PoisonedError, enableDebug } from "@luster/gc-arena/debug";
import { DisposableNode, Node, fill, makeList } from "./list.js";

describe("verify", () => {
  it("catches a store whose write barrier is missing", () => {
    const arena = makeList();
    enableDebug(arena, { verify: true, stress: "step" });
    arena.mutate((mc, root) => fill(mc, root, 5));
    const storeWithoutBarrier = (): void => {
      for (let i = 0; i < 200; i++) {
        arena.mutate((mc, root) => {
          if (root.head !== undefined) root.head.next = Node.make(mc, `new${i}`);
        });
      }
    };
    expect(storeWithoutBarrier).toThrow(ArenaVerifyError);
    expect(storeWithoutBarrier).toThrow("missing write barrier: an object of class Node points by 'next' to an object of class Node");
  });

  it("finds nothing when the barrier is there", () => {
    const arena = makeList();
    enableDebug(arena, { verify: true, stress: "step", checkOwners: true });
    arena.mutate((mc, root) => fill(mc, root, 5));
    for (let i = 0; i < 200; i++) arena.mutate((mc, root) => root.head?.link(mc, Node.make(mc, `new${i}`)));
    expect(arena.metrics.cycleCount).toBeGreaterThan(5);
  });
});

describe("checkFields", () => {
  class Forgetful implements Collect {
    gcColor = 0;
    readonly traced: Node<unknown>[] = [];
    forgotten: Node<unknown> | undefined = undefined;
    [trace](tracer: Tracer): void {
      for (const node of this.traced) tracer.mark(node);
    }
  }

  it("finds a field that trace forgets", () => {
    const arena = makeList();
    enableDebug(arena, { checkFields: true });
    const object = new Forgetful();
    arena.mutate((_mc, root) => {
      root.head = object as never;
    });
    object.traced.push(new Node("a"));
    arena.collectAll();
    // Marked by another way, so that no white pointer gives it away.
    object.forgotten = new Node("b");
    arena.mutate((_mc, root) => {
      root.weak = { gcColor: 0, [trace]: (tracer: Tracer) => tracer.mark(object.forgotten as Collect) } as never;
    });
    expect(() => arena.collectAll()).toThrow(
      "trace of class Forgetful forgets a field: an object of class Forgetful points by 'forgotten'",
    );
  });

  it("looks into maps, sets and plain objects", () => {
    class Keeper implements Collect {
      gcColor = 0;
      byName = new Map<string, unknown>();
      options: object = {};
      [trace](): void {}
    }
    const forgotten = (fillIn: (keeper: Keeper, node: Node<unknown>) => void): (() => void) => {
      const arena = makeList();
      enableDebug(arena, { checkFields: true });
      arena.mutate((mc, root) => {
        const keeper = mc.alloc(new Keeper());
        const node = Node.make(mc, "known otherwise");
        fillIn(keeper, node as never);
        root.head = keeper as never;
        (root as { weak: unknown }).weak = [node];
      });
      return () => arena.collectAll();
    };
    expect(forgotten((keeper, node) => keeper.byName.set("a", [node]))).toThrow("points by 'byName.get(\"a\")[0]'");
    expect(forgotten((keeper, node) => (keeper.options = { inner: { node } }))).toThrow("points by 'options.inner.node'");
    expect(forgotten((keeper, node) => (keeper.options = { host: new WeakRef(node) }))).not.toThrow();
  });

  it("takes weak references as they are meant", () => {
    const arena = makeList();
    enableDebug(arena, { checkFields: true });
    arena.mutate((mc, root) => {
      fill(mc, root, 2);
      root.weak = new GcWeak(mc, root.head as never);
    });
    arena.collectAll();
    expect(arena.metrics.cycleCount).toBe(1);
  });
});

// Every way of storing a pointer, with the barrier that belongs to it. Each is made with the barrier working, then with it switched off.
describe("verify finds each store whose barrier is missing:", () => {
  type Loose = Mutation<unknown>;
  type N = Node<unknown>;

  class Values implements Retraceable {
    gcColor = 0;
    gcTouched = 0;
    readonly slots: N[] = [];
    [trace](tracer: Tracer): void {
      for (const slot of this.slots) tracer.mark(slot);
    }
    [retrace](tracer: Tracer): void {
      this[trace](tracer);
    }
  }

  class Keys extends Values implements WeakContainer {
    readonly entries = new Map<N, N>();
    override [trace](tracer: Tracer): void {
      super[trace](tracer);
      for (const [key, value] of this.entries) tracer.markEphemeron(key, value);
      tracer.visitEphemeron(this);
    }
    clearDeadValues(): void {}
    clearDeadKeys(): void {}
  }

  const stored = (mc: Loose): N => Node.make(mc, "stored");
  const stores: [string, keyof Heap, (mc: Loose) => { object: Collect; store: (mc: Loose) => void }][] = [
    [
      "a backward barrier",
      "backwardBarrier",
      (mc) => {
        const node = Node.make(mc, "parent");
        return { object: node, store: (mc) => node.link(mc, stored(mc)) };
      },
    ],
    [
      "a forward barrier",
      "forwardBarrier",
      (mc) => {
        const node = Node.make(mc, "parent");
        const store = (mc: Loose): void => {
          const child = stored(mc);
          node.next = child;
          mc.forwardBarrier(node, child);
        };
        return { object: node, store };
      },
    ],
    [
      "a cell",
      "storeBarrier",
      (mc) => {
        const cell = new GcCell<unknown, unknown>(mc, undefined);
        return { object: cell, store: (mc) => cell.set(mc, stored(mc)) };
      },
    ],
    [
      "a lock",
      "storeBarrier",
      (mc) => {
        const lock = new GcLock<unknown, N[]>(mc, []);
        return { object: lock, store: (mc) => void lock.write(mc, (items) => items.push(stored(mc))) };
      },
    ],
    [
      "a weak map",
      "storeBarrier",
      (mc) => {
        const map = new WeakGcMap<unknown, N, N>(mc);
        return { object: map, store: (mc) => map.set(mc, roots(mc)[0] as Gc<unknown, N>, stored(mc)) };
      },
    ],
    [
      "a map with weak values",
      "storeBarrier",
      (mc) => {
        const map = new WeakValueMap<unknown, N, N>(mc);
        return { object: map, store: (mc) => map.set(mc, stored(mc), roots(mc)[0] as Gc<unknown, N>) };
      },
    ],
    [
      "a barrier of ephemerons",
      "forwardBarrierEphemeron",
      (mc) => {
        const keys = mc.alloc(new Keys());
        const store = (mc: Loose): void => {
          const [key] = roots(mc) as [N];
          const value = stored(mc);
          keys.entries.set(key, value);
          mc.heap.forwardBarrierEphemeron(keys, key, value);
        };
        return { object: keys, store };
      },
    ],
    [
      "a stack that is touched",
      "touch",
      (mc) => {
        const stack = mc.alloc(new Values());
        const store = (mc: Loose): void => {
          mc.heap.touch(stack);
          stack.slots.push(stored(mc));
        };
        return { object: stack, store };
      },
    ],
  ];
  const roots = (mc: Loose): N[] => (mc as never as { roots: N[] }).roots;

  const run = (make: (typeof stores)[number][2], disabled: keyof Heap | undefined): void => {
    interface RootSpec extends Rootable {
      readonly Root: { known: N[]; object: Collect | undefined };
    }
    const arena = new Arena<RootSpec>((mc) => ({ known: [Node.make(mc, "key") as never], object: undefined }));
    enableDebug(arena, { verify: true, stress: "step" });
    if (disabled !== undefined) (arena.heap as never as Record<string, unknown>)[disabled] = () => {};
    const withRoots = (mc: unknown, known: N[]): Loose => Object.assign(mc as never, { roots: known });
    const store = arena.mutate((mc, root) => {
      const made = make(withRoots(mc, root.known));
      root.object = made.object;
      return made.store as unknown;
    }) as (mc: Loose) => void;
    for (let i = 0; i < 100; i++) arena.mutate((mc, root) => store(withRoots(mc, root.known)));
    expect(arena.metrics.cycleCount).toBeGreaterThan(0);
  };

  it.each(stores)("%s", (_name, barrier, make) => {
    run(make, undefined);
    expect(() => run(make, barrier)).toThrow(ArenaVerifyError);
  });

  it("names what is no traced object", () => {
    const arena = makeList();
    enableDebug(arena, { verify: true });
    arena.mutate((mc, root) => {
      root.head = Node.make(mc, "a");
      root.head.next = { plain: true } as never;
    });
    expect(() => arena.collectAll()).toThrow(
      "not a traced object: an object of class Node points by '(unnamed)' to an object of class Object",
    );
  });
});

describe("stress", () => {
  it("runs a full collection after each mutate", () => {
    const arena = makeList();
    enableDebug(arena, { stress: "full" });
    arena.mutate((mc, root) => {
      root.weak = new GcWeak(mc, Node.make(mc, "dead"));
    });
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(true);
  });
});

describe("poison", () => {
  it("makes a disposed object throw at each use", () => {
    const arena = makeList();
    enableDebug(arena, { poison: true });
    let kept: DisposableNode<never> | undefined;
    arena.mutate((mc) => {
      const node = mc.alloc(new DisposableNode<never>("gone", () => {}));
      mc.registerDisposable(node as never);
      kept = node as never;
    });
    arena.collectAll();
    const dead = kept as DisposableNode<never>;
    expect(() => dead.name).toThrow(PoisonedError);
    expect(() => dead.name).toThrow("a disposed object of class DisposableNode was used: 'name'");
    expect(() => {
      dead.next = undefined;
    }).toThrow(PoisonedError);
    expect(() => dead.link(undefined as never, undefined)).toThrow("'link'");
    expect(() => "link" in dead).toThrow(PoisonedError);
    arena.mutate((_mc, root) => {
      root.head = dead as never;
    });
    expect(() => arena.collectAll()).toThrow(PoisonedError);
  });
});

describe("checkOwners", () => {
  it("refuses a pointer of another arena when it is stored or marked", () => {
    const one = makeList();
    const other = makeList();
    for (const arena of [one, other]) enableDebug(arena, { checkOwners: true });
    let foreign: Node<never> | undefined;
    one.mutate((mc) => {
      foreign = Node.make(mc, "foreign") as never;
    });
    other.mutate((mc, root) => {
      const cell = new GcCell<never, unknown>(mc as never, undefined);
      root.head = cell as never;
      expect(() => cell.set(mc as never, foreign)).toThrow(ForeignPointerError);
      expect(() => mc.forwardBarrier(root.head as never, foreign as never)).toThrow(
        "forwardBarrier: an object of class Node belongs to another arena",
      );
      expect(() => mc.heap.forwardBarrierEphemeron(cell, cell, foreign as never)).toThrow(ForeignPointerError);
      expect(() => mc.heap.forwardBarrierWeak(foreign as never)).toThrow(ForeignPointerError);
    });
    other.mutate((_mc, root) => {
      root.head = new Node("carrier");
      root.head.next = foreign as never;
    });
    expect(() => other.collectAll()).toThrow(ArenaTraceError);
    other.mutate((_mc, root) => {
      root.head = undefined;
    });
    other.collectAll();
    expect(other.metrics.cycleCount).toBe(1);
  });
});
