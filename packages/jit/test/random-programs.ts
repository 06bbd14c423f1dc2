// Random Lua programs that always end: loops are bounded, recursion has a depth. What they compute is meant to succeed mostly - an
// expression is asked for by kind, and gives another kind once in a while - so that much of a program is run, and errors come anywhere.
// Integers and floats are mixed, up to overflow; each function is called under pcall, and messages with their lines are printed.

import type { Choices } from "./choices.js";

/** What a variable is meant to hold. */
type Kind = "int" | "num" | "str" | "tab" | "obj" | "any";
const KINDS: readonly Kind[] = ["int", "num", "str", "tab", "obj", "any"];

interface Variable {
  readonly name: string;
  readonly kind: Kind;
  /** Cannot be assigned to. */
  readonly isConstant?: boolean;
}

/** What a statement can see. */
interface Place {
  readonly variables: Variable[];
  readonly depth: number;
  readonly isVararg: boolean;
  /** Labels of the loops around, innermost last, to which `goto` may go. */
  readonly labels: readonly string[];
  readonly isInCoroutine: boolean;
}

const INTEGERS = [
  "1", "0", "2", "-1", "3", "7", "10", "255", "-3", "100", "0x7fffffff", "2147483648", "-2147483649", "9007199254740991", "9007199254740990", "9007199254740985",
  "-9007199254740991", "9007199254740993", "math.maxinteger", "math.mininteger", "4611686018427387904",
]; // prettier-ignore
const FLOATS = [
  "0.5", "1.0", "-0.0", "2.5", "1e15", "2^53", "1e308", "1/0", "-1/0", "0/0", "1e-3", "-7.25", "3.0", "2^63", "-2^63", "1e100", "5e-324",
]; // prettier-ignore
const STRINGS = ['"a"', '""', '"10"', '"0x10"', '"b c"', '"\\0\\255"', '"1e1"', "'it''s'", "([[x]])", '"abcdefghijkl"', '" 7 "'].map(
  (text) => text.replace("''", "\\'"),
);
const COMPARISONS = ["<", "<=", ">", ">=", "==", "~="];
const FIELDS = ["x", "y", "n", "get", "z"];

/** What programs use; run once on each machine. */
export const PRELUDE = `
local V = {}
V.__index = V
V.__name = "Vec"
V.__add = function(a, b) return setmetatable({x = (tonumber(a) or a.x) + (tonumber(b) or b.x), y = 0}, V) end
V.__sub = function(a, b) return (tonumber(a) or a.x) - (tonumber(b) or b.x) end
V.__unm = function(a) return -a.x end
V.__idiv = function(a, b) return 17 end
V.__band = function(a, b) return 1 end
V.__lt = function(a, b) return (tonumber(a) or a.x) < (tonumber(b) or b.x) end
V.__le = function(a, b) return (tonumber(a) or a.x) <= (tonumber(b) or b.x) end
V.__eq = function(a, b) return a.x == b.x end
V.__len = function(a) return 42 end
V.__concat = function(a, b) return "cat" end
V.__call = function(self, a, b) return a, self.x end
V.__close = function(self, e) print("closed", self.x, e ~= nil) end
function V:get(k) return self.x, k end
function V:set(x) self.x = x return self end
local W = setmetatable({}, V)
W.__index = W
function W:twice() return self:get(2) end
local function vec(x, y) return setmetatable({x = x, y = y}, V) end
local function sub(x) return setmetatable({x = x}, W) end
local function str(v)
  local t = math.type(v) or type(v)
  if t == "float" then return string.format("%.17gf", v) end
  if t == "string" then return string.format("%q", v) end
  return (t == "table" or t == "function" or t == "thread") and t or tostring(v)
end
local function show(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = str((select(i, ...))) end
  print(table.concat(out, " "))
end
local function clip(v) return type(v) == "string" and #v > 40 and v:sub(1, 40) or v end
local function tables()
  local default = setmetatable({}, {__index = function(t, k) return k end, __newindex = function(t, k, v) rawset(t, k, clip(v)) end})
  return default, setmetatable({}, {__index = {x = 1, y = 2.5, z = "z"}})
end
-- Addresses are not the same on each machine.
local function text(v) return type(v) == "string" and v or str(v) end
function prelude() return vec, sub, show, clip, text, tables() end
`;
const HEAD = "local vec, sub, show, clip, tostring, default, log = prelude()\n";

