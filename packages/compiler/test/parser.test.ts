// The shape of the tree. In the short form of print-tree.ts, `^x` is an upvalue and `^_ENV.x` a global.

import { parse } from "@luster/compiler";
import { describe, expect, test } from "vitest";
import { printChunk } from "./print-tree.js";

const tree = (source: string): string => printChunk(parse(source, { chunkName: "=t" }));

/** The tree of an expression with the locals a to f. */
const expression = (source: string): string => {
  const text = tree(`local a, b, c, d, e, f; return ${source}`);
  return text.slice("(local a b c d e f = ) (return ".length, -1);
};

describe("operators", () => {
  test.each([
    ["a + b - c", "(- (+ a b) c)"],
    ["a + b * c", "(+ a (* b c))"],
    ["a * b % c // d / e", "(/ (// (% (* a b) c) d) e)"],
    ["a ^ b ^ c", "(^ a (^ b c))"],
    ["-a ^ b", "(- (^ a b))"],
    ["a ^ -b", "(^ a (- b))"],
    ["-a * b", "(* (- a) b)"],
    ["not a == b", "(== (not a) b)"],
    ["- - a", "(- (- a))"],
    ["#a .. b .. c", "(.. (# a) (.. b c))"],
    ["a .. b + c", "(.. a (+ b c))"],
    ["a << b .. c", "(<< a (.. b c))"],
    ["a << b + c >> d", "(>> (<< a (+ b c)) d)"],
    ["a | b ~ c & d << e", "(| a (~ b (& c (<< d e))))"],
    ["a & b == c", "(== (& a b) c)"],
    ["a < b == c <= d ~= e", "(~= (<= (== (< a b) c) d) e)"],
    ["a > b >= c", "(>= (> a b) c)"],
    ["a or b and c", "(or a (and b c))"],
    ["a and b or c and d", "(or (and a b) (and c d))"],
    ["~a ~ ~b", "(~ (~ a) (~ b))"],
    ["(a + b) * c", "(* (paren (+ a b)) c)"],
    ["2 ^ -3", "(^ 2 (- 3))"],
  ])("%s", (source, expected) => {
    expect(expression(source)).toBe(expected);
  });
});

describe("fields and calls", () => {
  test.each([
    ["a.b.c", "(index (index a 'b') 'c')"],
    ["a[b][1]", "(index (index a b) 1)"],
    ["a.b(c).d", "(index (call (index a 'b') c) 'd')"],
    ["a:b(c):d()", "(method (method a b c) d)"],
    ["a{b}'c'[[d]]", "(call (call (call a {b}) 'c') 'd')"],
    ["a:b 'c'", "(method a b 'c')"],
    ["(a)(b)", "(call (paren a) b)"],
    ["('x'):y()", "(method (paren 'x') y)"],
    ["a\n(b)", "(call a b)"],
  ])("%s", (source, expected) => {
    expect(expression(source)).toBe(expected);
  });
});

describe("table constructors", () => {
  test.each([
    ["{}", "{}"],
    ["{a, b; c,}", "{a b c}"],
    ["{a = b, ['c'] = d, e}", "{['a']=b ['c']=d e}"],
    ["{a == b}", "{(== a b)}"],
    ["{[a] = {b}}", "{[a]={b}}"],
    ["{...}", "{...}"],
  ])("%s", (source, expected) => {
    expect(expression(source)).toBe(expected);
  });
});

describe("statements", () => {
  test.each([
    ["", ""],
    [";;;", ""],
    ["local a <const>, b <close>, c = 1, 2", "(local a<const> b<close> c = 1 2)"],
    ["local function f(a, ...) return f end", "(local-function f (function (a ...) (return ^f)))"],
    ["function f() end", "(function-statement ^_ENV.f (function () ))"],
    [
      "function a.b.c:d(x) return self end",
      "(function-statement (index (index (index ^_ENV.a 'b') 'c') 'd') (function (self x) (return self)))",
    ],
    ["x, y.z = 1", "(= (^_ENV.x (index ^_ENV.y 'z')) 1)"],
    ["x = 1, 2", "(= (^_ENV.x) 1 2)"],
    ["f(); (g or h)()", "(call ^_ENV.f) (call (paren (or ^_ENV.g ^_ENV.h)))"],
    ["do local a end", "(do (local a = ))"],
    ["while true do break end", "(while true (break))"],
    ["repeat local a until a", "(repeat (local a = ) a)"],
    ["if 1 then f() elseif 2 then else return end", "(if (1 (call ^_ENV.f)) (2 ) else (return ))"],
    ["for i = 1, 2 do f(i) end", "(for i 1 2 (call ^_ENV.f i))"],
    ["for i = i, 2, 3 do end", "(for i ^_ENV.i 2 3 )"],
    ["for k, v in f, k do end", "(for (k v) (^_ENV.f ^_ENV.k) )"],
    ["return 1, 2;", "(return 1 2)"],
    ["return", "(return )"],
    ["::x:: goto x", "(label x) (goto x)"],
  ])("%s", (source, expected) => {
    expect(tree(source)).toBe(expected);
  });
});

