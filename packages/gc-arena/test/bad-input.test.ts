import { describe, expect, it } from "vitest";
import { Arena, ArenaTraceError, ForeignPointerError, GcWeak, StaleHandleError, trace, traceValue } from "@luster/gc-arena";
import type { Collect, Rootable, Tracer } from "@luster/gc-arena";
import { enableDebug } from "@luster/gc-arena/debug";
import { inspectHeap } from "@luster/gc-arena/inspect";
import { DisposableNode, FinalizedNode, Node, type NodeSpec, makeList } from "./list.js";

class Fragile implements Collect {
  gcColor = 0;
  fault: ((tracer: Tracer) => void) | undefined = undefined;
  child: Collect | undefined = undefined;
  [trace](tracer: Tracer): void {
    this.fault?.(tracer);
    if (this.child !== undefined) tracer.mark(this.child);
  }
}
interface FragileSpec extends Rootable {
  readonly Root: Fragile;
}

describe("a trace method that fails", () => {
  const faults: [string, (tracer: Tracer) => void, string][] = [
    ["throws", () => expect.fail("boom"), "tracing an object of class Fragile failed: boom"],
    ["marks undefined", (tracer) => tracer.mark(undefined as never), "tracing an object of class Fragile failed: "],
    [
      "reports NaN bytes",
      (tracer) => tracer.addBytes(Number.NaN),
      "tracing an object of class Fragile failed: addBytes: NaN is not a number of bytes",
    ],
    ["reports infinite string bytes", (tracer) => tracer.addStringBytes(Infinity), "addStringBytes: Infinity is not a number of bytes"],
  ];
  it.each(faults)("because it %s is named, and nothing is lost", (_what, fault, message) => {
    const root = new Fragile();
    const arena = new Arena<FragileSpec>(() => root);
    const finalized: string[] = [];
    arena.mutate((mc) => {
      root.child = new GcWeak(mc, Node.make(mc, "target")) as never;
    });
    root.fault = fault;
    expect(() => arena.collectAll()).toThrow(ArenaTraceError);
    expect(() => arena.collectAll()).toThrow(message);
    expect(arena.phase).toBe("sleeping");
    expect(arena.heap.barrierColor).toBe(-1);
    expect((root.child as never as GcWeak<unknown, Node<unknown>>).isDropped).toBe(false);
    root.fault = undefined;
    arena.collectAll();
    expect((root.child as never as GcWeak<unknown, Node<unknown>>).isDropped).toBe(true);
    expect(finalized).toEqual([]);
  });

  it("keeps the error as cause, and the object as value", () => {
    const root = new Fragile();
    const arena = new Arena<FragileSpec>(() => root);
    const boom = new Error("boom");
    root.fault = () => {
      throw boom;
    };
    expect(() => arena.collectAll()).toThrow(expect.objectContaining({ value: root, cause: boom }));
  });

  it("is named whatever it throws, and whatever it is called", () => {
    const root = new Fragile();
    const arena = new Arena<FragileSpec>(() => root);
    root.fault = () => {
      throw Object.assign(new Error("boom"), { message: Symbol("odd") });
    };
    expect(() => arena.collectAll()).toThrow("tracing an object of class Fragile failed: Symbol(odd)");
    class Nameless {
      static readonly name = Symbol("odd") as never;
    }
    root.fault = (tracer) => traceValue(tracer, new Nameless());
    expect(() => arena.collectAll()).toThrow("cannot trace an object of class (anonymous)");
    root.fault = (tracer) => traceValue(tracer, Nameless);
    expect(() => arena.collectAll()).toThrow("cannot trace the function (anonymous)");
  });

  it("is named by an inspection and by the verifier too", () => {
    const root = new Fragile();
    const arena = new Arena<FragileSpec>(() => root);
    let count = 0;
    root.fault = () => {
      if (++count > 1) throw new Error("boom");
    };
    enableDebug(arena, { verify: true });
    expect(() => arena.collectAll()).toThrow(expect.objectContaining({ name: "ArenaTraceError", value: root }));
    expect(() => inspectHeap(arena)).toThrow(ArenaTraceError);
    root.fault = undefined;
    arena.collectAll();
    expect(arena.metrics.cycleCount).toBe(1);
  });

  it("cannot enter the arena", () => {
    const root = new Fragile();
    const arena = new Arena<FragileSpec>(() => root);
    root.fault = () => arena.mutate(() => 1);
    expect(() => arena.collectAll()).toThrow(/mutate: the arena is already inside/);
  });
});

describe("a root that cannot be traced", () => {
  const collect = (root: unknown): (() => void) => {
    interface LooseSpec extends Rootable {
      readonly Root: unknown;
    }
    const arena = new Arena<LooseSpec>(() => root);
    return () => arena.collectAll();
  };
  it("is named", () => {
    expect(collect({ when: new Date() })).toThrow("cannot trace an object of class Date");
    expect(collect([() => 1])).toThrow(/cannot trace the function/);
    const loop: unknown[] = [];
    loop.push(loop);
    expect(collect(loop)).toThrow("cannot trace an object of class Array");
  });

  it("may be any nesting of plain collections, or a primitive", () => {
    const node = new Node<unknown>("n");
    for (const root of [undefined, 1, "text", [node], { a: { b: [node] } }, new Map([[node, new Set([node])]]), Object.create(null)])
      collect(root)();
    expect(node.gcColor).toBeGreaterThan(0);
  });
});

describe("a clearing method that throws", () => {
  it("gives the cycle up; what was dead is found by the next", () => {
    let isBroken = true;
    const log: string[] = [];
    const arena = makeList();
    const table = {
      gcColor: 0,
      [trace]: (tracer: Tracer): void => tracer.visitEphemeron(table),
      clearDeadValues: (): void => {},
      clearDeadKeys: (): void => {
        if (isBroken) throw new Error("stuck");
      },
    };
    arena.mutate((mc, root) => {
      root.head = table as never;
      const owner = mc.alloc(new FinalizedNode<never>("a", (name) => log.push(name)));
      const owned = mc.alloc(new DisposableNode<never>("b", (name) => log.push(name)));
      mc.registerFinalizer(owner as never);
      mc.registerDisposable(owned as never);
      owner.next = owned;
    });
    expect(() => arena.collectAll()).toThrow("stuck");
    expect([arena.phase, arena.heap.barrierColor, ...log]).toEqual(["sleeping", -1]);
    isBroken = false;
    arena.collectAll();
    expect(log).toEqual(["a"]);
    arena.collectAll();
    expect(log).toEqual(["a", "b"]);
  });
});

describe("stashed handles", () => {
  it("of another arena, or disposed, or no handles at all, are refused", () => {
    const one = makeList();
    const other = makeList();
    const stash = one.mutate((mc) => mc.stash<NodeSpec>(Node.make(mc, "a")));
    expect(() => other.mutate((mc) => mc.fetch(stash).name)).toThrow(ForeignPointerError);
    stash[Symbol.dispose]();
    stash[Symbol.dispose]();
    expect(() => one.mutate((mc) => mc.fetch(stash).name)).toThrow(StaleHandleError);
    expect(() => stash.clone()).toThrow("Stash.clone: the handle was disposed");
    expect(() => one.mutate((mc) => mc.fetch({} as never))).toThrow("fetch: not a stash handle");
    expect(() => one.heap.registerFinalizer(undefined as never)).toThrow("registerFinalizer: undefined is not a traced object");
    expect(() => one.mutate((mc) => mc.stash<NodeSpec>("text" as never))).toThrow('stash: the string "text" is not a traced object');
  });
});
