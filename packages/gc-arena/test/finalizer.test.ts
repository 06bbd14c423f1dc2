import { describe, expect, it } from "vitest";
import { ArenaFinalizerError, type ArenaStateError, GcWeak, finalize, trace } from "@luster/gc-arena";
import type { Collect, Finalization, Gc, Mutation, Tracer, WeakContainer } from "@luster/gc-arena";
import { WeakGcMap, WeakValueMap } from "@luster/gc-arena/containers";
import { DisposableNode, FinalizedNode, Node, type NodeSpec, fill, makeList } from "./list.js";

type Loose = Mutation<unknown>;

function register(
  mc: Loose,
  name: string,
  onFinalize: ConstructorParameters<typeof FinalizedNode>[1],
): Gc<unknown, FinalizedNode<unknown>> {
  const node = mc.alloc(new FinalizedNode<unknown>(name, onFinalize));
  mc.registerFinalizer(node);
  return node;
}

describe("finalizers", () => {
  it("run newest registration first, once each", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc) => {
      for (const name of ["a", "b", "c"]) register(mc as never, name, (it) => log.push(it));
    });
    arena.collectAll();
    arena.collectAll();
    expect(log).toEqual(["c", "b", "a"]);
    expect(arena.metrics.finalizedCount).toBe(3);
    expect(arena.metrics.registeredCount).toBe(0);
  });

  it("keep that order over several cycles", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc, root) => {
      for (const name of ["a", "b", "c", "d"]) {
        const node = register(mc as never, name, (it) => log.push(it));
        node.next = root.head as never;
        root.head = node as never;
      }
    });
    for (let i = 0; i < 3; i++) arena.collectAll();
    arena.mutate((_mc, root) => {
      root.head = undefined;
    });
    arena.collectAll();
    expect(log).toEqual(["d", "c", "b", "a"]);
  });

  it("see the object and all it reaches alive, and may resurrect them", () => {
    const arena = makeList();
    let stash: unknown;
    arena.mutate((mc) => {
      const node = register(mc as never, "phoenix", (_name, fc, self) => {
        stash = fc.stash<NodeSpec>(self as never);
      });
      node.next = new Node("egg");
    });
    arena.collectAll();
    arena.collectAll();
    expect(arena.mutate((mc) => mc.fetch<NodeSpec>(stash as never).next?.name)).toBe("egg");
  });

  it("keep what the object reaches from being disposed and from being lost as a weak key", () => {
    const log: string[] = [];
    const arena = makeList();
    let notes!: WeakGcMap<unknown, Node<unknown>, number>;
    arena.mutate((mutation, root) => {
      const mc = mutation as never as Loose;
      notes = new WeakGcMap(mc);
      const owner = register(mc, "owner", (name) => log.push(`${name}, ${notes.size}`));
      const owned = mc.alloc(new DisposableNode<unknown>("owned", (name) => log.push(name)));
      mc.registerDisposable(owned);
      owner.next = owned;
      notes.set(mc, owned as Gc<unknown, Node<unknown>>, 1);
      root.head = notes as never;
    });
    arena.collectAll();
    expect(log).toEqual(["owner, 1"]);
    arena.collectAll();
    expect(log).toEqual(["owner, 1", "owned"]);
    expect(notes.size).toBe(0);
  });

  it("are all found by a full collection that breaks into a cycle, wherever it stands", () => {
    const COUNT = 1500;
    for (let steps = 1, isMarking = true; isMarking; steps++) {
      const arena = makeList();
      arena.mutate((mc, root) => {
        for (let i = 0; i < COUNT; i++) {
          const node = register(mc as never, "x", () => {});
          if (i % 2 === 0) continue;
          node.next = root.head as never;
          root.head = node as never;
        }
      });
      for (let i = 0; i < steps; i++) arena.collectStep(1);
      isMarking = arena.phase === "marking";
      arena.mutate((_mc, root) => {
        root.head = undefined;
      });
      arena.collectAll();
      expect(arena.metrics.finalizedCount).toBe(COUNT);
    }
  });

  it("run again only after being registered again", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc) => {
      register(mc as never, "twice", (name, fc, self) => {
        log.push(name);
        if (log.length === 1) fc.registerFinalizer(self as never);
      });
    });
    for (let i = 0; i < 3; i++) arena.collectAll();
    expect(log).toEqual(["twice", "twice"]);
  });

  it("run once for each registration", () => {
    let count = 0;
    const arena = makeList();
    arena.mutate((mc) => {
      const node = register(mc as never, "two", () => count++);
      (mc as never as Loose).registerFinalizer(node);
    });
    arena.collectAll();
    expect(count).toBe(2);
  });

  it("that fail are reported together, after all have run", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc) => {
      for (const name of ["a", "b", "c"]) {
        register(mc as never, name, (it) => {
          log.push(it);
          if (it !== "b") throw new Error(`no ${it}`);
        });
      }
    });
    let error: unknown;
    try {
      arena.collectAll();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ArenaFinalizerError);
    expect((error as ArenaFinalizerError).failures.map((failure) => (failure.error as Error).message)).toEqual(["no c", "no a"]);
    expect((error as Error).message).toBe("finalizing an object of class FinalizedNode failed: no c (and 1 more)");
    expect(log).toEqual(["c", "b", "a"]);
    arena.collectAll();
    expect(log).toHaveLength(3);
  });

  it("that fail are given to a handler instead, if there is one", () => {
    const failures: unknown[] = [];
    const arena = makeList({ onFinalizerError: ({ error }) => failures.push(error) });
    arena.mutate((mc) => {
      register(mc as never, "a", () => {
        throw "text";
      });
    });
    arena.collectAll();
    expect(failures).toEqual(["text"]);
  });

  it("that fail while the handler fails too are reported, with what the handler threw", () => {
    const log: string[] = [];
    const arena = makeList({ onFinalizerError: ({ error }) => expect.fail(`handler of ${String(error)}`) });
    const fail = (name: string): never => {
      log.push(name);
      throw name;
    };
    arena.mutate((mc) => {
      for (const name of ["a", "b"]) register(mc as never, name, fail);
    });
    expect(() => arena.collectAll()).toThrow("finalizing an object of class FinalizedNode failed: handler of b (and 1 more)");
    arena.mutate((mc) => {
      for (const name of ["c", "d"]) register(mc as never, name, fail);
    });
    expect(() => arena[Symbol.dispose]()).toThrow("handler of d (and 1 more)");
    expect(log).toEqual(["b", "a", "d", "c"]);
    expect(() => arena.mutate(() => 1)).toThrow(/disposed/);
  });

  it("receive a handle that ends with them", () => {
    const arena = makeList();
    const handles: Finalization<unknown>[] = [];
    arena.mutate((mc) => {
      for (const name of ["a", "b"]) {
        register(mc as never, name, (_name, fc) => {
          for (const other of handles) expect(() => other.allocate(1)).toThrow("used after its callback returned");
          handles.push(fc);
        });
      }
    });
    arena.collectAll();
    expect(handles).toHaveLength(2);
  });

  it("may do anything but enter the arena: each attempt is refused, and the collection goes on", () => {
    const arena = makeList();
    const problems: unknown[] = [];
    const attempts = [
      () => arena.mutate(() => 1),
      () => arena.mutateRoot(() => 1),
      () => arena.mapRoot(() => undefined),
      () => arena.collectDebt(),
      () => arena.collectStep(1),
      () => arena.finishMarking(),
      () => arena[Symbol.dispose](),
    ];
    const attemptAll = (): void => {
      for (const attempt of attempts) {
        try {
          attempt();
        } catch (error) {
          problems.push((error as ArenaStateError).problem);
        }
      }
    };
    arena.mutate((mc) => {
      register(mc as never, "f", attemptAll);
      mc.registerDisposable(mc.alloc(new DisposableNode<never>("d", attemptAll)) as never);
    });
    arena.collectAll();
    expect(problems).toEqual(new Array(2 * attempts.length).fill("reentrant"));
    expect([arena.phase, arena.metrics.finalizedCount, arena.metrics.disposedCount]).toEqual(["sleeping", 1, 1]);
  });

  it("cannot enter the arena", () => {
    const arena = makeList();
    arena.mutate((mc) => {
      register(mc as never, "a", () => arena.collectAll());
    });
    expect(() => arena.collectAll()).toThrow(/collectAll: the arena is already inside/);
    expect(arena.phase).toBe("sleeping");
  });

  it("need a method", () => {
    makeList().mutate((mc) => {
      expect(() => mc.registerFinalizer(Node.make(mc, "a") as never)).toThrow(
        "registerFinalizer: an object of class Node has no [finalize] method",
      );
      expect(() => mc.registerDisposable(Node.make(mc, "a") as never)).toThrow(TypeError);
    });
  });
});