describe("names", () => {
  test.each([
    ["a variable is not visible in its own value", "local a = a", "(local a = ^_ENV.a)"],
    ["but a local function is", "local function a() a() end", "(local-function a (function () (call ^a)))"],
    ["the last of equal names counts", "local a, a = 1, 2; return a", "(local a a = 1 2) (return a)"],
    ["inner names hide outer ones", "local a; do local a; a = 1 end a = 2", "(local a = ) (do (local a = ) (= a 1)) (= a 2)"],
    ["names end with their block", "do local a end a = 1", "(do (local a = )) (= ^_ENV.a 1)"],
    ["the condition of repeat sees the block", "repeat local a until a", "(repeat (local a = ) a)"],
    ["loop variables end with the loop", "for a = 1, 2 do end a = 1", "(for a 1 2 ) (= ^_ENV.a 1)"],
    ["_ENV may be a local", "local _ENV = {}; x = 1", "(local _ENV = {}) (= _ENV.x 1)"],
    [
      "a constant is no upvalue",
      "local n <const> = 1; return function() return n end",
      "(local n<const> = 1) (return (function () (return n)))",
    ],
  ])("%s", (_, source, expected) => {
    expect(tree(source)).toBe(expected);
  });

  test("captured variables know it, others are not captured", () => {
    const { body } = parse("local a, b, c = 1, 2, 3; return function() return function() return a end, c end", { chunkName: "=t" });
    const [statement] = body.statements;
    if (statement?.kind !== "LocalStatement") throw new Error("no locals");
    expect(statement.variables.map(({ isCaptured }) => isCaptured)).toEqual([true, false, true]);
  });

  test("a function lists its upvalues in the order of their use", () => {
    const { body } = parse("local a, b; return function() x = b; return function() return a, b end end", { chunkName: "=t" });
    const outer = body.statements[1]?.kind === "Return" ? body.statements[1].values[0] : undefined;
    if (outer?.kind !== "Function") throw new Error("no function");
    const upvalues = outer.scope.upvalues.map(({ variable, isFromParentRegister }) => [variable.name.text, isFromParentRegister]);
    expect(upvalues).toEqual([
      ["_ENV", false],
      ["b", true],
      ["a", true],
    ]);
  });

  test.each([
    ["local n <const> = 5", 5],
    ["local n <const> = -(2 + 3) * 4", -20],
    ["local n <const> = 'a'", "a"],
    ["local n <const> = nil", null],
    ["local n <const> = not nil", true],
    ["local n <const> = true and 7", 7],
    ["local n <const> = false or 8", 8],
    ["local m <const> = 2; local n <const> = m ^ m", 4],
    ["local n <const> = x", undefined],
    ["local n <const> = 1 // 0", undefined],
    ["local n <const> = 1 and x", undefined],
    ["local n <const> = 1 or 2", undefined],
    ["local n <const> = 'a' .. 'b'", undefined],
    ["local n <const> = #'a'", undefined],
    ["local n <const> = 1 < 2", undefined],
    ["local n <const> = 1, 2", undefined],
    ["local n <const>", undefined],
    ["local n <const>, m = 1, 2", undefined],
  ])("%s: the constant is %s", (source, expected) => {
    const statement = parse(source, { chunkName: "=t" }).body.statements.at(-1);
    if (statement?.kind !== "LocalStatement") throw new Error("no local");
    const { constant } = statement.variables[0]!;
    const plain = constant === null || typeof constant !== "object" ? constant : "text" in constant ? constant.text : constant.value;
    expect(plain).toBe(expected);
  });
});

describe("labels", () => {
  test.each([
    "goto x; ::x::",
    "::x:: goto x",
    "goto x; local a; ::x::",
    "goto x; local a; ::x:: ;; ::y::",
    "do goto x end ::x::",
    "while a do goto continue; local b; ::continue:: end",
    "::x:: do ::y:: goto x end ::y::",
    "do ::x:: end do ::x:: end ::x::",
    "::x:: function f() ::x:: end",
    "goto x; do ::y:: end ::x:: goto y2 ::y2::",
    "repeat local a; if a then goto continue end; ::continue:: until f()",
  ])("may be jumped to: %s", (source) => {
    expect(() => tree(source)).not.toThrow();
  });

  test("a jump knows its label", () => {
    const { statements } = parse("goto x; f(); ::x::", { chunkName: "=t" }).body;
    const [jump, , label] = statements;
    expect(jump?.kind === "Goto" && label?.kind === "LabelStatement" && jump.label === label.label).toBe(true);
  });
});
