import { describe, expect, it } from "vitest";
import { Arena, ArenaMemoryError, trace } from "@luster/gc-arena";
import type { Collect, Rootable, Tracer } from "@luster/gc-arena";
import { DisposableNode, NODE_BYTES, Node, fill, makeList } from "./list.js";

describe("the accounts", () => {
  it("count live bytes at a mark, and allocation since", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      fill(mc, root, 10);
      for (let i = 0; i < 90; i++) Node.make(mc, "garbage");
    });
    expect(arena.metrics.allocatedBytes).toBe(100 * NODE_BYTES);
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(10 * NODE_BYTES);
    expect(arena.metrics.liveBytes).toBe(10 * NODE_BYTES);
    expect(arena.metrics.allocatedTotalBytes).toBe(100 * NODE_BYTES);
  });

  it("take no negative allocation, but always take back growth and external bytes, also past the limit", () => {
    const arena = makeList();
    expect(() => arena.mutate((mc) => void mc.alloc(new Node("x"), -1))).toThrow("bytes must be at least 0, not -1");
    expect(() => arena.heap.allocate(-1)).toThrow(RangeError);
    arena.heap.grow(500);
    arena.heap.adjustExternalBytes(500);
    arena.setMemoryLimit(100);
    arena.heap.grow(-200);
    arena.heap.adjustExternalBytes(-200);
    expect([arena.metrics.allocatedBytes, arena.metrics.externalBytes]).toEqual([600, 300]);
    expect(() => arena.heap.grow(1)).toThrow(ArenaMemoryError);
  });

  it("keep external bytes apart from marking", () => {
    const arena = makeList();
    arena.mutate((mc) => mc.heap.adjustExternalBytes(1000));
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(1000);
    arena.mutate((mc) => mc.heap.adjustExternalBytes(-400));
    expect(arena.metrics.externalBytes).toBe(600);
    expect(() => arena.heap.adjustExternalBytes(-601)).toThrow("deltaBytes must be at least -600, not -601");
    expect(() => arena.heap.adjustExternalBytes(Infinity)).toThrow(RangeError);
    expect(() => arena.heap.adjustExternalBytes(Number.NaN)).toThrow(RangeError);
    expect(arena.metrics.allocatedBytes).toBe(600);
  });

  it("count growth during a cycle as live", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 500));
    arena.collectStep(1);
    expect(arena.phase).toBe("marking");
    arena.mutate((mc) => mc.heap.grow(500));
    arena.finishCycle();
    expect(arena.metrics.allocatedBytes).toBe(500 * NODE_BYTES + 500);
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(500 * NODE_BYTES);
  });
});

describe("strings", () => {
  class Text implements Collect {
    gcColor = 0;
    strings: string[] = [];
    [trace](tracer: Tracer): void {
      tracer.addBytes(32);
      for (const text of this.strings) tracer.addStringBytes(text.length + 24);
    }
  }
  interface TextSpec extends Rootable {
    readonly Root: Text;
  }
  const make = (): { arena: Arena<TextSpec>; text: Text } => {
    const text = new Text();
    return { arena: new Arena<TextSpec>(() => text), text };
  };

  it("live no more than was charged, however often they are referred to", () => {
    const { arena, text } = make();
    arena.heap.chargeString(1024, 1024);
    text.strings = new Array<string>(100).fill("x".repeat(1000));
    arena.collectAll();
    expect(arena.metrics.stringBytes).toBe(1024);
  });

  it("live no more than what is referred to, however much was charged", () => {
    const { arena, text } = make();
    for (let i = 0; i < 100; i++) arena.heap.chargeString(1024, 1024);
    text.strings = ["x".repeat(1000)];
    arena.collectAll();
    expect(arena.metrics.stringBytes).toBe(1024);
    expect(arena.metrics.allocatedBytes).toBe(32 + 1024);
  });

  it("charge pacing no more than the limit: anything else is refused, and nothing charged", () => {
    const { arena } = make();
    expect(() => arena.heap.chargeString(10, Number.NaN)).toThrow("limitBytes - debtBytes must be at least 0, not NaN");
    expect(() => arena.heap.chargeString(10, 11)).toThrow(RangeError);
    expect([arena.metrics.allocatedBytes, arena.metrics.stringBytes]).toEqual([0, 0]);
  });

  it("in an append loop cause no collections beyond what the appended text is worth", () => {
    const { arena } = make();
    arena.setPacing({ minSleepBytes: 100_000, pauseFactor: 0 });
    const wake = arena.heap.wakeBytes;
    for (let length = 1; length <= 10_000; length++) arena.heap.chargeString(length + 24, 1 + 24);
    expect(arena.heap.allocatedBytes).toBeGreaterThan(50_000_000);
    expect(arena.heap.allocatedBytes).toBeGreaterThan(arena.heap.wakeBytes);
    arena.collectAll();
    for (let length = 1; length <= 3000; length++) arena.heap.chargeString(length + 24, 1 + 24);
    expect(arena.heap.allocatedBytes).toBeGreaterThan(wake);
    expect(arena.heap.allocatedBytes).toBeLessThan(arena.heap.wakeBytes);
  });
});

