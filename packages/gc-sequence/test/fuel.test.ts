import { describe, expect, it } from "vitest";
import { Fuel } from "@luster/gc-sequence";

describe("Fuel", () => {
  it("is spent when as much was consumed as there was", () => {
    const fuel = new Fuel(10);
    expect(fuel.consume(9)).toBe(false);
    expect(fuel.consume(1)).toBe(true);
    expect(fuel.isSpent).toBe(true);
  });

  it("pays for what was consumed too much from the next refill", () => {
    const fuel = new Fuel(10);
    fuel.consume(25);
    expect(fuel.remaining).toBe(-15);
    fuel.refill(10);
    expect(fuel.remaining).toBe(-5);
    expect(fuel.isSpent).toBe(true);
    fuel.refill(10);
    expect(fuel.isSpent).toBe(false);
  });

  it("saves nothing up beyond the maximum of a refill", () => {
    const fuel = new Fuel(10);
    fuel.refill(10);
    expect(fuel.remaining).toBe(10);
    fuel.refill(10, 15);
    expect(fuel.remaining).toBe(15);
  });

  it("is spent after an interrupt, until it is refilled", () => {
    const fuel = new Fuel(10);
    fuel.interrupt();
    expect(fuel.isSpent).toBe(true);
    expect(fuel.remaining).toBe(10);
    fuel.refill(10);
    expect(fuel.isInterrupted).toBe(false);
    expect(fuel.isSpent).toBe(false);
  });

  it("counts what was consumed in all", () => {
    const fuel = new Fuel(10);
    fuel.consume(7);
    fuel.refill(10);
    fuel.consume(5);
    expect(fuel.consumed).toBe(12);
  });

  it.each([-1, Number.NaN, "5" as never])("refuses %j units", (units) => {
    expect(() => new Fuel(units)).toThrow(RangeError);
    expect(() => new Fuel().consume(units)).toThrow(RangeError);
    expect(() => new Fuel().refill(units)).toThrow(RangeError);
  });
});
