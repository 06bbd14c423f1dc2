// Debug information: which variables are in scope at which instructions, and where upvalues come from.

import { compile } from "@luster/compiler";
import { expect, test } from "vitest";

/** A test of the scopes of a chunk's variables, `name register [start, end)`; `*` marks a cell. */
function hasScopes(title: string, source: string, ...expected: string[]): void {
  test(title, () => {
    const { localVars } = compile(source, { chunkName: "=t" });
    const scopes = localVars.map(({ name, register, startPc, endPc, isCaptured }) => {
      return `${name}${isCaptured ? "*" : ""} r${register} [${startPc}, ${endPc})`;
    });
    expect(scopes).toEqual(expected);
  });
}

const STATE = "(for state)";

hasScopes("a variable begins behind its value", "local a = 1; local b, c = a", "a r0 [2, 5)", "b r1 [4, 5)", "c r2 [4, 5)");
hasScopes("a block ends its variables", "do local a = 1; f() end g()", "a r0 [2, 4)");
hasScopes("a captured variable begins as a cell", "local a = 1; function f() return a end", "a* r0 [3, 6)");
hasScopes("a local function begins behind its closure", "local function f() end", "f r0 [2, 3)");
hasScopes("a recursive one behind its assignment", "local function f() f() end", "f* r0 [5, 6)");
hasScopes("a constant is no variable", "local a <const> = 1; local b = a", "b r0 [2, 3)");
hasScopes(
  "a numeric loop has three hidden variables",
  "for i = 1, 2 do end",
  `${STATE} r0 [4, 6)`,
  `${STATE} r1 [4, 6)`,
  `${STATE} r2 [4, 6)`,
  "i r3 [5, 5)",
);
hasScopes(
  "a generic loop has four",
  "for k in f do g() end",
  `${STATE} r0 [3, 8)`,
  `${STATE} r1 [3, 8)`,
  `${STATE} r2 [3, 8)`,
  `${STATE} r3 [3, 8)`,
  "k r4 [4, 6)",
);
hasScopes("a to-be-closed variable ends before it is closed", "do local a <close> = f() end", "a r0 [3, 4)");

test("parameters are in scope from the start", () => {
  const { protos } = compile("function f(a, b) return function() return b end end", { chunkName: "=t" });
  expect(protos[0]!.localVars).toEqual([
    { name: "a", register: 0, startPc: 0, endPc: 4, isCaptured: false },
    { name: "b", register: 1, startPc: 0, endPc: 4, isCaptured: true },
  ]);
});

test("upvalues come from registers or upvalues of the function around", () => {
  const source = "local a, b <const> = f(); local c <close> = f(); return function() x = b return function() return a, b, c end end";
  const { protos, upvalues } = compile(source, { chunkName: "=t" });
  expect(upvalues).toEqual([{ name: "_ENV", isFromParentRegister: true, index: 0, kind: "regular" }]);
  expect(protos[0]!.upvalues).toEqual([
    { name: "_ENV", isFromParentRegister: false, index: 0, kind: "regular" },
    { name: "b", isFromParentRegister: true, index: 1, kind: "const" },
    { name: "a", isFromParentRegister: true, index: 0, kind: "regular" },
    { name: "c", isFromParentRegister: true, index: 2, kind: "close" },
  ]);
  expect(protos[0]!.protos[0]!.upvalues).toEqual([
    { name: "a", isFromParentRegister: false, index: 2, kind: "regular" },
    { name: "b", isFromParentRegister: false, index: 1, kind: "const" },
    { name: "c", isFromParentRegister: false, index: 3, kind: "close" },
  ]);
});

test("a chunk is a vararg function without lines of definition", () => {
  expect(compile("return ...", { chunkName: "@a.lua" })).toMatchObject({
    chunkName: "@a.lua",
    lineDefined: 0,
    lastLineDefined: 0,
    paramCount: 0,
    isVararg: true,
    maxStackSize: 2,
  });
});
