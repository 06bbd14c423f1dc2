// Sequences under a collector that runs at every chance, with the check that nothing reachable was forgotten.
import { describe, expect, it } from "vitest";
import { enableDebug } from "@luster/gc-arena/debug";
import type { Rootable } from "@luster/gc-arena";
import type { Iteration, Sequence, StepContext } from "@luster/gc-sequence";
import { all, andThen, again, fromFn, fromGeneratorWith, map, ok, pipe, race, repeat, stop, thenDo } from "@luster/gc-sequence";
import { Node, makeArena, sequencerOf } from "./counting-arena.js";

function stressed(stress: "full" | "step") {
  const arena = makeArena();
  enableDebug(arena, { stress, verify: true, checkFields: true, checkOwners: true });
  return { arena, sequencer: sequencerOf(arena) };
}

interface Locals<G> {
  readonly items: Node<G>[];
}
interface LocalsSpec extends Rootable {
  readonly Root: Locals<this["G"]>;
}

const collectNames = fromGeneratorWith<LocalsSpec>()(function* (steps, count: number) {
  for (let i = 0; i < count; i++) {
    yield* steps.enter((cx, locals) => {
      locals.items.push(new Node(cx.mc, `${i}`));
    });
    yield* steps.call((cx, locals) =>
      pipe(
        ok(new Node(cx.mc, `c${i}`)),
        thenDo((_cx, node) => {
          locals.items.push(node);
        }),
      ),
    );
  }
  return yield* steps.enter((_cx, locals) => locals.items.map((item) => item.name).join());
});

// Pointers flow through these; written as functions with a `G` of their own, they need no type arguments inside.
function passOn<G>(cx: StepContext<G>): Sequence<G, string> {
  return pipe(
    ok(new Node(cx.mc, "a")),
    map((node) => ({ node })),
    thenDo((cx, { node }) => {
      const next = new Node(cx.mc, `${node.name}b`);
      next.link(cx.mc, node);
      return [next];
    }),
    andThen((_cx, [node]) => ok(new Map([["key", node]]))),
    thenDo((_cx, nodes) => `${nodes.get("key")?.name} ${nodes.get("key")?.next?.name}`),
  );
}

function growTo5<G>(cx: StepContext<G>, node: Node<G>): Iteration<Node<G>, Node<G>> {
  return node.name.length === 5 ? stop(node) : again(new Node(cx.mc, `${node.name}x`));
}

function loopAndGroup<G>(cx: StepContext<G>): Sequence<G, string[]> {
  const grow = repeat(new Node(cx.mc, ""), (_cx: StepContext<G>, node) => fromFn(node, growTo5<G>));
  const early = ok<G, Node<G>>(new Node(cx.mc, "early"));
  const first = race([ok<G, Node<G>>(new Node(cx.mc, "winner")), ok<G, Node<G>>(new Node(cx.mc, "loser"))]);
  return pipe(
    all([grow, early, first]),
    thenDo((_cx, nodes) => nodes.map((node) => node.name)),
  );
}

describe.each(["full", "step"] as const)("with a collection after each mutate (%s)", (stress) => {
  it("locals of a generator live on", () => {
    expect(stressed(stress).sequencer.run((_cx) => collectNames({ items: [] }, 5))).toBe("0,c0,1,c1,2,c2,3,c3,4,c4");
  });

  it("values on their way through a chain live on", () => {
    expect(stressed(stress).sequencer.run((cx) => passOn(cx))).toBe("ab a");
  });

  it("the state of a loop and the results of a group live on", () => {
    expect(stressed(stress).sequencer.run((cx) => loopAndGroup(cx))).toEqual(["xxxxx", "early", "winner"]);
  });
});

describe("a finished task", () => {
  it("keeps nothing alive", () => {
    const { arena, sequencer } = stressed("full");
    const before = arena.metrics.allocatedBytes;
    sequencer.run((cx) => fromFn(new Node(cx.mc, "held"), (_cx, node) => node.name));
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(before);
  });
});