/** A program made of a generator's choices. */
export interface RandomProgram {
  readonly source: string;
  readonly choices: readonly number[];
}

/** The same choices make the same program. */
export function randomProgram(choices: Choices): RandomProgram {
  const source = new Program(choices).write();
  return { source, choices: choices.made };
}

class Program {
  private readonly lines: string[] = [];
  private indent = 0;
  private names = 0;
  private readonly functions: string[] = [];

  constructor(private readonly c: Choices) {}

  write(): string {
    const count = 1 + this.c.below(2);
    for (let i = 0; i < count; i++) this.writeFunction();
    const nothing: Place = { variables: [], depth: 0, isVararg: false, labels: [], isInCoroutine: false };
    for (const name of this.functions) {
      const args = [this.expression("int", nothing, 0), this.expression("num", nothing, 0), this.expression("str", nothing, 0)];
      this.line(`for round = 1, ${1 + this.c.below(5)} do show("${name}", pcall(${name}, ${args.join(", ")}, 2, round, 5)) end`);
    }
    if (this.c.once(4)) this.line(`show(${this.functions[0]}(${this.expression("any", nothing, 0)}, {}, "x", 2))`);
    return HEAD + this.lines.join("\n") + "\n";
  }

  private line(text: string): void {
    this.lines.push("  ".repeat(this.indent) + text);
  }

  private name(): string {
    return `v${this.names++}`;
  }

  private writeFunction(): void {
    const name = `f${this.functions.length}`;
    const isVararg = this.c.once(3);
    this.line(`local function ${name}(a, b, c, depth${isVararg ? ", ..." : ""})`);
    this.indent++;
    this.line("if not depth or depth <= 0 then return a, b end");
    this.functions.push(name);
    const variables: Variable[] = [
      { name: "a", kind: "int" },
      { name: "b", kind: "num" },
      { name: "c", kind: "str" },
    ];
    const place: Place = { variables, depth: 2 + (this.c.below(3) % 2), isVararg, labels: [], isInCoroutine: false };
    if (isVararg) this.line("local d, e = ...");
    this.block(place);
    this.writeReturn(place);
    this.indent--;
    this.line("end");
  }

  private writeReturn(place: Place): void {
    const { c } = this;
    const call = `${c.pick(this.functions)}(${this.args(place)}, depth - 1)`;
    const forms = [
      "return a",
      "return a, b, c",
      `return ${this.expression("any", place, 2)}`,
      `return ${call}`,
      `return (${call})`,
      "return",
    ];
    this.line(c.pick(place.isVararg ? [...forms, "return a, ...", "return select(2, ...)"] : forms));
  }

  /** Statements in a scope of their own. */
  private block(outer: Place): void {
    const place = { ...outer, variables: [...outer.variables] };
    const count = 1 + this.c.below(4);
    for (let i = 0; i < count; i++) this.statement(place);
  }

  /** A block one level deeper, between two lines. */
  private nested(head: string, place: Place, end: string, change: Partial<Place> = {}): void {
    this.line(head);
    this.indent++;
    this.block({ ...place, depth: place.depth - 1, ...change });
    this.indent--;
    this.line(end);
  }

  private statement(place: Place): void {
    const simple = [this.declare, this.assign, this.show, this.swap, this.writeTable, this.callFunction, this.useLibrary, this.leaveLoop];
    const nested = [
      this.numericLoop, this.numericLoop, this.branch, this.whileLoop, this.repeatLoop, this.localFunction, this.coroutine, this.gotoLoop,
      this.genericLoop, this.close, this.protect, this.hotLoop, this.borderLoop, this.method, this.counter,
    ]; // prettier-ignore
    const from = place.depth <= 0 ? simple : [...simple, ...simple.slice(0, 4), ...nested];
    this.c.pick(from).call(this, place);
  }

  // --- Statements without blocks.

  private declare(place: Place): void {
    const kind = this.c.pick(KINDS);
    const name = this.name();
    const isConstant = this.c.once(8);
    this.line(`local ${name}${isConstant ? " <const>" : ""} = ${this.value(kind, place)}`);
    place.variables.push({ name, kind, isConstant });
  }

  private assign(place: Place): void {
    const target = this.target(place);
    this.line(`${target.name} = ${this.value(target.kind, place)}`);
  }

