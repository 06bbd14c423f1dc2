// Random Lua programs that always end: loops are bounded, recursion has a depth. They compute with mixed integers and floats up to
// overflow, use tables, closures, metatables, varargs, goto, pcall and coroutines, and print as they go. The same seed gives the same
// program. Errors are part of it: each function is called under pcall, and messages with their lines are printed.

/** A small generator of numbers (xorshift); the seed says all. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761 + 12345) | 0 || 1;
  }

  /** An integer from 0 up to and without `end`. */
  below(end: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % end;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

const NUMBERS = [
  "0", "1", "2", "-1", "3", "7", "10", "255", "0.5", "1.0", "-0.0", "2.5", "1e15", "2^53", "9007199254740991", "-9007199254740991",
  "math.maxinteger", "math.mininteger", "1e308", "-3", "0x7fffffff", "1/0", "100", "2147483648", "1e-3",
]; // prettier-ignore
const OTHERS = ["nil", "true", "false", "'a'", "'10'", "'0x10'", "{}", "{1, 2, 3}", "{x = 1, y = 2.5}", "vec(1, 2)"];
const ARITHMETIC = ["+", "-", "*", "/", "%", "//", "+", "-", "*"];
const BITS = ["&", "|", "~", "<<", ">>"];
const COMPARISONS = ["<", "<=", ">", ">=", "==", "~="];

const PRELUDE = `
local V = {}
V.__index = V
V.__add = function(a, b) return setmetatable({x = (tonumber(a) or a.x) + (tonumber(b) or b.x), y = 0}, V) end
V.__lt = function(a, b) return (tonumber(a) or a.x) < (tonumber(b) or b.x) end
V.__eq = function(a, b) return a.x == b.x end
V.__len = function(a) return 42 end
V.__concat = function(a, b) return "cat" end
V.__call = function(self, a, b) return a, self.x end
V.__close = function() print("closed") end
function V:get(k) return self.x, k end
local function vec(x, y) return setmetatable({x = x, y = y}, V) end
local function show(...)
  local out = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    out[i] = type(v) == "table" and "table" or type(v) == "function" and "function" or math.type(v) == "float" and string.format("%.17g", v) or tostring(v)
  end
  print(table.concat(out, " "))
end
local default = setmetatable({}, {__index = function(t, k) return k end})
`;

/** A program of some functions and their calls. */
export function randomProgram(seed: number): string {
  return new Program(new Random(seed)).write();
}

class Program {
  private readonly lines: string[] = [];
  private indent = 0;
  private names = 0;
  private functions: string[] = [];

  constructor(private readonly random: Random) {}

  write(): string {
    const count = 1 + this.random.below(4);
    for (let i = 0; i < count; i++) this.writeFunction();
    for (const name of this.functions) {
      this.line(`for round = 1, ${1 + this.random.below(12)} do show("${name}", pcall(${name}, ${this.atoms(3).join(", ")}, 3)) end`);
    }
    return PRELUDE + this.lines.join("\n") + "\n";
  }

  private line(text: string): void {
    this.lines.push("  ".repeat(this.indent) + text);
  }

  private writeFunction(): void {
    const name = `f${this.functions.length}`;
    const isVararg = this.random.below(4) === 0;
    this.line(`local function ${name}(a, b, c, depth${isVararg ? ", ..." : ""})`);
    this.indent++;
    const scope = ["a", "b", "c"];
    this.line("if not depth or depth <= 0 then return a, b end");
    if (isVararg) this.line("local d, e = ...");
    this.functions.push(name);
    this.block(scope, 3, isVararg);
    this.line(`return ${this.random.pick(["a", "a, b", "b, c, a", this.expression(scope, 2), isVararg ? "a, ..." : "c"])}`);
    this.indent--;
    this.line("end");
  }

  /** Statements within a scope of their own. */
  private block(outer: readonly string[], depth: number, isVararg: boolean): void {
    const scope = [...outer];
    const count = 1 + this.random.below(5);
    for (let i = 0; i < count; i++) this.statement(scope, depth, isVararg);
  }

  private nested(head: string, scope: readonly string[], depth: number, isVararg: boolean, end = "end"): void {
    this.line(head);
    this.indent++;
    this.block(scope, depth - 1, isVararg);
    this.indent--;
    this.line(end);
  }

  private statement(scope: string[], depth: number, isVararg: boolean): void {
    const { random } = this;
    const simple = depth <= 0;
    switch (random.below(simple ? 9 : 20)) {
      case 0:
      case 1: {
        const value = this.expression(scope, 2);
        const name = `v${this.names++}`;
        this.line(`local ${name} = ${value}`);
        scope.push(name);
        return;
      }
      case 2:
      case 3:
        this.line(`${random.pick(scope)} = ${this.expression(scope, 3)}`);
        return;
      case 4: {
        const [x, y] = [random.pick(scope), random.pick(scope)];
        this.line(`${x}, ${y} = ${this.expression(scope, 1)}, ${this.expression(scope, 2)}`);
        return;
      }
      case 5:
        this.line(`show(${this.expression(scope, 2)}, ${random.pick(scope)})`);
        return;
      case 6:
        this.line(`if type(${random.pick(scope)}) == "table" then ${random.pick(scope)} = ${random.pick(scope)} end`);
        return;
      case 7: {
        const t = `t${this.names++}`;
        this.line(`local ${t} = {x = ${this.expression(scope, 1)}, ${this.expression(scope, 1)}, ${this.expression(scope, 1)}}`);
        this.line(`${t}.y = ${this.expression(scope, 1)}; ${t}[3] = ${this.atom(scope)}; ${t}[#${t} + 1] = ${this.atom(scope)}`);
        scope.push(t);
        return;
      }
      case 8:
        this.line(`${random.pick(scope)} = ${random.pick(this.functions)}(${this.args(scope)}, depth - 1)`);
        return;
      case 9:
      case 10:
        this.loop(scope, depth, isVararg);
        return;
      case 11: {
        const i = `i${this.names++}`;
        this.line(`local ${i} = 0`);
        this.nested(`while ${i} < ${1 + random.below(9)} and ${this.condition(scope)} do ${i} = ${i} + 1`, [...scope, i], depth, isVararg);
        return;
      }
      case 12: {
        const i = `i${this.names++}`;
        this.line(`local ${i} = 0`);
        this.nested(`repeat ${i} = ${i} + 1`, scope, depth, isVararg, `until ${i} > ${random.below(7)} or ${this.condition(scope)}`);
        return;
      }
      case 13:
        this.nested(`if ${this.condition(scope)} then`, scope, depth, isVararg, "else");
        this.nested("do local z = a", [...scope, "z"], depth, isVararg, "end end");
        return;
      case 14: {
        const f = `g${this.names++}`;
        this.nested(`local ${f} = function(p, q)`, [...scope, "p", "q"], depth, false, `return ${this.expression(scope, 1)}, p end`);
        this.line(`for k = 1, ${1 + random.below(5)} do show(pcall(${f}, k, ${this.atom(scope)})) end`);
        this.line(`${random.pick(scope)} = ${f}`);
        return;
      }
      case 15: {
        const co = `co${this.names++}`;
        this.nested(`local ${co} = coroutine.wrap(function(p)`, [...scope, "p"], depth, false, "end)");
        this.lines.splice(this.lines.length - 1, 0, `for k = 1, 3 do p = coroutine.yield(k, ${this.atom(scope)}) end`);
        this.line(`for k = 1, 3 do show(pcall(${co}, k)) end`);
        return;
      }
      case 16: {
        const label = `l${this.names++}`;
        this.line(`do local n = 0`);
        this.line(`::${label}::`);
        this.indent++;
        this.block([...scope, "n"].slice(0, -1), depth - 1, isVararg);
        this.line(`n = n + 1; if n < ${1 + random.below(4)} then goto ${label} end`);
        this.indent--;
        this.line("end");
        return;
      }
      case 17:
        this.line(
          `for k, v in ${random.pick(["pairs", "ipairs"])}({${this.atoms(3, scope).join(", ")}, x = 1, y = ${this.atom(scope)}}) do show(k, v) end`,
        );
        return;
      case 18:
        this.line(`show(select("#", ${isVararg ? "..." : "1, 2"}), ${this.expression(scope, 1)})`);
        return;
      default:
        this.nested(`do local _ <close> = vec(1, 2)`, scope, depth, isVararg);
    }
  }

  private loop(scope: string[], depth: number, isVararg: boolean): void {
    const { random } = this;
    const i = `i${this.names++}`;
    const bounds = random.pick([
      `1, ${random.below(20)}`,
      `${random.below(10)}, 1, -1`,
      `1.0, 3`,
      `1, 4, 0.5`,
      `1, ${1 + random.below(60)}`,
      `math.maxinteger - 2, math.maxinteger`,
      `1, 4.5`,
    ]);
    this.nested(
      `for ${i} = ${bounds} do${random.below(3) === 0 ? ` if ${this.condition(scope)} then break end` : ""}`,
      [...scope, i],
      depth,
      isVararg,
    );
  }

  private condition(scope: readonly string[]): string {
    const { random } = this;
    if (random.below(3) === 0) return random.pick([random.pick(scope), `not ${random.pick(scope)}`]);
    return `${this.expression(scope, 1)} ${random.pick(COMPARISONS)} ${this.atom(scope)}`;
  }

  private args(scope: readonly string[]): string {
    return [this.atom(scope), this.expression(scope, 1), this.atom(scope)].join(", ");
  }

  private atoms(count: number, scope: readonly string[] = []): string[] {
    return Array.from({ length: count }, () => this.atom(scope));
  }

  private atom(scope: readonly string[]): string {
    const { random } = this;
    if (scope.length > 0 && random.below(5) < 3) return random.pick(scope);
    return random.below(6) === 0 ? random.pick(OTHERS) : random.pick(NUMBERS);
  }

  /** An expression; mostly of numbers. */
  private expression(scope: readonly string[], depth: number): string {
    const { random } = this;
    if (depth <= 0) return this.atom(scope);
    const next = (): string => this.expression(scope, depth - 1);
    switch (random.below(16)) {
      case 0:
        return this.atom(scope);
      case 1:
        return `(${next()} ${random.pick(BITS)} ${random.pick(["1", "3", "31", "255", "-1", random.pick(scope)])})`;
      case 2:
        return `(- ${this.atom(scope)})`;
      case 3:
        return `(${this.condition(scope)} and ${next()} or ${next()})`;
      case 4:
        return `tostring(${next()})`;
      case 5:
        return `(${this.atom(scope)} .. ${random.pick(["'x'", "1", random.pick(scope)])})`;
      case 6:
        return `math.floor(${next()})`;
      case 7:
        return `(default[${this.atom(scope)}])`;
      case 8:
        return `vec(${next()}, 1):get(${this.atom(scope)})`;
      case 9:
        return `(${this.atom(scope)} ^ ${random.pick(["2", "0.5", "3"])})`;
      default:
        return `(${next()} ${random.pick(ARITHMETIC)} ${next()})`;
    }
  }
}
