import { describe, expect, it } from "vitest";
import {
  MAX_SEQUENCE_DEPTH,
  Poll,
  Sequence,
  SequenceDepthError,
  SequenceStateError,
  again,
  all,
  andThen,
  chain,
  done,
  fail,
  flatten,
  fromFn,
  fromPromise,
  map,
  mapErr,
  ok,
  orElse,
  race,
  repeat,
  stop,
  thenDo,
} from "@luster/gc-sequence";
import type { Build, StepContext } from "@luster/gc-sequence";
import { Countdown, Node, makeSequencer, thrownBy } from "./counting-arena.js";
import type { TestRoot } from "./counting-arena.js";

/** Runs a sequence step by step: its value, and in which step each thing in `log` happened. */
function traceSteps<T>(build: (note: (what: string) => void) => Build<TestRoot, T>) {
  const sequencer = makeSequencer();
  const events: string[] = [];
  let step = 0;
  const task = sequencer.start(build((what) => events.push(`${step}:${what}`)));
  while (!task.isFinished) {
    step++;
    sequencer.slice(task);
  }
  return { events, steps: step, outcome: task.outcome };
}

const run = <T>(build: Build<TestRoot, T>): T => makeSequencer().run(build);

describe("sources", () => {
  it("done ends as it is told", () => {
    expect(run(() => done(Poll.done(5)))).toBe(5);
    expect(thrownBy(() => run(() => done(Poll.failed("no"))))).toBe("no");
  });

  it("ok and fail end in their first step", () => {
    expect(traceSteps(() => () => ok(5))).toMatchObject({ steps: 1, outcome: Poll.done(5) });
    expect(traceSteps(() => () => fail("no"))).toMatchObject({ steps: 1, outcome: Poll.failed("no") });
  });

  it("fromFn calls its function in the first step", () => {
    expect(traceSteps((note) => () => fromFn(() => note("f"))).events).toEqual(["1:f"]);
  });

  it("fromFn keeps what it is given alive until its step", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((cx) => fromFn({ node: new Node(cx.mc, "held") }, (_cx, { node }) => node.name));
    sequencer.slice(task);
    expect(task.result()).toBe("held");
  });

  it("fromPromise gives the value or the rejection of a promise", async () => {
    await expect(makeSequencer().runAsync(() => fromPromise(Promise.resolve(7)))).resolves.toBe(7);
    await expect(makeSequencer().runAsync(() => fromPromise(Promise.reject("no")))).rejects.toBe("no");
  });
});

describe("map and mapErr", () => {
  it("run in the step in which the source finished", () => {
    const { events, steps } = traceSteps(
      (note) => () =>
        new Countdown(3, 1).pipe(
          map((x) => (note("map"), x + 1)),
          map((x) => (note("again"), x * 10)),
        ),
    );
    expect(events).toEqual(["3:map", "3:again"]);
    expect(steps).toBe(3);
  });

  it("turn values and errors, each leaving the other alone", () => {
    expect(run(() => ok(1).pipe(mapErr(() => "x"), map((x) => x + 1)))).toBe(2);
    expect(thrownBy(() => run(() => fail("a").pipe(map(() => 1), mapErr((e) => `${e}b`))))).toBe("ab");
  });

  it("fail with what their function throws", () => {
    const boom = new Error("boom");
    const build: Build<TestRoot, number> = () =>
      ok(1).pipe(
        map(() => {
          throw boom;
        }),
      );
    expect(thrownBy(() => run(build))).toBe(boom);
  });
});

describe("thenDo", () => {
  it("runs in a step of its own", () => {
    const { events, steps } = traceSteps((note) => () => new Countdown(2, 1).pipe(thenDo((_cx, x) => (note("then"), x + 1))));
    expect(events).toEqual(["3:then"]);
    expect(steps).toBe(3);
  });

  it("keeps the value alive in between", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((cx) => ok({ list: [new Node(cx.mc, "kept")] }).pipe(thenDo((_cx, { list }) => list[0]?.name)));
    sequencer.slice(task);
    sequencer.slice(task);
    expect(task.result()).toBe("kept");
  });

  it("is not called after a failure", () => {
    expect(traceSteps((note) => () => fail("no").pipe(thenDo(() => note("then")))).events).toEqual([]);
  });
});