  private show(place: Place): void {
    this.line(`show(${this.expression("any", place, 2)}, ${this.c.pick(place.variables).name})`);
  }

  private swap(place: Place): void {
    const [x, y] = [this.target(place), this.target(place)];
    this.line(`${x.name}, ${y.name} = ${this.value(x.kind, place)}, ${this.value(y.kind, place)}`);
  }

  private writeTable(place: Place): void {
    const t = this.expression("tab", place, 0);
    const name = this.name();
    const stores = [
      () => `${name}.${this.c.pick(FIELDS)} = ${this.value("any", place)}`,
      () => `${name}[#${name} + 1] = ${this.value("any", place)}`,
      () => `${name}[${this.expression("int", place, 1)} & 7] = ${this.value("num", place)}`,
      () => `${name}[${this.expression("any", place, 1)}] = ${this.value("any", place)}`,
      () => `${name}[#${name}] = nil`,
      () => `${name}.x, ${name}.y = ${this.value("num", place)}, ${this.value("int", place)}`,
    ];
    this.line(`local ${name} = ${t}`);
    for (let i = this.c.below(3); i >= 0; i--) this.line(this.c.pick(stores)());
    place.variables.push({ name, kind: "tab" });
  }

  private callFunction(place: Place): void {
    const target = this.target(place);
    const call = `${this.c.pick(this.functions)}(${this.args(place)}, depth - 1)`;
    this.line(this.c.once(3) ? `show(${call})` : `${target.name} = clip(${call})`);
  }

  private useLibrary(place: Place): void {
    const t = this.expression("tab", place, 1);
    const s = this.expression("str", place, 1);
    const n = this.expression("int", place, 1);
    const uses = [
      `show(select(${n} & 3, ${this.expression("any", place, 1)}, ${s}))`,
      `show(table.unpack(${t}, 1, 3))`,
      `show(string.gsub(${s}, "%w", function(x) return x .. ${this.expression("int", { ...place, isVararg: false }, 1)} end))`,
      `do local t = ${t}; table.insert(t, ${this.value("any", place)}); show(#t, table.remove(t)) end`,
      `show(pcall(table.concat, ${t}, ","))`,
      `do local t = {3, ${n}, 1, 2}; table.sort(t, function(p, q) return p > q end); show(table.unpack(t)) end`,
      `show(string.format("%5.1f|%s|%d", ${this.expression("num", place, 1)}, tostring(${s}), ${n}))`,
      `show(string.byte(${s}, 1, -1))`,
      `show(string.find(${s}, "b", 1, true))`,
      `do local p, q, r = string.find(${s}, "(%w)(.?)") show(p, q, r) end`,
      `do local p, q = string.match(${s}, "(%w+)()", ${n} & 3) show(p, q, string.find(${s}, ${s}, 1)) end`,
      `do local p, q = next(${t}) show(p, q) end`,
      `do local p, q, r = table.unpack(${t}) show(p, q, r) end`,
      `show(string.format("%d|%-4s|%g|%x", ${n}, ${s}, ${this.expression("num", place, 1)}, ${n}))`,
      `show((string.gsub(${s}, "[aeiou]", {a = 1, b = "z"})), table.concat({${s}, ${n}, ${s}}, ${s}))`,
      ...(place.isVararg ? ["show((select(a & 3, ...)), (select(-1, ...)), select('#', ...))"] : []),
      `show(math.max(${n}, ${this.expression("num", place, 1)}), math.fmod(${n}, 7))`,
      `show(next(${t}))`,
      `show(rawlen(${t}), rawequal(${t}, ${n}), rawget(${t}, 1))`,
      `show(debug.getlocal(1, 1))`,
      `show(table.pack(${place.isVararg ? "..." : n}, ${s}).n)`,
      `show(utf8.char(${n} & 1023), tostring(${this.expression("num", place, 1)}), tonumber(${s}))`,
      `if ${this.condition(place)} then error(${this.c.pick([s, t, "nil", n])}${this.c.pick(["", ", 0", ", 2"])}) end`,
    ];
    this.line(this.c.pick(uses));
  }

  /** Leaves a loop, or the function. */
  private leaveLoop(place: Place): void {
    const { labels } = place;
    const ways = labels.length === 0 ? ["return a, 1"] : [`goto ${labels[labels.length - 1]}`, `goto ${labels[0]}`, "break", "return b"];
    this.line(`if ${this.condition(place)} then ${this.c.pick(ways)} end`);
  }

