import { describe, expect, it, vi } from "vitest";
import type { AsyncRunOptions } from "@luster/vm";
import { Executor, instantiate } from "@luster/vm";
import { compile } from "@luster/compiler";
import { machine, runOn } from "../machine.js";

const runAsync = (options: object) =>
  machine().runAsync(
    (cx) => ({ callee: instantiate(cx, compile("x = 1", { chunkName: "=test" }), cx.globals), args: [] }),
    () => "ran",
    options as AsyncRunOptions,
  );

describe("options of a run", () => {
  for (const name of ["fuelLimit", "sliceFuel"]) {
    it(`${name} is a number of more than 0`, () => {
      const run = (value: unknown) => runOn(machine(), "return 1", { [name]: value });
      expect(run(undefined)).toEqual([1]);
      expect(run(1000)).toEqual([1]);
      expect(() => run(0)).toThrow(new RangeError(`${name} must be a positive number, not 0`));
      expect(() => run(Number.NaN)).toThrow(new RangeError(`${name} must be a positive number, not NaN`));
      expect(() => run("9")).toThrow(new TypeError(`${name} must be a positive number, not "9"`));
      expect(() => run(null)).toThrow(new TypeError(`${name} must be a positive number, not null`));
      expect(() => run({})).toThrow(new TypeError(`${name} must be a positive number, not an object`));
      expect(() => run(() => 1)).toThrow(new TypeError(`${name} must be a positive number, not a function`));
    });
  }

  it("slices fit the clock unless sliceFuel is given", () => {
    const step = vi.spyOn(Executor.prototype, "step");
    try {
      const clock = vi.spyOn(performance, "now");
      let time = 0;
      const fuelOfSlices = (tookMs: number, options: object): number[] => {
        clock.mockImplementation(() => (time += tookMs));
        step.mockClear();
        runOn(machine(), "for i = 1, 500000 do end", options);
        return step.mock.calls.map(([, fuel]) => fuel).slice(0, 4);
      };
      expect(fuelOfSlices(0.1, {})).toEqual([100_000, 100_000, 200_000, 400_000]);
      expect(fuelOfSlices(2, {})).toEqual([100_000, 100_000, 100_000, 100_000]);
      expect(fuelOfSlices(0.1, { sliceFuel: 50_000 })).toEqual([50_000, 50_000, 50_000, 50_000]);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("sliceMs is a number of at least 0", async () => {
    expect(await runAsync({ sliceMs: 0 })).toBe("ran");
    await expect(runAsync({ sliceMs: -1 })).rejects.toEqual(new RangeError("sliceMs must be a number of at least 0, not -1"));
    await expect(runAsync({ sliceMs: true })).rejects.toEqual(new TypeError("sliceMs must be a number of at least 0, not true"));
  });

  it("signal is an AbortSignal", async () => {
    expect(await runAsync({ signal: new AbortController().signal })).toBe("ran");
    await expect(runAsync({ signal: {} })).rejects.toEqual(new TypeError("signal must be an AbortSignal, not an object"));
    await expect(runAsync({ signal: null })).rejects.toEqual(new TypeError("signal must be an AbortSignal, not null"));
    await expect(runAsync({ signal: AbortSignal.abort("early") })).rejects.toBe("early");
  });
});
