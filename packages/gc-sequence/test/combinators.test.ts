import { describe, expect, it } from "vitest";
import {
  MAX_SEQUENCE_DEPTH,
  Poll,
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
  pipe,
  race,
  repeat,
  stop,
  thenDo,
} from "@luster/gc-sequence";
import type { StepContext, Sequence } from "@luster/gc-sequence";
import { Countdown, Node, makeSequencer, thrownBy } from "./counting-arena.js";

/** Runs a sequence step by step: its value, and in which step each thing in `log` happened. */
function traceSteps<T>(build: <G>(cx: StepContext<G>, note: (what: string) => void) => Sequence<G, T>) {
  const sequencer = makeSequencer();
  const events: string[] = [];
  let step = 0;
  const task = sequencer.start((cx) => build(cx, (what) => events.push(`${step}:${what}`)));
  while (!task.isFinished) {
    step++;
    sequencer.slice(task);
  }
  return { events, steps: step, outcome: task.outcome };
}

function run<T>(build: <G>(cx: StepContext<G>) => Sequence<G, T>): T {
  return makeSequencer().run((cx) => build(cx));
}

describe("sources", () => {
  it("done ends as it is told", () => {
    expect(run((_cx) => done(Poll.done(5)))).toBe(5);
    expect(thrownBy(() => run((_cx) => done(Poll.failed("no"))))).toBe("no");
  });

  it("ok and fail end in their first step", () => {
    expect(traceSteps((_cx) => ok(5))).toMatchObject({ steps: 1, outcome: Poll.done(5) });
    expect(traceSteps((_cx) => fail("no"))).toMatchObject({ steps: 1, outcome: Poll.failed("no") });
  });

  it("fromFn calls its function in the first step", () => {
    expect(traceSteps((_cx, note) => fromFn(() => note("f"))).events).toEqual(["1:f"]);
  });

  it("fromFn keeps what it is given alive until its step", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((cx) => fromFn({ node: new Node(cx.mc, "held") }, (_cx, { node }) => node.name));
    sequencer.slice(task);
    expect(task.result()).toBe("held");
  });

  it("fromPromise gives the value or the rejection of a promise", async () => {
    await expect(makeSequencer().runAsync((_cx) => fromPromise(Promise.resolve(7)))).resolves.toBe(7);
    await expect(makeSequencer().runAsync((_cx) => fromPromise(Promise.reject("no")))).rejects.toBe("no");
  });
});

describe("map and mapErr", () => {
  it("run in the step in which the source finished", () => {
    const { events, steps } = traceSteps((_cx, note) =>
      pipe(
        new Countdown(3, 1),
        map((x) => (note("map"), x + 1)),
        map((x) => (note("again"), x * 10)),
      ),
    );
    expect(events).toEqual(["3:map", "3:again"]);
    expect(steps).toBe(3);
  });

  it("turn values and errors, each leaving the other alone", () => {
    expect(
      run((_cx) =>
        pipe(
          ok(1),
          mapErr(() => "x"),
          map((x) => x + 1),
        ),
      ),
    ).toBe(2);
    expect(
      thrownBy(() =>
        run((_cx) =>
          pipe(
            fail("a"),
            map(() => 1),
            mapErr((e) => `${e}b`),
          ),
        ),
      ),
    ).toBe("ab");
  });

  it("fail with what their function throws", () => {
    const boom = new Error("boom");
    const fails = (): never => {
      throw boom;
    };
    expect(thrownBy(() => run((_cx) => pipe(ok(1), map(fails))))).toBe(boom);
  });
});

describe("thenDo", () => {
  it("runs in a step of its own", () => {
    const { events, steps } = traceSteps((_cx, note) =>
      pipe(
        new Countdown(2, 1),
        thenDo((_cx, x) => (note("then"), x + 1)),
      ),
    );
    expect(events).toEqual(["3:then"]);
    expect(steps).toBe(3);
  });

  it("keeps the value alive in between", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((cx) =>
      pipe(
        ok({ list: [new Node(cx.mc, "kept")] }),
        thenDo((_cx, { list }) => list[0]?.name),
      ),
    );
    sequencer.slice(task);
    sequencer.slice(task);
    expect(task.result()).toBe("kept");
  });

  it("is not called after a failure", () => {
    expect(
      traceSteps((_cx, note) =>
        pipe(
          fail("no"),
          thenDo(() => note("then")),
        ),
      ).events,
    ).toEqual([]);
  });
});