  // --- Statements with blocks.

  private loopBody(head: string, place: Place, end: string, own: readonly Variable[]): void {
    const label = `l${this.names++}`;
    this.line(head);
    this.indent++;
    this.line("do");
    this.indent++;
    this.block({ ...place, depth: place.depth - 1, variables: [...place.variables, ...own], labels: [...place.labels, label] });
    this.indent--;
    this.line("end");
    // A label within a loop that a nested loop may go to, too.
    this.line(`::${label}::`);
    this.indent--;
    this.line(end);
  }

  private numericLoop(place: Place): void {
    const name = this.name();
    const n = (): string => `${this.expression("int", place, 1)} & 7`;
    const [bounds, kind] = this.c.pick<readonly [string, Kind]>([
      [`1, ${this.c.below(12)}`, "int"],
      [`${this.c.below(10)}, 1, -1`, "int"],
      ["1.0, 3", "num"],
      ["1, 4, 0.5", "num"],
      [`${n()}, ${n()}`, "int"],
      [`1, ${n()}, 2`, "int"],
      ["math.maxinteger - 2, math.maxinteger", "int"],
      ["math.mininteger, math.mininteger + 4, 3", "int"],
      ["9007199254740989, 9007199254740994", "int"],
      ["1, 4.5", "int"],
      ["3, 1 // 0.3, -1", "any"],
      [`${this.expression("num", place, 1)}, 5, 100`, "num"],
      [`1, 3, ${n()}`, "int"],
      [`5, ${this.expression("num", place, 0)}, -2`, "int"],
    ]);
    const isRunaway = bounds.includes("- 2)") || bounds.endsWith(", -2") || bounds.endsWith(", 5, 100");
    const guard = this.name();
    if (isRunaway) this.line(`local ${guard} = 0`);
    const head = `for ${name} = ${bounds} do${isRunaway ? ` ${guard} = ${guard} + 1; if ${guard} > 5 then break end` : ""}`;
    this.loopBody(head, place, "end", [{ name, kind }]);
  }

  /** A loop that becomes hot on its own. */
  private hotLoop(place: Place): void {
    const [x, i] = [this.target(place), this.name()];
    const inner = { ...place, variables: [...place.variables, { name: i, kind: "int" } as const] };
    this.line(`for ${i} = 1, ${20 + this.c.below(180)} do ${x.name} = ${this.value(x.kind, inner)} end`);
  }

  /** A loop whose integer passes a border: that of exact doubles, of 32 bits, of products, of 64 bits. */
  private borderLoop(place: Place): void {
    const [x, i] = [this.name(), this.name()];
    const start = this.c.pick(["9007199254740985", "-9007199254740985", "2147483640", "94906260", "math.maxinteger - 4", "1"]);
    const step = this.c.pick([
      `${x} + ${i}`,
      `${x} - ${i}`,
      `${x} * 3`,
      `${x} + 1`,
      `${x} * ${x}`,
      `-${x} - 1`,
      `${x} << 3`,
      `${x} // 1 + 7`,
    ]);
    this.line(`local ${x} = ${start}`);
    this.line(`for ${i} = 1, ${3 + this.c.below(30)} do ${x} = ${step} end show(${x})`);
    place.variables.push({ name: x, kind: "int" });
  }

  private whileLoop(place: Place): void {
    const name = this.name();
    this.line(`local ${name} = 0`);
    this.loopBody(`while ${name} < ${1 + this.c.below(9)} and ${this.condition(place)} do ${name} = ${name} + 1`, place, "end", [
      { name, kind: "int", isConstant: true },
    ]);
  }

  private repeatLoop(place: Place): void {
    const name = this.name();
    this.line(`local ${name} = 0`);
    const end = `until ${name} > ${this.c.below(7)} or ${this.condition(place)}`;
    this.loopBody(`repeat ${name} = ${name} + 1`, place, end, [{ name, kind: "int", isConstant: true }]);
  }

  private branch(place: Place): void {
    this.nested(`if ${this.condition(place)} then`, place, this.c.once(2) ? `elseif ${this.condition(place)} then` : "else");
    this.nested("do", place, "end");
    this.line("end");
  }

