// What must not compile: no pointer leaves its mutate call, and pointers of two arenas do not mix.

import { GcWeak, trace } from "@luster/gc-arena";
import type { Arena, Branded, Collect, Gc, Mutation, Rootable, Tracer } from "@luster/gc-arena";

class Item<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  next: Item<G> | undefined = undefined;
  [trace](_tracer: Tracer): void {}
}
interface State<G> {
  item: Gc<G, Item<G>> | undefined;
}
interface Spec extends Rootable {
  readonly Root: State<this["G"]>;
}
class Leaf implements Collect {
  gcColor = 0;
  [trace](_tracer: Tracer): void {}
}

declare function make<G>(mc: Mutation<G>): Gc<G, Item<G>>;

declare const arena: Arena<Spec>;
declare const other: Arena<Spec>;

// A pointer that is returned comes out as no pointer at all.
const returned: unknown = arena.mutate((_mc, root) => root.item as unknown);
// @ts-expect-error it is unknown
const next: unknown = returned.next;
// @ts-expect-error the brand of the call cannot be named outside of it
const leaked: Item<unknown> | undefined = arena.mutate((_mc, root) => root.item);

// A plain class is branded too: `Gc` keeps it in.
// @ts-expect-error the brand of the call is not `unknown`
const leakedLeaf: Gc<unknown, Leaf> = arena.mutate((mc) => mc.alloc(new Leaf()));

let outer: Item<unknown> | undefined;
arena.mutate((_mc, root) => {
  // @ts-expect-error an outer variable cannot hold it
  outer = root.item;
});

arena.mutate((_mc, root) => {
  const blurred: unknown = root.item;
  // @ts-expect-error through `unknown` it does not become a pointer again
  root.item = blurred;
});

let outerMc: Mutation<unknown> | undefined;
arena.mutate((mc) => {
  // @ts-expect-error the handle itself stays inside
  outerMc = mc;
});

// Two arenas, nested.
arena.mutate((mc, root) => {
  other.mutate((otherMc, otherRoot) => {
    // @ts-expect-error a pointer of another arena
    root.item = otherRoot.item;
    // @ts-expect-error nor the other way round
    otherRoot.item = root.item;
    // @ts-expect-error a new object of another arena
    root.item = make(otherMc);
    // @ts-expect-error a handle of another arena
    if (root.item) new GcWeak(otherMc, root.item);
  });
  root.item = make(mc);
});

// Two arenas, one after the other.
const taken: unknown = arena.mutate((mc) => make(mc) as unknown);
other.mutate((mc, root) => {
  // @ts-expect-error a pointer of another arena does not come in by an outer variable
  root.item = taken;
  // @ts-expect-error nor as a weak target
  new GcWeak(mc, taken);
});

// Two calls of the same arena, one after the other.
let stale: State<unknown> | undefined;
arena.mutate((_mc, root) => {
  // @ts-expect-error a root that would be stale
  stale = root;
});
// @ts-expect-error and it does not come out by return
const staleRoot: State<unknown> = arena.mutate((_mc, root) => root);

// The brand is invariant: neither a wider nor a narrower one will do.
declare const wide: Gc<unknown, Leaf>;
declare const narrow: Gc<never, Leaf>;
declare const own: Gc<"mine", Leaf>;
// @ts-expect-error a wider brand
const fromWide: Gc<"mine", Leaf> = wide;
// @ts-expect-error a narrower brand
const fromNarrow: Gc<"mine", Leaf> = narrow;
// @ts-expect-error nor the other way round
const toWide: Gc<unknown, Leaf> = own;

// Finalization does not leak either.
arena.finishMarking().finalize((fc, root) => {
  // @ts-expect-error an outer variable cannot hold it
  outer = root.item;
  if (root.item) fc.resurrect(root.item);
});

export { fromNarrow, fromWide, leaked, leakedLeaf, next, outer, outerMc, stale, staleRoot, toWide };