describe("andThen, orElse, chain and flatten", () => {
  it("make their sequence in the step in which the source finished, and step it in the next", () => {
    const inner = (note: (what: string) => void) => fromFn<never, number>(() => (note("inner"), 5)) as never;
    const note1 = traceSteps<number>((_cx, note) =>
      pipe(
        new Countdown(2, 1),
        andThen(() => (note("make"), inner(note))),
      ),
    );
    expect(note1).toMatchObject({ events: ["2:make", "3:inner"], outcome: Poll.done(5) });
    const note2 = traceSteps<number>((_cx, note) =>
      pipe(
        fail("e"),
        orElse(() => (note("make"), inner(note))),
      ),
    );
    expect(note2).toMatchObject({ events: ["1:make", "2:inner"], outcome: Poll.done(5) });
    const note3 = traceSteps<number>((_cx, note) =>
      pipe(
        fail("e"),
        chain((_cx, outcome) => (note(outcome.kind), inner(note))),
      ),
    );
    expect(note3).toMatchObject({ events: ["1:failed", "2:inner"], outcome: Poll.done(5) });
    const note4 = traceSteps<number>((_cx, note) =>
      pipe(
        ok(0),
        map(() => inner(note) as Sequence<never, number> as never),
        flatten(),
      ),
    );
    expect(note4).toMatchObject({ events: ["2:inner"], outcome: Poll.done(5) });
  });

  it("pass the other kind of outcome on", () => {
    expect(
      thrownBy(() =>
        run((_cx) =>
          pipe(
            fail("a"),
            andThen(() => ok(1)),
          ),
        ),
      ),
    ).toBe("a");
    expect(
      run((_cx) =>
        pipe(
          ok(1),
          orElse(() => ok(2)),
        ),
      ),
    ).toBe(1);
  });

  it("fail when their function gives no sequence", () => {
    expect(() =>
      run((_cx) =>
        pipe(
          ok(1),
          andThen(() => 5 as never),
        ),
      ),
    ).toThrow("andThen: expected a Sequence, not 5");
    expect(() => run((_cx) => pipe(ok("x"), flatten() as never))).toThrow('flatten: expected a Sequence, not "x"');
  });

  it("refuse a sequence that already ran", () => {
    const again = thrownBy(() =>
      run(<G>(cx: StepContext<G>) => {
        const used = ok<G, number>(1);
        used.step(cx);
        return pipe(
          ok<G, number>(1),
          andThen(() => used),
        );
      }),
    );
    expect(again).toBeInstanceOf(SequenceStateError);
  });
});

describe("a chain", () => {
  it("takes its source, which nobody else can use", () => {
    run(<G>(_cx: StepContext<G>) => {
      const source = ok<G, number>(1);
      pipe(
        source,
        map((x) => x + 1),
      );
      expect(() =>
        pipe(
          source,
          map((x) => x + 2),
        ),
      ).toThrow(SequenceStateError);
      return ok<G, undefined>(undefined);
    });
  });

  it("of 200,000 combinators runs in constant stack", () => {
    const sum = run(<G>() => {
      let sequence: Sequence<G, number> = ok(0);
      for (let i = 0; i < 200_000; i++)
        sequence = pipe(
          sequence,
          map((x) => x + 1),
        );
      return sequence;
    });
    expect(sum).toBe(200_000);
  });

  it("that grows by andThen runs in constant stack", () => {
    const countTo = <G>(n: number, end: number): Sequence<G, number> =>
      n === end
        ? ok(n)
        : pipe(
            ok<G, number>(n),
            andThen((_cx, x) => countTo<G>(x + 1, end)),
          );
    expect(run((_cx) => countTo(0, 100_000))).toBe(100_000);
  });

  it("passes an abort to the innermost sequence and drops the rest", () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      pipe(
        new Countdown(5, "x", log),
        map(() => log.push("map")),
        orElse(() => (log.push("orElse"), ok(1))),
      ),
    );
    sequencer.slice(task);
    task.abort("enough");
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("enough"));
    expect(log).toEqual(["x", ["unwound", "x"]]);
  });
});

