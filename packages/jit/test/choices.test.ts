import { describe, expect, it } from "vitest";
import { Choices, shrink } from "./choices.js";
import { randomProgram } from "./random-programs.js";

describe("choices", () => {
  it("are the same for the same seed, and again", () => {
    const { source, choices } = randomProgram(Choices.fromSeed(7));
    expect(randomProgram(Choices.fromSeed(7)).source).toBe(source);
    expect(randomProgram(Choices.again(choices)).source).toBe(source);
    expect(randomProgram(Choices.fromSeed(8)).source).not.toBe(source);
  });

  it("are 0 when they have run out", () => expect([1, 2, 3].map((end) => Choices.again([]).below(end))).toEqual([0, 0, 0]));
});

describe("shrinking", () => {
  it("leaves what makes the failure, as small as can be", () => {
    const choices = Array.from({ length: 200 }, (_, index) => index % 17);
    expect(shrink(choices, (made) => made.includes(13))).toEqual([13]);
    expect(shrink(choices, (made) => made.reduce((sum, choice) => sum + choice, 0) >= 5).length).toBeLessThanOrEqual(5);
  });

  it("makes a small program of a large one", () => {
    const hasYield = (choices: readonly number[]): boolean => randomProgram(Choices.again(choices)).source.includes("coroutine.yield(");
    let seed = 1;
    while (!hasYield(randomProgram(Choices.fromSeed(seed)).choices)) seed++;
    const { source } = randomProgram(Choices.again(shrink(randomProgram(Choices.fromSeed(seed)).choices, hasYield)));
    expect(source).toContain("coroutine.yield(");
    expect(source.split("\n").length).toBeLessThan(40);
  });

  it("stops after the attempts that it is given", () => {
    let asked = 0;
    shrink(new Array<number>(100).fill(5), () => ++asked < 0, 30);
    expect(asked).toBe(30);
  });
});
