import type { Mutation } from "@luster/gc-arena";
import { describe, expect, it } from "vitest";
import { Fuel, Poll, Sequence, SequenceAbortedError, SequenceStateError, StepContext, UnknownPollError, ok } from "@luster/gc-sequence";
import { Countdown, makeArena, makeSequencer, thrownBy } from "./counting-arena.js";

/** Calls `f` with what a step needs, outside of any sequencer. The brand does not matter here. */
function stepping<R>(f: (cx: StepContext<unknown>) => R): R {
  return makeArena().mutate((mc) => f(new StepContext(mc as Mutation<unknown>, new Fuel(1000))));
}

class Scripted<in out G> extends Sequence<G, string> {
  constructor(private readonly act: (self: Sequence<G, string>, cx: StepContext<G>) => unknown) {
    super();
  }
  protected advance(cx: StepContext<G>): Poll<string> {
    return this.act(this, cx) as Poll<string>;
  }
  protected traceFields(): void {}
}

describe("step", () => {
  it("is pending until the work is done, then gives the value", () => {
    expect(
      stepping((cx) => {
        const sequence = new Countdown(3, "x");
        return [sequence.step(cx).kind, sequence.step(cx).kind, sequence.step(cx)];
      }),
    ).toEqual(["pending", "pending", Poll.done("x")]);
  });

  it("takes one unit of fuel", () => {
    expect(stepping((cx) => (new Countdown(3, "x").step(cx), cx.fuel.consumed))).toBe(1);
  });

  it("of a finished sequence is an error", () => {
    stepping((cx) => {
      const sequence = ok(1);
      sequence.step(cx);
      expect(thrownBy(() => sequence.step(cx))).toMatchObject({ problem: "finished", message: "Sequence.step: the sequence has finished" });
    });
  });

  it("from within itself fails with an error that says so", () => {
    const poll = stepping((cx) => new Scripted((self, inner) => self.step(inner)).step(cx));
    expect(poll).toMatchObject({ kind: "failed", error: expect.objectContaining({ problem: "stepping" }) });
  });

  it("fails with what it throws, and has finished then", () => {
    const boom = new Error("boom");
    stepping((cx) => {
      const sequence = new Scripted(() => {
        throw boom;
      });
      expect(sequence.step(cx)).toEqual(Poll.failed(boom));
      expect(sequence.isFinished).toBe(true);
    });
  });

  it.each([undefined, null, 5, "done", {}, { kind: "finished" }])("that gives %j is an error which names it", (nonsense) => {
    const poll = stepping((cx) => new Scripted(() => nonsense).step(cx));
    expect(poll.kind === "failed" && poll.error).toBeInstanceOf(UnknownPollError);
    expect((poll as { error: UnknownPollError }).error.value).toBe(nonsense);
  });
});

describe("take", () => {
  it("refuses a second owner", () => {
    makeSequencer().run(<G>(_cx: StepContext<G>) => {
      const sequence = ok<G, number>(1);
      sequence.take();
      expect(() => sequence.take("map")).toThrow(SequenceStateError);
      expect(() => sequence.take("map")).toThrow("map: the sequence belongs to another one already");
      return ok<G, undefined>(undefined);
    });
  });
});

describe("abort", () => {
  it("has the next steps unwind and end with the reason", () => {
    stepping((cx) => {
      const log: unknown[] = [];
      const sequence = new Countdown(3, "x", log);
      sequence.step(cx);
      sequence.abort("enough");
      expect(sequence.step(cx)).toEqual(Poll.failed("enough"));
      expect(log).toEqual(["x", ["unwound", "x"]]);
    });
  });

  it("gives a SequenceAbortedError when no reason was given", () => {
    const poll = stepping((cx) => {
      const sequence = new Countdown(3, "x");
      sequence.abort();
      return sequence.step(cx);
    });
    expect((poll as { error: unknown }).error).toBeInstanceOf(SequenceAbortedError);
  });

  it("cannot be turned into success by the cleanup", () => {
    class Stubborn<in out G> extends Countdown<G, string> {
      protected override unwind(): Poll<unknown> {
        return Poll.done("saved");
      }
    }
    const poll = stepping((cx) => {
      const sequence = new Stubborn(3, "x");
      sequence.abort("enough");
      return sequence.step(cx);
    });
    expect(poll).toEqual(Poll.failed("enough"));
  });

  it("does nothing to a finished sequence", () => {
    stepping((cx) => {
      const sequence = ok(1);
      sequence.step(cx);
      sequence.abort();
      expect(sequence.isFinished).toBe(true);
    });
  });
});
