import { describe, expect, it, vi } from "vitest";
import { Arena, ArenaStateError, disposeSymbol, finalize, trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import {
  FuelLimitError,
  Poll,
  Sequence,
  SequenceSet,
  SequenceStateError,
  Sequencer,
  UnsettledWaitError,
  again,
  all,
  fail,
  fromFn,
  fromGenerator,
  fromPromise,
  ok,
  repeat,
} from "@luster/gc-sequence";
import type { NoLocals, SequenceBody, StepContext, Task } from "@luster/gc-sequence";
import { Countdown, Node, makeArena, makeSequencer, sequencerOf, thrownBy } from "./counting-arena.js";
import type { TestRoot } from "./counting-arena.js";

const forever = <G>(_cx: StepContext<G>): Sequence<G, never> => repeat<G, number, never>(0, (_cx, n) => ok(again(n + 1)));

class Burner<in out G> extends Sequence<G, string> {
  constructor(
    private units: number,
    private readonly slices: number[] = [],
  ) {
    super();
  }
  protected advance(cx: StepContext<G>): Poll<string> {
    let burnt = 0;
    while (!cx.fuel.isSpent && this.units > 0) {
      cx.fuel.consume(1);
      this.units--;
      burnt++;
    }
    this.slices.push(burnt);
    return this.units === 0 ? Poll.done("burnt") : Poll.pending;
  }
  protected traceFields(): void {}
}

describe("run", () => {
  it("gives the value or throws the error", () => {
    expect(makeSequencer().run((_cx) => new Countdown(100, "x"))).toBe("x");
    expect(thrownBy(() => makeSequencer().run((_cx) => fail("no")))).toBe("no");
  });

  it("refuses to wait, naming what for, after unwinding", () => {
    const log: string[] = [];
    const run = () =>
      makeSequencer().run((_cx) =>
        fromGenerator(function* (steps) {
          try {
            yield* steps.await(new Promise(() => {}), "the answer");
          } finally {
            log.push("unwound");
          }
        }),
      );
    const error = thrownBy(run);
    expect(error).toBeInstanceOf(UnsettledWaitError);
    expect(error).toMatchObject({ what: "the answer", message: "a synchronous run cannot wait for the answer" });
    expect(log).toEqual(["unwound"]);
  });

  it("gives each slice its fuel", () => {
    const slices: number[] = [];
    makeSequencer({ sliceFuel: 11 }).run((_cx) => new Burner(25, slices));
    expect(slices).toEqual([10, 10, 5]);
  });

  it("lets the arena collect between two slices", () => {
    const arena = makeArena();
    const sequencer = sequencerOf(arena);
    sequencer.run((_cx) =>
      repeat(0, (_cx, n) =>
        fromFn((cx) => {
          for (let i = 0; i < 1000; i++) new Node(cx.mc, "garbage");
          return n === 300 ? { stop: n } : again(n + 1);
        }),
      ),
    );
    expect(arena.metrics.cycleCount).toBeGreaterThan(0);
    expect(arena.metrics.allocatedBytes).toBeLessThan(300 * 1000 * 64);
  });

  it("throws what its callback throws, and what is no sequence", () => {
    const sequencer = makeSequencer();
    const boom = new Error("boom");
    const fails = (): never => {
      throw boom;
    };
    expect(thrownBy(() => sequencer.run(fails))).toBe(boom);
    expect(() => sequencer.run((() => 5) as never)).toThrow("Sequencer.start: expected a Sequence, not 5");
    expect(sequencer.taskCount).toBe(0);
  });

  it("does not start a sequence from within a step, and both remain usable", () => {
    const sequencer = makeSequencer();
    const error = sequencer.run((_cx) => fromFn(() => thrownBy(() => sequencer.run((_cx) => ok(1)))));
    expect(error).toBeInstanceOf(ArenaStateError);
    expect(sequencer.run((_cx) => ok(2))).toBe(2);
  });

  it("forgets a sequence that has finished", () => {
    const arena = makeArena();
    const sequencer = sequencerOf(arena);
    for (let i = 0; i < 10; i++) sequencer.run((_cx) => ok(i));
    expect(arena.mutate((_mc, root) => root.sequences.size)).toBe(0);
    expect(sequencer.taskCount).toBe(0);
  });
});

describe("a fuel limit", () => {
  it("aborts a task that has used it up", () => {
    const error = thrownBy(() => makeSequencer().run(forever, { fuelLimit: 10_000 }));
    expect(error).toBeInstanceOf(FuelLimitError);
    expect(error).toMatchObject({ limit: 10_000 });
  });

  it("is exact for a step that heeds its fuel", () => {
    const sequencer = makeSequencer({ sliceFuel: 64 });
    const enough = sequencer.start((_cx) => new Burner(98), { fuelLimit: 100 });
    const short = sequencer.start((_cx) => new Burner(99), { fuelLimit: 100 });
    sequencer.runReady();
    expect(enough.result()).toBe("burnt");
    expect(short.outcome?.kind).toBe("failed");
    expect(short.progress.fuelUsed).toBe(100 + 1);
  });

  it("must be a number of at least 0", () => {
    expect(() => makeSequencer().start(forever, { fuelLimit: Number.NaN })).toThrow(RangeError);
  });
});

describe("abort", () => {
  it("may come from within a step", () => {
    const sequencer = makeSequencer();
    const task: Task<void> = sequencer.start((_cx) =>
      fromGenerator(function* (steps): SequenceBody<NoLocals, void> {
        while (true) yield* steps.enter(() => task.abort("from within"));
      }),
    );
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("from within"));
  });

  it("of a finished task does nothing", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) => ok(1));
    sequencer.runReady();
    task.abort();
    expect(task.result()).toBe(1);
  });

  it("counts only once", () => {
    const sequencer = makeSequencer();
    const task = sequencer.start(forever);
    task.abort("first");
    task.abort("second");
    sequencer.runReady();
    expect(task.outcome).toEqual(Poll.failed("first"));
  });
});

