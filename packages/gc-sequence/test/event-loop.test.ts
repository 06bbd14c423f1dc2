import { describe, expect, it } from "vitest";
import { TurnTimer, yieldToEventLoop } from "@luster/gc-sequence";

describe("yieldToEventLoop", () => {
  it("lets timers run, which a resolved promise does not", async () => {
    let hasRun = false;
    setTimeout(() => (hasRun = true), 0);
    const start = performance.now();
    while (performance.now() < start + 2);
    await Promise.resolve();
    expect(hasRun).toBe(false);
    for (let i = 0; i < 5 && !hasRun; i++) await yieldToEventLoop();
    expect(hasRun).toBe(true);
  });

  it("takes well under a millisecond", async () => {
    const start = performance.now();
    for (let i = 0; i < 100; i++) await yieldToEventLoop();
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe("TurnTimer", () => {
  it("is over after its time, and begins anew", async () => {
    const timer = new TurnTimer(5);
    expect(timer.isOver).toBe(false);
    const start = performance.now();
    while (performance.now() < start + 6);
    expect(timer.isOver).toBe(true);
    await timer.yield();
    expect(timer.isOver).toBe(false);
  });

  it("of 0 ms is always over", () => {
    expect(new TurnTimer(0).isOver).toBe(true);
  });
});
