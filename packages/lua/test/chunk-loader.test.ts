import { Lua } from "@luster/lua";
import { expect, it } from "vitest";

const nested = (depth: number): string => `return ${"(".repeat(depth)}1${")".repeat(depth)}`;

it("gives a chunk from the host as many levels as the lua program has, and load what is left of them", () => {
  const lua = new Lua();
  expect(lua.run(nested(196))).toEqual([1]);
  expect(() => lua.run(nested(197))).toThrow("C stack overflow");
  const [here, inPcall] = lua.run(
    "local fits = ... return load(fits) ~= nil, select(2, pcall(load, fits)) ~= nil".replace("...", `"${nested(195)}"`),
  );
  expect([here, inPcall]).toEqual([true, false]);
});