describe("Task.result", () => {
  it("of an unfinished task is an error", () => {
    const task = makeSequencer().start(forever);
    expect(thrownBy(() => task.result())).toMatchObject({ problem: "unfinished" });
    expect(task.outcome).toBeUndefined();
  });
});

describe("runReady", () => {
  it("gives every task its turns", () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    for (const name of ["a", "b", "c"]) sequencer.start((_cx) => new Countdown(3, name, log));
    expect(sequencer.runReady()).toBe(0);
    expect(log.join("")).toBe("abcabcabc");
  });

  it("interleaves 10,000 sequences", () => {
    const sequencer = makeSequencer();
    const tasks = Array.from({ length: 10_000 }, (_, i) => sequencer.start((_cx) => new Countdown(3, i)));
    sequencer.runReady();
    expect(tasks.reduce((sum, task) => sum + task.result(), 0)).toBe((10_000 * 9_999) / 2);
  });

  it("takes turns from a task that burns more than its share", () => {
    const turns: string[] = [];
    const sequencer = makeSequencer({ sliceFuel: 100 });
    sequencer.start((_cx) => new Countdown(2, "greedy", turns, 1000));
    sequencer.start((_cx) => new Countdown(5, "modest", turns));
    sequencer.runReady();
    expect(turns).toEqual(["greedy", "modest", "modest", "modest", "modest", "modest", "greedy"]);
  });

  it("leaves tasks that wait", async () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) => fromPromise(Promise.resolve(1)));
    expect(sequencer.runReady()).toBe(1);
    expect(task.status).toBe("waiting");
    await Promise.resolve();
    await Promise.resolve();
    expect(sequencer.runReady()).toBe(0);
    expect(task.result()).toBe(1);
  });
});