  private localFunction(place: Place): void {
    const f = this.name();
    const isVararg = this.c.once(3);
    const own: Variable[] = [
      { name: "p", kind: "int" },
      { name: "q", kind: "any" },
    ];
    const inner: Place = { ...place, variables: [...place.variables, ...own], isVararg, labels: [], isInCoroutine: false };
    const end = `  return ${this.expression("any", inner, 1)}, p${isVararg ? ", ..." : ""} end`;
    this.nested(`local function ${f}(p, q${isVararg ? ", ..." : ""})`, inner, end);
    this.line(`for k = 1, ${1 + this.c.below(5)} do show(pcall(${f}, k, ${this.value("any", place)})) end`);
    if (this.c.once(3)) this.line(`show(${f}(${this.value("int", place)}))`);
  }

  private coroutine(place: Place): void {
    const co = this.name();
    this.nested(`local ${co} = coroutine.create(function(p, ...)`, place, "  return p end)", {
      variables: [...place.variables, { name: "p", kind: "any" }],
      isVararg: true,
      labels: [],
      isInCoroutine: true,
    });
    const ways = [
      `for k = 1, ${1 + this.c.below(4)} do show(coroutine.resume(${co}, k)) end`,
      `local w = coroutine.wrap(function(...) return select(2, coroutine.resume(${co}, ...)) end) show(pcall(w, 1, 2)) show(pcall(w, 2))`,
      `show(coroutine.resume(${co}, ${this.value("any", place)})) show(coroutine.close(${co}))`,
      `local turns = 0 while coroutine.status(${co}) ~= "dead" and turns < 9 do turns = turns + 1 show(coroutine.resume(${co}, turns)) end`,
    ];
    this.line(`do ${this.c.pick(ways)} show(coroutine.status(${co})) end`);
  }

  private gotoLoop(place: Place): void {
    const [label, n] = [`l${this.names++}`, this.name()];
    this.line(`do local ${n} = 0`);
    this.line(`::${label}::`);
    this.indent++;
    this.nested("do", place, "end", { labels: [] });
    this.line(`${n} = ${n} + 1; if ${n} < ${1 + this.c.below(4)} and ${this.condition(place)} then goto ${label} end`);
    this.indent--;
    this.line("end");
  }

  private genericLoop(place: Place): void {
    const [k, v] = [this.name(), this.name()];
    const t = `{${this.value("any", place)}, ${this.value("int", place)}, x = ${this.value("num", place)}, y = 1}`;
    const iterators = [
      `pairs(${t})`,
      `ipairs(${t})`,
      `next, ${t}`,
      `string.gmatch(${this.expression("str", place, 1)}, "(%w)(.?)")`,
      `function(s, i) if i < s then return i + 1, s end end, ${1 + this.c.below(6)}, 0`,
      `coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, ${this.value("any", { ...place, isVararg: false })}) end end)`,
      `coroutine.wrap(function() local function f(n) if n > 0 then f(n - 1) coroutine.yield(n, ${this.value("any", { ...place, isVararg: false })}) f(n - 2) end end f(3) end)`,
      `coroutine.wrap(function() for i, v in coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i, i * 2.5) end return nil end) do local x = i + v coroutine.yield(i, x) end end)`,
      `pairs(setmetatable({}, {__pairs = function() return function(_, i) if i < 3 then return i + 1, "p" end end, nil, 0 end}))`,
      `ipairs(setmetatable({}, {__index = function(_, i) if i < 4 then return i * 1.5 end end}))`,
      `ipairs, ${t}`,
    ];
    this.loopBody(`for ${k}, ${v} in ${this.c.pick(iterators)} do`, place, "end", [
      { name: k, kind: "any", isConstant: true },
      { name: v, kind: "any" },
    ]);
  }

  private close(place: Place): void {
    const name = this.name();
    this.nested(
      `do local ${name} <close> = ${this.c.pick(["vec(1, 2)", "vec(3)", "nil", `setmetatable({}, {__close = function() show("closing") end})`])}`,
      place,
      "end",
    );
  }

  private protect(place: Place): void {
    const inner: Partial<Place> = { labels: [], isVararg: false };
    const ends = ["end)))", "end, function(e) return type(e) end))", "end, debug.traceback))"] as const;
    const end = this.c.pick(ends);
    this.nested(end === ends[0] ? "show((pcall(function()" : "show(xpcall(function()", place, end, inner);
    this.line(`show(select(2, pcall(error, ${this.value("any", place)}, 0)))`);
  }