describe("andThen, orElse, chain and flatten", () => {
  it("make their sequence in the step in which the source finished, and step it in the next", () => {
    const inner = (note: (what: string) => void) => fromFn<never, number>(() => (note("inner"), 5)) as never;
    const note1 = traceSteps<number>((note) => () => new Countdown(2, 1).pipe(andThen(() => (note("make"), inner(note)))));
    expect(note1).toMatchObject({ events: ["2:make", "3:inner"], outcome: Poll.done(5) });
    const note2 = traceSteps<number>((note) => () => fail("e").pipe(orElse(() => (note("make"), inner(note)))));
    expect(note2).toMatchObject({ events: ["1:make", "2:inner"], outcome: Poll.done(5) });
    const note3 = traceSteps<number>((note) => () => fail("e").pipe(chain((_cx, outcome) => (note(outcome.kind), inner(note)))));
    expect(note3).toMatchObject({ events: ["1:failed", "2:inner"], outcome: Poll.done(5) });
    const note4 = traceSteps<number>((note) => () => ok(0).pipe(map(() => inner(note) as Sequence<never, number> as never), flatten()));
    expect(note4).toMatchObject({ events: ["2:inner"], outcome: Poll.done(5) });
  });

  it("pass the other kind of outcome on", () => {
    expect(thrownBy(() => run(() => fail("a").pipe(andThen(() => ok(1)))))).toBe("a");
    expect(run(() => ok(1).pipe(orElse(() => ok(2))))).toBe(1);
  });

  it("fail when their function gives no sequence", () => {
    expect(() => run(() => ok(1).pipe(andThen(() => 5 as never)))).toThrow("andThen: expected a Sequence, not 5");
    expect(() => run(() => ok("x").pipe(flatten() as never))).toThrow('flatten: expected a Sequence, not "x"');
  });

  it("refuse a sequence that already ran", () => {
    const build: Build<TestRoot, number> = (cx) => {
      const used = ok<never, number>(1);
      used.step(cx as never);
      return ok(1).pipe(andThen(() => used as never));
    };
    expect(thrownBy(() => run(build))).toBeInstanceOf(SequenceStateError);
  });
});

describe("a chain", () => {
  it("takes its source, which nobody else can use", () => {
    run((cx) => {
      const source = ok(1) as Sequence<(typeof cx)["brand"], number>;
      source.pipe(map((x) => x + 1));
      expect(() => source.pipe(map((x) => x + 2))).toThrow(SequenceStateError);
      return ok(undefined);
    });
  });

  it("of 200,000 combinators runs in constant stack", () => {
    const sum = run(<G>() => {
      let sequence: Sequence<G, number> = ok(0);
      for (let i = 0; i < 200_000; i++) sequence = sequence.pipe(map((x) => x + 1));
      return sequence;
    });
    expect(sum).toBe(200_000);
  });

  it("that grows by andThen runs in constant stack", () => {
    const countTo = <G>(n: number, end: number): Sequence<G, number> => (n === end ? ok(n) : ok<G, number>(n).pipe(andThen((_cx, x) => countTo<G>(x + 1, end))));
    expect(run(() => countTo(0, 100_000))).toBe(100_000);
  });

  it("passes an abort to the innermost sequence and drops the rest", () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start(() => new Countdown(5, "x", log).pipe(map(() => log.push("map")), orElse(() => (log.push("orElse"), ok(1)))));
    sequencer.slice(task);
    task.abort("enough");
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("enough"));
    expect(log).toEqual(["x", ["unwound", "x"]]);
  });
});

describe("repeat", () => {
  it("runs its body until it stops", () => {
    const sum = run(() => repeat({ i: 1, sum: 0 }, (_cx, { i, sum }) => ok(i > 100 ? stop(sum) : again({ i: i + 1, sum: sum + i }))));
    expect(sum).toBe(5050);
  });

  it("runs a million iterations in constant space", () => {
    expect(run(() => repeat(0, (_cx, n) => ok(n === 1_000_000 ? stop(n) : again(n + 1))))).toBe(1_000_000);
  });

  it("makes the next iteration in the step in which the last one finished", () => {
    const { events } = traceSteps((note) => () => repeat(0, (_cx, n) => (note(`body${n}`), new Countdown(2, n === 2 ? stop("end") : again(n + 1)))));
    expect(events).toEqual(["1:body0", "3:body1", "5:body2"]);
  });

  it("ends with the error of an iteration", () => {
    expect(thrownBy(() => run(() => repeat(0, () => fail("no"))))).toBe("no");
  });

  it("names an iteration that says neither again nor stop", () => {
    expect(() => run(() => repeat(0, () => ok(5 as never)))).toThrow("again(state) or stop(value), not 5");
  });
});