describe("interrupt", () => {
  it("ends the slice that is running", () => {
    const slices: number[] = [];
    const sequencer = makeSequencer();
    class Interrupted<in out G> extends Burner<G> {
      protected override advance(cx: StepContext<G>): Poll<string> {
        if (slices.length === 0) sequencer.interrupt();
        return super.advance(cx);
      }
    }
    sequencer.run((_cx) => new Interrupted(100, slices));
    expect(slices).toEqual([0, 100]);
  });
});

describe("runAsync", () => {
  it("gives the value or rejects with the error", async () => {
    await expect(makeSequencer().runAsync((_cx) => new Countdown(100, "x"))).resolves.toBe("x");
    await expect(makeSequencer().runAsync((_cx) => fail("no"))).rejects.toBe("no");
  });

  it("rejects when its callback throws", async () => {
    await expect(makeSequencer().runAsync((() => 5) as never)).rejects.toThrow(TypeError);
  });

  it("keeps the event loop turning", async () => {
    const sequencer = makeSequencer({ yieldEveryMs: 2 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const signal = AbortSignal.timeout(300);
    await expect(sequencer.runAsync(forever, { signal })).rejects.toMatchObject({ name: "TimeoutError" });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it("runs several at once, in turns", async () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    await Promise.all(["a", "b"].map((name) => sequencer.runAsync((_cx) => new Countdown(3, name, log))));
    expect(log.join("")).toBe("ababab");
  });

  it("goes on when a promise settles", async () => {
    const late = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 5));
    await expect(makeSequencer().runAsync((_cx) => fromPromise(late))).resolves.toBe("late");
  });

  it("treats a thenable that throws as a rejection", async () => {
    const hostile = {
      get then(): never {
        throw "hostile";
      },
    };
    await expect(makeSequencer().runAsync((_cx) => fromPromise(hostile as never))).rejects.toBe("hostile");
  });
});

describe("a signal", () => {
  it("ends a wait for a promise that never settles, and the reason comes out", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const promise = makeSequencer().runAsync((_cx) => fromPromise(new Promise(() => {})), { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    await expect(promise).rejects.toBe(reason);
  });

  it("that is aborted already lets nothing run", async () => {
    const log: unknown[] = [];
    const promise = makeSequencer().runAsync((_cx) => new Countdown(3, "x", log), { signal: AbortSignal.abort("early") });
    await expect(promise).rejects.toBe("early");
    expect(log).not.toContain("x");
  });

  it("is let go of when the task has finished", async () => {
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    await makeSequencer().runAsync((_cx) => ok(1), { signal: controller.signal });
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe("finishAll", () => {
  it("waits for all tasks, also those that are started meanwhile", async () => {
    const sequencer = makeSequencer();
    const tasks = [sequencer.start((_cx) => fromPromise(Promise.resolve(1))), sequencer.start((_cx) => fail("no"))];
    setTimeout(() => tasks.push(sequencer.start((_cx) => ok(3))), 1);
    tasks.push(sequencer.start((_cx) => fromPromise(new Promise<number>((resolve) => setTimeout(() => resolve(2), 10)))));
    await sequencer.finishAll();
    expect(tasks.map((task) => task.status)).toEqual(["done", "failed", "done", "done"]);
  });

  it("aborts them all by a signal", async () => {
    const sequencer = makeSequencer();
    const tasks = [sequencer.start(forever), sequencer.start((_cx) => fromPromise(new Promise<never>(() => {})))];
    await sequencer.finishAll({ signal: AbortSignal.timeout(20) });
    expect(tasks.map((task) => task.status)).toEqual(["failed", "failed"]);
  });
});

describe("slices", () => {
  it("gives one round per turn of the event loop, and the loop ends with the task", async () => {
    const sequencer = makeSequencer({ yieldEveryMs: 0 });
    const task = sequencer.start((_cx) => new Countdown(4, "x"));
    const counts: number[] = [];
    for await (const { stepCount } of sequencer.slices(task)) counts.push(stepCount);
    expect(counts).toEqual([1, 2, 3]);
    expect(task.result()).toBe("x");
  });

  it("waits for promises between rounds", async () => {
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) =>
      all([fromPromise(Promise.resolve(1)), fromPromise(new Promise((resolve) => setTimeout(resolve, 5)))]),
    );
    for await (const progress of sequencer.slices(task)) expect(progress.stepCount).toBeLessThan(5);
    expect(task.status).toBe("done");
  });

  it("throws the task's error out of the loop", async () => {
    const sequencer = makeSequencer();
    const loop = async () => {
      for await (const _ of sequencer.slices(sequencer.start((_cx) => fail("no"))));
    };
    await expect(loop()).rejects.toBe("no");
  });

  it("aborts and unwinds the task when the loop is left", async () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer({ yieldEveryMs: 0 });
    const task = sequencer.start((_cx) => new Countdown(100, "x", log));
    for await (const _ of sequencer.slices(task)) break;
    expect(task.status).toBe("failed");
    expect(log).toEqual(["x", ["unwound", "x"]]);
  });
});

describe("mixing drivers", () => {
  it("lets a synchronous run happen while others wait", async () => {
    const sequencer = makeSequencer();
    const pending = sequencer.runAsync((_cx) => fromPromise(new Promise((resolve) => setTimeout(() => resolve("late"), 5))));
    await Promise.resolve();
    expect(sequencer.run((_cx) => ok("now"))).toBe("now");
    await expect(pending).resolves.toBe("late");
  });
});

describe("a task of another sequencer", () => {
  it("is refused by name", () => {
    const task = makeSequencer().start(forever, { name: "stranger" });
    expect(() => makeSequencer().slice(task)).toThrow('the task "stranger" belongs to another sequencer');
    expect(() => makeSequencer().finish(task)).toThrow(TypeError);
  });
});

class Fragile implements Collect {
  gcColor = 0;
  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
  }
  [finalize](): void {
    throw new Error("fragile");
  }
}

describe("an error of the arena", () => {
  it("fails the task during whose turn it came up", () => {
    const arena = makeArena();
    const sequencer = sequencerOf(arena);
    const run = () =>
      sequencer.run((_cx) =>
        repeat(0, (_cx, n) =>
          fromFn((cx) => {
            if (n === 0) cx.mc.registerFinalizer(cx.mc.alloc(new Fragile()));
            for (let i = 0; i < 1000; i++) new Node(cx.mc, "garbage");
            return again(n + 1);
          }),
        ),
      );
    expect(run).toThrow("fragile");
    expect(sequencer.run((_cx) => ok(1))).toBe(1);
  });

  it("fails a task whose arena was disposed", async () => {
    const arena = makeArena();
    const promise = sequencerOf(arena).runAsync((_cx) => fromPromise(Promise.resolve(1)));
    arena[disposeSymbol]();
    await expect(promise).rejects.toMatchObject({ problem: "disposed" });
  });
});

describe("dispose", () => {
  it("unwinds all tasks, and refuses new ones", () => {
    const log: unknown[] = [];
    const sequencer = makeSequencer();
    const task = sequencer.start((_cx) => new Countdown(9, "x", log));
    sequencer.slice(task);
    sequencer[disposeSymbol]();
    expect(task.status).toBe("failed");
    expect(log).toEqual(["x", ["unwound", "x"]]);
    expect(thrownBy(() => sequencer.start((_cx) => ok(1)))).toBeInstanceOf(SequenceStateError);
  });
});

describe("options", () => {
  it.each([{ sliceFuel: 0 }, { sliceFuel: Number.NaN }, { yieldEveryMs: -1 }, { yieldEveryMs: "5" as never }])("refuses %j", (options) => {
    const arena = new Arena<TestRoot>((mc) => ({ sequences: new SequenceSet(mc), head: new Node(mc, "head") }));
    expect(() => new Sequencer<TestRoot>(arena, (root) => root.sequences, options)).toThrow(RangeError);
  });
});
