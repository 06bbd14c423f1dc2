// The traced class that most tests use: a named node with one strong pointer, and a root that holds a list of them.

import { Arena, finalize, trace } from "@luster/gc-arena";
import type { ArenaOptions, Branded, Collect, Finalization, Gc, GcWeak, Mutation, Rootable, Tracer } from "@luster/gc-arena";

export const NODE_BYTES = 64;

export class Node<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  next: Node<G> | undefined = undefined;

  constructor(readonly name: string) {}

  static make<G>(mc: Mutation<G>, name: string): Gc<G, Node<G>> {
    return mc.alloc(new Node<G>(name), NODE_BYTES);
  }

  link(mc: Mutation<G>, next: Node<G> | undefined): void {
    this.next = next;
    if (this.gcColor === mc.heap.barrierColor) mc.backwardBarrier(this);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(NODE_BYTES);
    if (this.next !== undefined) tracer.mark(this.next);
  }
}

/** A node whose finalizer calls a function. */
export class FinalizedNode<in out G> extends Node<G> {
  constructor(
    name: string,
    private readonly onFinalize: (name: string, fc: Finalization<unknown>, self: FinalizedNode<unknown>) => void,
  ) {
    super(name);
  }

  [finalize](fc: Finalization<G>): void {
    this.onFinalize(this.name, fc as never, this as never);
  }
}

/** A node that is disposed. */
export class DisposableNode<in out G> extends Node<G> {
  constructor(
    name: string,
    private readonly onDispose: (name: string) => void,
  ) {
    super(name);
  }

  [Symbol.dispose](): void {
    this.onDispose(this.name);
  }
}

export interface List<G> {
  head: Node<G> | undefined;
  weak: GcWeak<G, Node<G>> | undefined;
}

export interface ListSpec extends Rootable {
  readonly Root: List<this["G"]>;
}

export interface NodeSpec extends Rootable {
  readonly Root: Node<this["G"]>;
}

export function makeList(options?: ArenaOptions): Arena<ListSpec> {
  return new Arena<ListSpec>(() => ({ head: undefined, weak: undefined }), options);
}

/** Puts `count` nodes in a chain at the head of the list. */
export function fill<G>(mc: Mutation<G>, list: List<G>, count: number): void {
  for (let i = 0; i < count; i++) {
    const node = Node.make(mc, `n${i}`);
    node.link(mc, list.head);
    list.head = node;
  }
}