describe("all", () => {
  it("gives all values in the order given, typed one by one", () => {
    const [a, b, c] = run(() => all([new Countdown(3, "a"), new Countdown(1, 2), ok(true)]));
    expect([a.length, b + 1, c]).toEqual([1, 3, true]);
  });

  it("of nothing gives an empty list", () => {
    expect(run(() => all([]))).toEqual([]);
  });

  it("steps its members in turns", () => {
    const log: unknown[] = [];
    run(() => all([new Countdown(2, "a", log), new Countdown(3, "b", log)]));
    expect(log).toEqual(["a", "b", "a", "b", "b"]);
  });

  it("goes on with the next member after the fuel was spent", () => {
    const log: unknown[] = [];
    makeSequencer({ sliceFuel: 10 }).run(() => all([new Countdown(2, "a", log, 10), new Countdown(2, "b", log, 10)]));
    expect(log).toEqual(["a", "b", "a", "b"]);
  });

  it("fails as the first that fails, after the others were unwound", () => {
    const log: unknown[] = [];
    expect(thrownBy(() => run(() => all([new Countdown(5, "a", log), fail("no"), new Countdown(5, "b", log)])))).toBe("no");
    expect(log).toEqual(["a", ["unwound", "b"], ["unwound", "a"]]);
  });

  it("waits for several promises at once", async () => {
    let release: (value: string) => void = () => {};
    const late = new Promise<string>((resolve) => (release = resolve));
    const sequencer = makeSequencer();
    const task = sequencer.start(() => all([fromPromise(late), fromPromise(Promise.resolve("early"))]));
    sequencer.runReady();
    expect(task.status).toBe("waiting");
    await Promise.resolve();
    await Promise.resolve();
    expect(task.status).toBe("ready");
    sequencer.runReady();
    expect(task.status).toBe("waiting");
    release("late");
    await expect(sequencer.finish(task)).resolves.toEqual(["late", "early"]);
  });

  it("can be nested up to the limit, and not further", () => {
    const nested = <G>(levels: number): Sequence<G, unknown> => {
      let sequence: Sequence<G, unknown> = ok(1);
      for (let i = 1; i < levels; i++) sequence = all([sequence]);
      return sequence;
    };
    expect(run(() => nested(MAX_SEQUENCE_DEPTH).pipe())).toBeDefined();
    expect(thrownBy(() => run(() => nested(MAX_SEQUENCE_DEPTH + 1)))).toBeInstanceOf(SequenceDepthError);
  });
});

describe("race", () => {
  it("ends as the first to finish, after the others were unwound", () => {
    const log: unknown[] = [];
    expect(run(() => race([new Countdown(5, "slow", log), new Countdown(2, "fast")]))).toBe("fast");
    expect(log).toEqual(["slow", "slow", ["unwound", "slow"]]);
  });

  it("ends with an error if that comes first", () => {
    expect(thrownBy(() => run(() => race([new Countdown(5, "slow"), fail("no")])))).toBe("no");
  });

  it("needs a member", () => {
    expect(() => run(() => race([]))).toThrow(RangeError);
  });
});

class Keeper<in out G> extends Sequence<G, string> {
  private kept: Node<G> | undefined = undefined;
  protected advance(cx: StepContext<G>): Poll<string> {
    if (this.kept !== undefined) return Poll.done(this.kept.name);
    this.kept = new Node(cx.mc, "kept");
    return Poll.pending;
  }
  protected traceFields(): void {}
}

describe("take of a member", () => {
  it("refuses the same sequence twice", () => {
    const build: Build<TestRoot, unknown> = <G>() => {
      const twice = new Keeper<G>();
      return all([twice, twice]);
    };
    expect(thrownBy(() => run(build))).toBeInstanceOf(SequenceStateError);
  });
});