describe("repeat", () => {
  it("runs its body until it stops", () => {
    const sum = run((_cx) => repeat({ i: 1, sum: 0 }, (_cx, { i, sum }) => ok(i > 100 ? stop(sum) : again({ i: i + 1, sum: sum + i }))));
    expect(sum).toBe(5050);
  });

  it("runs a million iterations in constant space", () => {
    expect(run((_cx) => repeat(0, (_cx, n) => ok(n === 1_000_000 ? stop(n) : again(n + 1))))).toBe(1_000_000);
  });

  it("makes the next iteration in the step in which the last one finished", () => {
    const { events } = traceSteps((_cx, note) =>
      repeat(0, (_cx, n) => (note(`body${n}`), new Countdown(2, n === 2 ? stop("end") : again(n + 1)))),
    );
    expect(events).toEqual(["1:body0", "3:body1", "5:body2"]);
  });

  it("ends with the error of an iteration", () => {
    expect(thrownBy(() => run((_cx) => repeat(0, () => fail("no"))))).toBe("no");
  });

  it("names an iteration that says neither again nor stop", () => {
    expect(() => run((_cx) => repeat(0, () => ok(5 as never)))).toThrow("again(state) or stop(value), not 5");
  });
});

describe("all", () => {
  it("gives all values in the order given, typed one by one", () => {
    const [a, b, c] = run((_cx) => all([new Countdown(3, "a"), new Countdown(1, 2), ok(true)]));
    expect([a.length, b + 1, c]).toEqual([1, 3, true]);
  });

  it("of nothing gives an empty list", () => {
    expect(run((_cx) => all([]))).toEqual([]);
  });

  it("steps its members in turns", () => {
    const log: unknown[] = [];
    run((_cx) => all([new Countdown(2, "a", log), new Countdown(3, "b", log)]));
    expect(log).toEqual(["a", "b", "a", "b", "b"]);
  });

  it("goes on with the next member after the fuel was spent", () => {
    const log: unknown[] = [];
    makeSequencer({ sliceFuel: 10 }).run((_cx) => all([new Countdown(2, "a", log, 10), new Countdown(2, "b", log, 10)]));
    expect(log).toEqual(["a", "b", "a", "b"]);
  });

  it("fails as the first that fails, after the others were unwound", () => {
    const log: unknown[] = [];
    expect(thrownBy(() => run((_cx) => all([new Countdown(5, "a", log), fail("no"), new Countdown(5, "b", log)])))).toBe("no");
    expect(log).toEqual(["a", ["unwound", "b"], ["unwound", "a"]]);
  });

  it("waits for several promises at once", async () => {
    let release: (value: string) => void = () => {};
    const late = new Promise<string>((resolve) => (release = resolve));
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) => all([fromPromise(late), fromPromise(Promise.resolve("early"))]));
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
    expect(run((_cx) => nested(MAX_SEQUENCE_DEPTH))).toBeDefined();
    expect(thrownBy(() => run((_cx) => nested(MAX_SEQUENCE_DEPTH + 1)))).toBeInstanceOf(SequenceDepthError);
  });
});

describe("race", () => {
  it("ends as the first to finish, after the others were unwound", () => {
    const log: unknown[] = [];
    expect(run((_cx) => race([new Countdown(5, "slow", log), new Countdown(2, "fast")]))).toBe("fast");
    expect(log).toEqual(["slow", "slow", ["unwound", "slow"]]);
  });

  it("finishes in the step in which the last of the others is unwound", () => {
    // The second member finishes in the second step, in which the first has had its turn already: that is unwound in the third.
    const log: unknown[] = [];
    expect(traceSteps((_cx) => race([new Countdown(5, "slow", log), new Countdown(2, "fast")])).steps).toBe(3);
    expect(log.at(-1)).toEqual(["unwound", "slow"]);
  });

  it("ends with an error if that comes first", () => {
    expect(thrownBy(() => run((_cx) => race([new Countdown(5, "slow"), fail("no")])))).toBe("no");
  });

  it("needs a member", () => {
    expect(() => run((_cx) => race([]))).toThrow(RangeError);
  });
});

describe("take of a member", () => {
  it("refuses the same sequence twice", () => {
    const build = <G>(_cx: StepContext<G>): Sequence<G, unknown> => {
      const twice = new Countdown<G, string>(1, "x");
      return all([twice, twice]);
    };
    expect(thrownBy(() => run(build))).toBeInstanceOf(SequenceStateError);
  });
});
