import { describe, expect, it } from "vitest";
import type { Rootable } from "@luster/gc-arena";
import {
  Poll,
  SequenceStateError,
  WaitWhileUnwindingError,
  fail,
  fromGenerator,
  fromGeneratorWith,
  fromPromise,
  ok,
  thenDo,
  pipe,
} from "@luster/gc-sequence";
import { Countdown, Node, makeSequencer, thrownBy } from "./counting-arena.js";

interface ListLocals<G> {
  first: Node<G> | undefined;
}
interface ListSpec extends Rootable {
  readonly Root: ListLocals<this["G"]>;
}

/** Builds a list in several steps and counts it in several more; nothing but the locals holds it. */
const buildAndCount = fromGeneratorWith<ListSpec>()(function* (steps, length: number) {
  for (let i = 0; i < length; i++) {
    yield* steps.enter((cx, locals) => {
      const node = new Node(cx.mc, `n${i}`);
      node.link(cx.mc, locals.first);
      locals.first = node;
    });
  }
  let count = 0;
  while (yield* steps.enter((_cx, locals) => locals.first !== undefined)) {
    count++;
    yield* steps.enter((_cx, locals) => {
      locals.first = locals.first?.next;
    });
  }
  return count;
});

describe("the body", () => {
  it("visits the heap in steps, and keeps pointers in its locals", () => {
    expect(makeSequencer().run((_cx) => buildAndCount({ first: undefined }, 20))).toBe(20);
  });

  it("does one operation in a step", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      fromGenerator(function* (steps) {
        yield* steps.enter(() => 1);
        yield* steps.pause();
        return 2;
      }),
    );
    sequencer.runReady();
    expect(task.progress.stepCount).toBe(3);
    expect(task.result()).toBe(2);
  });

  it("gets the value of a sequence that it calls", () => {
    const sum = makeSequencer().run((_cx) =>
      fromGenerator(function* (steps) {
        const a = yield* steps.call((_cx) => new Countdown(3, 20));
        const b = yield* steps.call((_cx) =>
          pipe(
            ok(20),
            thenDo((_cx, x) => x + 2),
          ),
        );
        return a + b;
      }),
    );
    expect(sum).toBe(42);
  });

  it("gets the value of a promise", async () => {
    const value = makeSequencer().runAsync((_cx) =>
      fromGenerator(function* (steps) {
        return (yield* steps.await(Promise.resolve(41))) + (yield* steps.await(1));
      }),
    );
    await expect(value).resolves.toBe(42);
  });

  it("begins in the first step", () => {
    const log: string[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      // eslint-disable-next-line require-yield
      fromGenerator(function* () {
        log.push("begun");
      }),
    );
    expect(log).toEqual([]);
    sequencer.slice(task);
    expect(log).toEqual(["begun"]);
  });
});

describe("errors", () => {
  it("of callbacks, calls and promises are exceptions in the body", async () => {
    const caught = await makeSequencer().runAsync((_cx) =>
      fromGenerator(function* (steps) {
        const errors: unknown[] = [];
        const operations = [
          () =>
            steps.enter(() => {
              throw "enter";
            }),
          () => steps.call((_cx) => fail("call")),
          () => steps.await(Promise.reject("await")),
        ];
        for (const operation of operations) {
          try {
            yield* operation();
          } catch (error) {
            errors.push(error);
          }
        }
        return errors;
      }),
    );
    expect(caught).toEqual(["enter", "call", "await"]);
  });

  it("that the body throws are the sequence's", () => {
    const boom = new Error("boom");
    const run = () =>
      makeSequencer().run((_cx) =>
        fromGenerator(function* (steps) {
          yield* steps.pause();
          throw boom;
        }),
      );
    expect(thrownBy(run)).toBe(boom);
  });

  it("name what a body yields that is no operation", () => {
    const run = () =>
      makeSequencer().run((_cx) =>
        fromGenerator(function* (): Generator<never, void> {
          yield 5 as never;
        }),
      );
    expect(run).toThrow("not yield 5");
  });

  it("name what a call gives that is no sequence", () => {
    const run = () =>
      makeSequencer().run((_cx) =>
        fromGenerator(function* (steps) {
          yield* steps.call(() => "x" as never);
        }),
      );
    expect(run).toThrow('call: expected a Sequence, not "x"');
  });
});