describe("weak references to an object with a finalizer", () => {
  it("lose it before the finalizer runs; as a key it is lost only after", () => {
    interface Seen {
      weak?: boolean;
      value?: boolean;
      key?: boolean;
    }
    const seen: Seen = {};
    const arena = makeList();
    let table!: WeakGcMap<unknown, Node<unknown>, number>;
    let values!: WeakValueMap<unknown, string, Node<unknown>>;
    let weak!: GcWeak<unknown, Node<unknown>>;
    class Holder implements Collect {
      gcColor = 0;
      [trace](tracer: { mark(object: Collect): void }): void {
        for (const object of [table, values, weak]) tracer.mark(object);
      }
    }
    arena.mutate((mutation, root) => {
      const mc = mutation as never as Loose;
      table = new WeakGcMap(mc);
      values = new WeakValueMap(mc);
      const node = register(mc, "a", (_name, _fc, self) => {
        seen.weak = weak.isDropped;
        seen.value = values.has("a");
        seen.key = table.has(self as never);
      });
      weak = new GcWeak(mc, node as Gc<unknown, Node<unknown>>);
      table.set(mc, node as Gc<unknown, Node<unknown>>, 1);
      values.set(mc, "a", node as Gc<unknown, Node<unknown>>);
      root.head = new Holder() as never;
    });
    arena.collectAll();
    expect(seen).toEqual({ weak: true, value: false, key: true });
    expect(table.size).toBe(1);
    arena.collectAll();
    expect(table.size).toBe(0);
  });
});