  private method(place: Place): void {
    const o = this.name();
    this.line(`local ${o} = ${this.c.pick(["sub", "vec"])}(${this.value("num", place)})`);
    this.nested(`function ${o}:step(q)`, place, `  self.x = ${this.value("num", { ...place, isVararg: false })}; return self end`, {
      variables: [...place.variables, { name: "self", kind: "obj", isConstant: true }, { name: "q", kind: "int" }],
      isVararg: false,
      labels: [],
      isInCoroutine: false,
    });
    this.line(`for k = 1, ${1 + this.c.below(6)} do ${o}:step(k) end show(${o}.x, ${o}:get(1))`);
    place.variables.push({ name: o, kind: "obj" });
  }

  /** Closures over one variable, each loop turn with its own. */
  private counter(place: Place): void {
    const [fs, i] = [this.name(), this.name()];
    const body = this.value("num", { ...place, isVararg: false, variables: [...place.variables, { name: "n", kind: "num" }] });
    this.line(`local ${fs} = {}`);
    this.line(
      `for ${i} = 1, ${2 + this.c.below(4)} do local n = ${i}; ${fs}[${i}] = function(d) n = ${body}; ${i} = ${i} + d; return n, ${i} end end`,
    );
    this.line(`for k = 1, 6 do show(pcall(${fs}[k % #${fs} + 1], k)) end`);
  }

  // --- Expressions.

  private target(place: Place): Variable {
    const from = place.variables.filter(({ isConstant }) => isConstant !== true);
    return this.c.pick(from);
  }

  private args(place: Place): string {
    return [this.expression("int", place, 1), this.expression("num", place, 1), this.expression("str", place, 0)].join(", ");
  }

  private condition(place: Place): string {
    const { c } = this;
    const forms = [
      () => `${this.expression("int", place, 1)} ${c.pick(COMPARISONS)} ${this.expression("int", place, 0)}`,
      () => `${this.expression("num", place, 1)} ${c.pick(COMPARISONS)} ${this.expression("num", place, 1)}`,
      () => `${this.expression("str", place, 0)} ${c.pick(COMPARISONS)} ${this.expression("str", place, 0)}`,
      () => c.pick(place.variables).name,
      () => `not ${c.pick(place.variables).name}`,
      () => `${this.expression("any", place, 1)} == ${this.expression("any", place, 0)}`,
      () => `${this.expression("int", place, 1)} % ${1 + c.below(5)} == ${c.below(2)}`,
      () => `${this.expression("obj", place, 1)} ${c.pick(COMPARISONS)} ${this.expression("obj", place, 0)}`,
      () => `(${this.condition(place)} ${c.pick(["and", "or"])} ${c.pick(place.variables).name})`,
    ];
    return place.variables.length === 0 ? "true" : c.pick(forms)();
  }

  /** An expression whose value may be kept: strings stay short. */
  private value(kind: Kind, place: Place): string {
    const text = this.expression(kind, place, 2);
    return text.includes("..") || kind === "str" ? `clip(${text})` : text;
  }

  private expression(kind: Kind, place: Place, depth: number): string {
    const { c } = this;
    const asked = c.once(30) ? c.pick(KINDS) : kind;
    const own = place.variables.filter((variable) => variable.kind === asked);
    if (own.length > 0 && c.below(3) !== 2) return c.pick(own).name;
    return depth <= 0 ? this.atom(asked, place) : this.operation(asked, place, depth - 1);
  }

  private atom(kind: Kind, place: Place): string {
    const { c } = this;
    switch (kind) {
      case "int":
        return c.pick(INTEGERS);
      case "num":
        return c.pick(c.once(3) ? INTEGERS : FLOATS);
      case "str":
        return c.pick(STRINGS);
      case "tab":
        return c.pick(["({})", "({1, 2, 3})", "({x = 1, y = 2.5})", '({"a", nil, 3})', "log", "default", "({[1] = 1.5, [2] = 2, n = 0})"]);
      case "obj":
        return c.pick(["vec(1, 2)", "sub(3)", "vec(2.5, 1)", "vec(math.maxinteger)"]);
      case "any":
        return c.pick(["nil", "true", "false", "1", "0.5", '"k"', place.isVararg ? "(...)" : "nil", "print"]);
    }
  }