describe("the memory limit", () => {
  const LIMIT = 1000 * NODE_BYTES;

  it("lets the arena reach the hard edge, and not cross it", () => {
    const arena = makeList({ memoryLimitBytes: LIMIT });
    arena.mutate((mc) => {
      mc.allocate(LIMIT);
      expect(mc.heap.canAllocate(0)).toBe(true);
      expect(mc.heap.canAllocate(1)).toBe(false);
      let error: unknown;
      try {
        mc.alloc(new Node("one more"), 1);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(ArenaMemoryError);
      expect(error).toMatchObject({ requestedBytes: 1, allocatedBytes: LIMIT, limitBytes: LIMIT });
      expect(mc.heap.allocatedBytes).toBe(LIMIT);
    });
  });

  it("collects in full at the end of a mutate that crossed the soft edge, also when pacing is off", () => {
    const arena = makeList({ memoryLimitBytes: LIMIT, memoryReserveBytes: LIMIT / 10 });
    arena.stop();
    arena.mutate((mc) => mc.allocate(LIMIT * 0.89));
    expect(arena.metrics.cycleCount).toBe(0);
    expect(arena.heap.wakeBytes).toBe(LIMIT * 0.9);
    arena.mutate((mc) => mc.allocate(LIMIT * 0.02));
    expect(arena.metrics.cycleCount).toBe(1);
    expect(arena.metrics.allocatedBytes).toBe(0);
  });

  it("has collectDebt collect in full when the soft edge was crossed outside of a mutate, also when pacing is off", () => {
    const arena = makeList({ memoryLimitBytes: LIMIT });
    arena.stop();
    arena.heap.allocate(LIMIT);
    arena.collectDebt();
    expect([arena.metrics.cycleCount, arena.metrics.allocatedBytes]).toEqual([1, 0]);
  });

  it("collects also when the mutate fails at the hard edge", () => {
    const arena = makeList({ memoryLimitBytes: LIMIT });
    expect(() => arena.mutate((mc) => mc.allocate(2 * LIMIT))).toThrow(ArenaMemoryError);
    expect(() =>
      arena.mutate((mc) => {
        for (;;) Node.make(mc, "garbage");
      }),
    ).toThrow(ArenaMemoryError);
    expect(arena.metrics.allocatedBytes).toBe(0);
    arena.mutate((mc) => mc.allocate(LIMIT));
  });

  it("never disarms: a heap that stays past the soft edge is collected ever closer to the hard one", () => {
    const arena = makeList({ memoryLimitBytes: LIMIT });
    arena.mutate((mc, root) => fill(mc, root, 950));
    expect(arena.metrics.cycleCount).toBe(1);
    for (let i = 0; i < 200; i++) arena.mutate((mc) => mc.allocate(20 * NODE_BYTES));
    expect(arena.metrics.cycleCount).toBeGreaterThan(50);
    expect(arena.metrics.cycleCount).toBeLessThan(200);
    arena.mutate((_mc, root) => {
      root.head = undefined;
    });
    arena.collectAll();
    arena.mutate((mc) => mc.allocate(LIMIT));
    expect(arena.metrics.allocatedBytes).toBe(0);
  });

  it("that is set below what is in use collects at the end of the next mutate", () => {
    const arena = makeList();
    arena.mutate((mc) => mc.allocate(980));
    arena.setMemoryLimit(1000);
    arena.mutate(() => {});
    expect([arena.metrics.cycleCount, arena.metrics.allocatedBytes]).toEqual([1, 0]);
    arena.setMemoryLimit(Infinity);
    arena.mutate((mc) => mc.allocate(980));
    arena.setMemoryLimit(100);
    arena.mutate((mc) => expect(() => mc.allocate(1)).toThrow(ArenaMemoryError));
    arena.mutate((mc) => mc.allocate(100));
    expect(arena.metrics.allocatedBytes).toBe(0);
  });

  it("holds with external bytes that no collection frees", () => {
    const arena = makeList({ memoryLimitBytes: 1e6 });
    arena.heap.adjustExternalBytes(999_000);
    for (let i = 0; i < 50; i++) arena.mutate((mc) => mc.allocate(900));
    expect(arena.metrics.allocatedBytes).toBe(999_000);
    expect(() => arena.heap.adjustExternalBytes(1001)).toThrow(ArenaMemoryError);
    arena.heap.adjustExternalBytes(-999_000);
    arena.mutate((mc) => mc.allocate(900_000));
    expect(arena.heap.canAllocate(100_000)).toBe(true);
  });

  it("does not creep towards the hard edge when the dead give external bytes back", () => {
    const arena = makeList({ memoryLimitBytes: 1e9 });
    arena.stop();
    for (let i = 0; i < 1000; i++) {
      arena.mutate((mc) => {
        mc.heap.adjustExternalBytes(1e7);
        mc.registerDisposable(mc.alloc(new DisposableNode<never>("buffer", () => arena.heap.adjustExternalBytes(-1e7))) as never);
      });
    }
    expect(arena.metrics.cycleCount).toBeGreaterThan(5);
    arena.setMemoryLimit(1000);
    arena.collectAll();
    arena.heap.adjustExternalBytes(990);
    arena.collectAll();
    expect(arena.heap.wakeBytes).toBe(995);
    arena.heap.adjustExternalBytes(-100);
    expect(arena.heap.wakeBytes).toBe(945);
    arena.heap.adjustExternalBytes(100);
    expect(arena.heap.wakeBytes).toBe(945);
  });

  it("can be set and lifted", () => {
    const arena = makeList();
    arena.setMemoryLimit(1000);
    expect(arena.heap.softLimitBytes).toBe(937.5);
    expect(arena.heap.canAllocate(1001)).toBe(false);
    arena.setMemoryLimit(Infinity, Infinity);
    expect(arena.heap.canAllocate(1e12)).toBe(true);
    expect([arena.heap.softLimitBytes, arena.heap.wakeBytes]).toEqual([Infinity, 4_194_304]);
  });
});