describe("a container whose keys and values are both weak", () => {
  type N = Node<unknown>;

  class Pairs implements WeakContainer {
    gcColor = 0;
    readonly entries = new Map<N, N>();
    clearDeadValues(tracer: Tracer): void {
      for (const [key, value] of this.entries) if (tracer.isDead(value)) this.entries.delete(key);
    }
    clearDeadKeys(tracer: Tracer): void {
      for (const key of this.entries.keys()) if (tracer.isDead(key)) this.entries.delete(key);
    }
    [trace](tracer: Tracer): void {
      tracer.visitAllWeak(this);
    }
  }

  const names = (pairs: Pairs): string[] => [...pairs.entries].map(([key, value]) => `${key.name} ${value.name}`);

  it("loses an entry when either dies; a dead value before finalizers run, a dead key after", () => {
    const arena = makeList();
    const pairs = new Pairs();
    let seen: string[] = [];
    arena.mutate((mutation, root) => {
      const mc = mutation as never as Loose;
      const make = (name: string): N => Node.make(mc, name);
      const [first, second, third, dead] = [make("first"), make("second"), make("third"), make("dead")];
      const note = (): unknown => (seen = names(pairs));
      const [key, value] = [register(mc, "key", note), register(mc, "value", note)];
      first.next = second;
      second.next = third;
      pairs.entries.set(first, first).set(second, dead).set(third, value).set(dead, first).set(key, first);
      root.head = first as never;
      root.weak = pairs as never;
    });
    arena.collectAll();
    expect(seen).toEqual(["first first", "key first"]);
    arena.collectAll();
    expect(names(pairs)).toEqual(["first first"]);
  });

  it("is cleared as every other weak reference when only what a finalizer will see reaches it", () => {
    const arena = makeList();
    const pairs = new Pairs();
    const seen: unknown[] = [];
    arena.mutate((mutation, root) => {
      const mc = mutation as never as Loose;
      const [alive, dead] = [Node.make(mc, "alive"), Node.make(mc, "dead")];
      const weak = new GcWeak<unknown, N>(mc, dead);
      const values = new WeakValueMap<unknown, string, N>(mc);
      values.set(mc, "dead", dead);
      pairs.entries.set(alive, dead).set(dead, alive);
      const owner = register(mc, "owner", () => seen.push(weak.isDropped, values.size, pairs.entries.size));
      const inner = { gcColor: 0, [trace]: (tracer: Tracer) => [weak, values, pairs].forEach((object) => tracer.mark(object)) };
      owner.next = inner as never;
      root.head = alive as never;
    });
    arena.collectAll();
    expect(seen).toEqual([true, 0, 0]);
  });
});

