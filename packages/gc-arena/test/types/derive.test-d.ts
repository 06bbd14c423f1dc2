// What `derive` must not accept: a list that leaves out a field which can hold a traced object.

import { trace } from "@luster/gc-arena";
import type { Collect, Gc, GcWeak, Tracer } from "@luster/gc-arena";
import { Traced, array, derive, leaf, map, optional, pointer, set, traced, untraced } from "@luster/gc-arena/derive";
import type { HoldsPointer } from "@luster/gc-arena/derive";

class Node<in out G> extends Traced {
  name = "";
  size = 0;
  when = new Date();
  onChange: (() => void) | undefined = undefined;
  next: Gc<G, Node<G>> | undefined = undefined;
  children: Gc<G, Node<G>>[] = [];
  byName = new Map<string, Gc<G, Node<G>>>();
  members = new Set<Gc<G, Node<G>>>();
}

derive(Node, { next: optional(pointer), children: array(pointer), byName: map(leaf, pointer), members: set(pointer) });

// @ts-expect-error children is missing
derive(Node, { next: optional(pointer), byName: map(leaf, pointer), members: set(pointer) });
// @ts-expect-error everything is missing
derive(Node, {});
// @ts-expect-error next may be undefined
derive(Node, { next: pointer, children: array(pointer), byName: map(leaf, pointer), members: set(pointer) });
// @ts-expect-error a leaf is no pointer
derive(Node, { next: leaf, children: array(pointer), byName: map(leaf, pointer), members: set(pointer) });
// @ts-expect-error name holds no pointer
derive(Node, { next: optional(pointer), children: array(pointer), byName: map(leaf, pointer), members: set(pointer), name: leaf });
derive(Node, { next: untraced(), children: array(pointer), byName: map(leaf, pointer), members: set(pointer) });

class Leaf extends Traced {
  text = "";
}
derive(Leaf, {});

@traced({ left: optional(pointer) })
class Left extends Traced {
  left: Node<unknown> | undefined = undefined;
}

// @ts-expect-error the decorator's list is incomplete
@traced({ left: optional(pointer) })
class Both extends Traced {
  left: Node<unknown> | undefined = undefined;
  right: Node<unknown> | undefined = undefined;
}

class Untraced {
  next: Node<unknown> | undefined = undefined;
}
// @ts-expect-error a class that is not traced cannot be derived
derive(Untraced, { next: optional(pointer) });

type Equal<A, B> = [A, B] extends [B, A] ? true : false;
const holds: [
  Equal<HoldsPointer<string | number | undefined>, false>,
  Equal<HoldsPointer<Date | (() => Collect)>, false>,
  Equal<HoldsPointer<readonly string[]>, false>,
  Equal<HoldsPointer<Collect>, true>,
  Equal<HoldsPointer<readonly [string, Collect]>, boolean>,
  Equal<HoldsPointer<Map<Collect, number>>, boolean>,
  Equal<HoldsPointer<{ readonly inner: { readonly node: Collect } }>, true>,
  Equal<HoldsPointer<GcWeak<unknown, Collect>>, true>,
  Equal<HoldsPointer<unknown>, true>,
  Equal<HoldsPointer<object>, true>,
  Equal<HoldsPointer<{ a: { b: { c: { d: { e: { f: Collect } } } } } }>, true>,
  Equal<HoldsPointer<{ a: { b: { c: { d: number } } } }>, false>,
] = [true, true, true, true, true, true, true, true, true, true, true, true];

class Vague extends Traced {
  anything: object | undefined = undefined;
}
// @ts-expect-error an object may be a pointer
derive(Vague, {});
derive(Vague, { anything: untraced() });

class Manual implements Collect {
  gcColor = 0;
  [trace](_tracer: Tracer): void {}
}
// @ts-expect-error gcColor is missing
const noColor: Collect = { [trace]: () => {} };

export { Both, Left, Manual, holds, noColor };
