// What must not compile: pointers that leave the arena through a sequence, a generator's body or a task.
import type { Rootable } from "@luster/gc-arena";
import { fromGenerator, fromGeneratorWith, map, ok, pipe, thenDo } from "@luster/gc-sequence";
import type { Sequence, StepContext, Task } from "@luster/gc-sequence";
import { Node, makeSequencer } from "../counting-arena.js";

interface Locals<G> {
  node: Node<G> | undefined;
}
interface LocalsSpec extends Rootable {
  readonly Root: Locals<this["G"]>;
}

const sequencer = makeSequencer();

export const keepsAPointer = fromGeneratorWith<LocalsSpec>()(function* (steps) {
  // @ts-expect-error: nothing that mentions the brand comes out of `enter`
  const kept = yield* steps.enter((cx) => new Node(cx.mc, "kept"));
  // @ts-expect-error: not hidden in a structure either
  yield* steps.enter((cx) => [{ node: new Node(cx.mc, "hidden") }]);
  yield* steps.enter((_cx, locals) => {
    // @ts-expect-error: nor could it be put back
    locals.node = kept;
  });
  let outer: Node<unknown> | undefined;
  yield* steps.enter((cx) => {
    // @ts-expect-error: nor can a pointer be stored in a variable of the body
    outer = new Node(cx.mc, "outer");
  });
  return outer;
});

export const callsForAPointer = fromGeneratorWith<LocalsSpec>()(function* (steps) {
  // @ts-expect-error: the same for the value of a sequence that is called
  return yield* steps.call((cx) => ok(new Node(cx.mc, "called")));
});

export const keepsTheContext = fromGenerator(function* (steps) {
  let outer: StepContext<unknown> | undefined;
  yield* steps.enter((cx) => {
    // @ts-expect-error: a step's context ends with the step
    outer = cx;
  });
  return outer;
});

// @ts-expect-error: the value of a run has no brand
export const node: Node<unknown> = sequencer.run((cx) => ok(new Node(cx.mc, "x")));

// @ts-expect-error: nor has that of a task
export const task: Task<Node<unknown>> = sequencer.start((cx) => ok(new Node(cx.mc, "x")));

let stored: Sequence<unknown, number> | undefined;
sequencer.start(<G>(_cx: StepContext<G>) => {
  const sequence = ok<G, number>(1);
  // @ts-expect-error: a sequence does not fit a variable outside
  stored = sequence;
  return sequence;
});
export { stored };

// What must compile: inference through a pipe.
export const inferred: number = sequencer.run((cx, root) =>
  pipe(
    ok(root.head),
    map((head) => head.name),
    thenDo((_cx, name) => name.length),
  ),
);