describe("disposable objects", () => {
  it("are disposed when they die, newest first", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc, root) => {
      for (const name of ["a", "b", "c"]) {
        const node = mc.alloc(new DisposableNode<never>(name, (it) => log.push(it)));
        mc.registerDisposable(node as never);
        if (name === "b") root.head = node as never;
      }
    });
    arena.collectAll();
    expect(log).toEqual(["c", "a"]);
    arena[Symbol.dispose]();
    expect(log).toEqual(["c", "a", "b"]);
  });

  it("registered while a cycle sweeps are not taken for dead", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.finishMarking().startSweeping();
    arena.mutate((mc, root) => {
      const node = mc.alloc(new DisposableNode<never>("new", (it) => log.push(it)));
      mc.registerDisposable(node as never);
      root.head = node as never;
    });
    arena.finishCycle();
    arena.collectAll();
    expect(log).toEqual([]);
  });
});

describe("disposing the arena", () => {
  it("runs everything that is left, in the reverse order of registration", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc) => {
      register(mc as never, "f1", (it) => log.push(it));
      mc.registerDisposable(mc.alloc(new DisposableNode<never>("d2", (it) => log.push(it))) as never);
      register(mc as never, "f3", (it) => log.push(it));
    });
    arena[Symbol.dispose]();
    expect(log).toEqual(["f3", "d2", "f1"]);
  });

  it("runs all of them when some fail, and then reports", () => {
    const log: string[] = [];
    const arena = makeList();
    arena.mutate((mc) => {
      for (const name of ["a", "b"]) {
        register(mc as never, name, (it) => {
          log.push(it);
          throw new Error(it);
        });
      }
    });
    expect(() => arena[Symbol.dispose]()).toThrow(ArenaFinalizerError);
    expect(log).toEqual(["b", "a"]);
    expect(() => arena.mutate(() => 1)).toThrow(/disposed/);
  });
});

describe("a host that takes the dead itself", () => {
  it("gets them newest first, and everything else when it closes", () => {
    const arena = makeList();
    const { heap } = arena;
    const take = (): string[] => {
      const names: string[] = [];
      for (let object = heap.popFinalizable(); object !== undefined; object = heap.popFinalizable())
        names.push((object as Node<unknown>).name);
      return names;
    };
    arena.mutate((mc, root) => {
      for (const name of ["a", "b", "c", "d"]) {
        const node = Node.make(mc, name);
        heap.registerFinalizer(node);
        if (name === "b" || name === "c") {
          node.link(mc, root.head);
          root.head = node;
        }
      }
    });
    arena.collectAll();
    expect(heap.finalizableCount).toBe(2);
    expect(take()).toEqual(["d", "a"]);
    heap.beginClose();
    heap.registerFinalizer(new Node("late"));
    expect(take()).toEqual(["c", "b"]);
    arena.collectAll();
    expect(heap.finalizableCount).toBe(0);
  });

  it("gets them cycle by cycle, when it takes none in between", () => {
    const arena = makeList();
    const { heap } = arena;
    arena.mutate((mc, root) => {
      const [early, late] = [Node.make(mc, "early"), Node.make(mc, "late")];
      heap.registerFinalizer(early);
      heap.registerFinalizer(late);
      root.head = late;
    });
    arena.collectAll();
    arena.mutate((_mc, root) => {
      root.head = undefined;
    });
    arena.collectAll();
    expect([heap.popFinalizable(), heap.popFinalizable()].map((object) => (object as Node<unknown>).name)).toEqual(["early", "late"]);
  });

  it("closes in the middle of a cycle, and what it gets then is alive", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      fill(mc, root, 500);
      const node = Node.make(mc, "dead");
      node.link(mc, Node.make(mc, "its own"));
      arena.heap.registerFinalizer(node);
      root.weak = new GcWeak(mc, node.next as never);
    });
    arena.collectStep(1);
    arena.heap.beginClose();
    arena.finishCycle();
    expect(arena.mutate((_mc, root) => root.weak?.isDropped)).toBe(false);
    expect((arena.heap.popFinalizable() as Node<unknown>).name).toBe("dead");
  });

  it("finds what waits in the queue alive", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      const node = Node.make(mc, "a");
      node.link(mc, Node.make(mc, "b"));
      arena.heap.registerFinalizer(node);
      root.weak = undefined;
    });
    for (let i = 0; i < 3; i++) arena.collectAll();
    expect((arena.heap.popFinalizable() as Node<unknown>).next?.name).toBe("b");
    expect(arena.metrics.liveObjectCount).toBeGreaterThanOrEqual(2);
  });
});

it("the key of the finalize method is a registered symbol", () => {
  expect(Symbol.keyFor(finalize)).toBe("@luster/gc-arena/finalize");
});
