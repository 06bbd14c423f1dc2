import { describe, expect, it } from "vitest";
import { ArenaTraceError, ForeignPointerError, GcWeak, trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import { GcCell } from "@luster/gc-arena/containers";
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