  private operation(kind: Kind, place: Place, depth: number): string {
    const { c } = this;
    const of = (inner: Kind): string => this.expression(inner, place, depth);
    switch (kind) {
      case "int":
        return c.pick([
          () => `(${of("int")} ${c.pick(["+", "-", "*", "+", "-", "//", "%"])} ${of("int")})`,
          () => `(${of("int")} ${c.pick(["+", "-", "*", "//", "%"])} ${c.pick(["1", "2", "3", "7", "-1", "-3", "64", "1000000007"])})`,
          () => `(${of("int")} ${c.pick(["&", "|", "~", "<<", ">>"])} ${c.pick(["1", "3", "31", "255", "-1", "0x7fffffff", of("int")])})`,
          () => `(${c.pick(["- ", "~"])}${of("int")})`,
          () => `#(${of("str")})`,
          () => `#(${of("tab")})`,
          () => `(${this.condition(place)} and ${of("int")} or ${of("int")})`,
          () => `math.floor(${of("num")} % 1000)`,
          () => (place.isVararg ? `select("#", ...)` : "(math.tointeger(3.0))"),
          () => `(string.byte(${of("str")}) or 0)`,
          () => `math.abs(${of("int")})`,
          () => `(#(${of("obj")}) + 1)`,
        ])();
      case "num":
        return c.pick([
          () => `(${of("num")} ${c.pick(["+", "-", "*", "/", "%", "//", "^"])} ${of("num")})`,
          () => `(${of("num")} ${c.pick(["+", "-", "*", "/"])} ${of("int")})`,
          () => `(${of("num")} ${c.pick(["+", "*", "-", "/"])} ${c.pick(["1", "0.5", "2", "3.0"])})`,
          () => `(${of("int")} / ${of("int")})`,
          () => `(- ${of("num")})`,
          () => `math.sqrt(math.abs(${of("num")}))`,
          () => `((${of("tab")})[${of("int")} & 3] or ${of("num")})`,
          () => `((${of("obj")}).x)`,
          () => `(${of("obj")} - ${of("num")})`,
          () => `(tonumber(${of("str")}) or 0)`,
          () => `(${of("num")} ^ ${c.pick(["2", "0.5", "3", "-1"])})`,
          () => `math.floor(${of("num")})`,
        ])();
      case "str":
        return c.pick([
          () => `(${of("str")} .. ${of("str")})`,
          () => `(${of("str")} .. ${of("int")} .. ${c.pick(['"x"', "1"])})`,
          () => `string.sub(${of("str")}, ${of("int")} & 3, 5)`,
          () => `${c.pick(["string.upper", "string.reverse", "tostring"])}(${of("str")})`,
          () => `string.rep(${of("str")}, 2, ",")`,
          () => `(${of("str")}):lower()`,
          () => `string.char(${of("int")} & 127)`,
          () => `(${of("obj")} .. ${of("str")})`,
          () => `type(${of("any")})`,
        ])();
      case "tab":
        return c.pick([
          () => `({${of("any")}, ${of("int")}, ${of("num")}})`,
          () => `({x = ${of("num")}, y = ${of("any")}, [${of("int")}] = ${of("any")}})`,
          () => `({${place.isVararg ? "..." : of("int")}})`,
          () => `table.pack(${of("any")}, ${of("any")})`,
          () => `({n = {${of("int")}}, ${c.pick(this.functions)}(1, 2)})`,
        ])();
      case "obj":
        return c.pick([
          () => `vec(${of("num")}, ${of("any")})`,
          () => `sub(${of("num")})`,
          () => `(${of("obj")} + ${of("num")})`,
          () => `(${of("obj")}):set(${of("num")})`,
        ])();
      case "any":
        return c.pick([
          () => of(c.pick(KINDS)),
          () => `(${of("obj")}):get(${of("any")})`,
          () => `(default[${of("int")}])`,
          () => `(log.${c.pick(FIELDS)})`,
          () => `(${of("tab")}).${c.pick(FIELDS)}`,
          () => `(${this.condition(place)})`,
          () => `(${of("any")} ${c.pick(["and", "or"])} ${of("any")})`,
          () => (place.isInCoroutine ? `coroutine.yield(${of("any")}, ${of("int")})` : `(${of("obj")})(${of("any")})`),
          () => `(select(2, pcall(${c.pick(this.functions)}, ${of("any")}, ${of("num")})))`,
          () => `(not ${of("any")})`,
          () => `sub(${of("int")}):twice()`,
        ])();
    }
  }
}