describe("an abort", () => {
  /** A task that logs its `finally`, which takes two steps; aborted after one slice. */
  function abortIn(operation: "call" | "await" | "pause") {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      fromGenerator(function* (steps) {
        try {
          if (operation === "call") yield* steps.call((_cx) => new Countdown(5, "child", log));
          else if (operation === "await") yield* steps.await(new Promise(() => {}));
          else yield* steps.pause();
          log.push("not reached");
        } catch {
          log.push("not caught");
        } finally {
          yield* steps.enter(() => log.push("finally"));
          yield* steps.enter(() => log.push("finally, second step"));
        }
      }),
    );
    sequencer.slice(task);
    sequencer.slice(task);
    task.abort("enough");
    sequencer.runReady();
    return { log, outcome: task.outcome };
  }

  it("runs finally blocks, which may visit the heap", () => {
    expect(abortIn("await")).toEqual({ log: ["finally", "finally, second step"], outcome: Poll.failed("enough") });
  });

  it("unwinds the sequence that is called first", () => {
    const { log, outcome } = abortIn("call");
    expect(log).toEqual(["child", ["unwound", "child"], "finally", "finally, second step"]);
    expect(outcome).toEqual(Poll.failed("enough"));
  });

  it("runs nothing of a body that has not begun", () => {
    const log: string[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      // eslint-disable-next-line require-yield
      fromGenerator(function* () {
        try {
          log.push("body");
        } finally {
          log.push("finally");
        }
      }),
    );
    task.abort("enough");
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("enough"));
    expect(log).toEqual([]);
  });

  it("ends with the error that a finally block throws", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      fromGenerator(function* (steps) {
        try {
          yield* steps.pause();
        } finally {
          // eslint-disable-next-line no-unsafe-finally
          throw "cleanup";
        }
      }),
    );
    sequencer.slice(task);
    task.abort("enough");
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("cleanup"));
  });

  it.each(["await", "call"] as const)("does not let a finally block wait by %s", (how) => {
    const errors: unknown[] = [];
    const sequencer = makeSequencer();
    const never = new Promise(() => {});
    const task = sequencer.start((_cx) =>
      fromGenerator(function* (steps) {
        try {
          yield* steps.pause();
        } finally {
          try {
            if (how === "await") yield* steps.await(never, "the end of time");
            else yield* steps.call((_cx) => fromPromise(never, "the end of time"));
          } catch (error) {
            errors.push(error);
          }
        }
      }),
    );
    sequencer.slice(task);
    task.abort("enough");
    sequencer.runReady();
    expect(errors[0]).toBeInstanceOf(WaitWhileUnwindingError);
    expect(errors[0]).toMatchObject({ what: "the end of time" });
    expect(task.outcome).toEqual(Poll.failed("enough"));
  });
});

describe("a body that uses its own sequence's task", () => {
  it("cannot step it from within", () => {
    const sequencer = makeSequencer();
    const errors: unknown[] = [];
    const task = sequencer.start((_cx) =>
      fromGenerator(function* (steps) {
        yield* steps.enter(() => {
          errors.push(thrownBy(() => sequencer.slice(task)));
        });
        return 1;
      }),
    );
    sequencer.runReady();
    expect(task.result()).toBe(1);
    expect(errors).toHaveLength(1);
    expect(String(errors[0])).toContain("already inside mutate");
    expect(errors[0]).not.toBeInstanceOf(SequenceStateError);
  });
});
