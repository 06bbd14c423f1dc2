import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { Arena, GcWeak, trace } from "@luster/gc-arena";
import type { Collect, Rootable, Tracer, WeakContainer, WeakReference } from "@luster/gc-arena";
import { Node, fill, makeList } from "./list.js";

type N = Node<unknown>;

/** An ephemeron table and a weak slot whose owner applies the weak barriers itself. */
class WeakThings implements Collect, WeakContainer, WeakReference {
  gcColor = 0;
  readonly entries = new Map<N, N>();
  readonly others: Collect[] = [];
  slot: N | undefined = undefined;
  traceCount = 0;

  hasDeadTarget(tracer: Tracer): boolean {
    return this.slot !== undefined && tracer.isDead(this.slot);
  }
  clear(): void {
    this.slot = undefined;
  }
  clearDeadValues(): void {}
  clearDeadKeys(tracer: Tracer): void {
    for (const key of this.entries.keys()) if (tracer.isDead(key)) this.entries.delete(key);
  }
  [trace](tracer: Tracer): void {
    this.traceCount++;
    for (const other of this.others) tracer.mark(other);
    for (const [key, value] of this.entries) tracer.markEphemeron(key, value);
    tracer.visitEphemeron(this);
    if (this.hasDeadTarget(tracer)) tracer.visitWeakReference(this);
  }
}
interface Spec extends Rootable {
  readonly Root: WeakThings;
}

/** An arena whose root is black already, while there is more to mark. */
function halfMarked(): { arena: Arena<Spec>; things: WeakThings } {
  const things = new WeakThings();
  for (let i = 0; i < 500; i++) things.others.push(new Node<unknown>(`n${i}`));
  const arena = new Arena<Spec>(() => things);
  arena.collectStep(1);
  expect(arena.phase).toBe("marking");
  expect(things.gcColor).toBe(arena.heap.barrierColor);
  return { arena, things };
}

describe("the weak barriers", () => {
  it("have an ephemeron entry followed without tracing the table again", () => {
    const { arena, things } = halfMarked();
    const key = new Node<unknown>("key");
    const value = new Node<unknown>("value");
    const target = new Node<unknown>("target");
    value.next = target;
    let weak: GcWeak<unknown, N> | undefined;
    arena.mutate((mc) => {
      weak = new GcWeak<unknown, N>(mc as never, target as never);
      things.entries.set(key, value);
      mc.heap.forwardBarrierEphemeron(things, key, value);
      things.others.push(key, weak);
      mc.heap.forwardBarrier(things, key);
      mc.heap.forwardBarrier(things, weak);
    });
    arena.finishCycle();
    expect(things.entries.size).toBe(1);
    expect(weak?.isDropped).toBe(false);
  });

  it("have a weak slot cleared that was filled while marking", () => {
    const { arena, things } = halfMarked();
    arena.mutate((mc) => {
      things.slot = new Node<unknown>("dead");
      mc.heap.forwardBarrierWeak(things);
    });
    arena.finishCycle();
    expect(things.slot).toBeUndefined();
  });

  it("do nothing outside of marking", () => {
    const arena = new Arena<Spec>(() => new WeakThings());
    arena.mutate((mc, root) => {
      const node = new Node<unknown>("a");
      mc.heap.forwardBarrierWeak(root);
      mc.heap.forwardBarrierEphemeron(root, node, node);
      mc.heap.forwardBarrier(root, node);
      mc.heap.backwardBarrier(root);
      expect(node.gcColor).toBe(0);
    });
  });
});

it("what has died is left to the host's collector", async () => {
  setFlagsFromString("--expose-gc");
  const collectHost = runInNewContext("gc") as () => void;
  const arena = makeList();
  const dead = arena.mutate((mc, root) => {
    fill(mc, root, 5000);
    root.weak = new GcWeak(mc, root.head as never);
    const reference = new WeakRef<object>(root.head as object);
    root.head = undefined;
    return reference;
  });
  arena.collectStep(1);
  arena.collectAll();
  for (let turn = 0; turn < 50 && dead.deref() !== undefined; turn++) {
    // A turn of its own: reading a WeakRef keeps its target for the rest of the turn.
    await sleep(5);
    collectHost();
  }
  expect(dead.deref()).toBeUndefined();
});
