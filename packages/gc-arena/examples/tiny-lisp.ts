// A tiny Lisp whose heap is an arena: pairs, symbols, closures and environments are traced objects, so closures and
// environments that refer to each other are collected, memory is limited, and a runaway program fails with a typed error.
// The evaluator recurses on the host's stack for brevity; values live on that stack only within one `mutate`, and between
// two top-level forms the arena collects.

/* eslint-disable luster/package-direction -- an example imports its package by name, as a user does */
import { Arena, ArenaMemoryError, trace } from "@luster/gc-arena";
import type { Branded, Collect, Gc, Mutation, Rootable, Tracer } from "@luster/gc-arena";

type Value<G> = number | boolean | string | undefined | Pair<G> | Closure<G> | Primitive<G>;
type Primitive<G> = (...values: Value<G>[]) => Value<G>;

const PAIR_BYTES = 40;
const CLOSURE_BYTES = 48;
const SCOPE_BYTES = 64;

function markValue<G>(tracer: Tracer, value: Value<G>): void {
  if (value instanceof Pair || value instanceof Closure) tracer.mark(value);
}

// Immutable: no store, hence no barrier.
class Pair<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  readonly head: Value<G>;
  readonly tail: Value<G>;

  constructor(head: Value<G>, tail: Value<G>) {
    this.head = head;
    this.tail = tail;
  }
  [trace](tracer: Tracer): void {
    tracer.addBytes(PAIR_BYTES);
    markValue(tracer, this.head);
    markValue(tracer, this.tail);
  }
}

class Closure<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  readonly parameters: Value<G>;
  readonly body: Value<G>;
  readonly scope: Scope<G>;

  constructor(parameters: Value<G>, body: Value<G>, scope: Scope<G>) {
    this.parameters = parameters;
    this.body = body;
    this.scope = scope;
  }
  [trace](tracer: Tracer): void {
    tracer.addBytes(CLOSURE_BYTES);
    markValue(tracer, this.parameters);
    markValue(tracer, this.body);
    tracer.mark(this.scope);
  }
}

class Scope<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  private readonly names = new Map<string, Value<G>>();
  private readonly outer: Scope<G> | undefined;

  constructor(outer: Scope<G> | undefined) {
    this.outer = outer;
  }

  get(name: string): Value<G> {
    if (this.names.has(name)) return this.names.get(name);
    if (this.outer === undefined) throw new Error(`unbound name ${name}`);
    return this.outer.get(name);
  }

  define(mc: Mutation<G>, name: string, value: Value<G>): void {
    this.names.set(name, value);
    if (this.gcColor === mc.heap.barrierColor) mc.backwardBarrier(this);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(SCOPE_BYTES);
    if (this.outer !== undefined) tracer.mark(this.outer);
    for (const value of this.names.values()) markValue(tracer, value);
  }
}

class Lisp<in out G> {
  private readonly mc: Mutation<G>;

  constructor(mc: Mutation<G>) {
    this.mc = mc;
  }

  /** Reads one form from the tokens. */
  read(tokens: string[]): Value<G> {
    const token = tokens.shift();
    if (token === undefined) throw new Error("unexpected end");
    if (token === "(") return this.readList(tokens);
    if (token === "#t" || token === "#f") return token === "#t";
    return Number.isNaN(Number(token)) ? token : Number(token);
  }

  evaluate(form: Value<G>, scope: Scope<G>): Value<G> {
    if (typeof form === "string") return scope.get(form);
    if (!(form instanceof Pair)) return form;
    const [first, second, third] = items(form);
    if (first === "quote") return second;
    if (first === "if") return this.evaluate(this.evaluate(second, scope) === false ? items(form)[3] : third, scope);
    if (first === "lambda") return this.mc.alloc(new Closure<G>(second, third, scope), CLOSURE_BYTES);
    if (first === "define") return scope.define(this.mc, second as string, this.evaluate(third, scope)) as undefined;
    const [callee, ...values] = items(form).map((item) => this.evaluate(item, scope));
    return this.apply(callee, values);
  }

  pair(head: Value<G>, tail: Value<G>): Pair<G> {
    return this.mc.alloc(new Pair<G>(head, tail), PAIR_BYTES);
  }

  private apply(callee: Value<G>, values: Value<G>[]): Value<G> {
    if (typeof callee === "function") return callee(...values);
    if (!(callee instanceof Closure)) throw new Error("not a function");
    const scope = this.mc.alloc(new Scope<G>(callee.scope), SCOPE_BYTES);
    items(callee.parameters).forEach((name, index) => scope.define(this.mc, name as string, values[index]));
    return this.evaluate(callee.body, scope);
  }

  private readList(tokens: string[]): Value<G> {
    if (tokens[0] === ")") return void tokens.shift();
    const head = this.read(tokens);
    return this.pair(head, this.readList(tokens));
  }
}

function items<G>(list: Value<G>): Value<G>[] {
  const values: Value<G>[] = [];
  for (let rest = list; rest instanceof Pair; rest = rest.tail) values.push(rest.head);
  return values;
}

function print<G>(value: Value<G>): string {
  if (value instanceof Pair) return `(${items(value).map(print).join(" ")})`;
  if (value === undefined) return "()";
  if (value instanceof Closure || typeof value === "function") return "<function>";
  return value === true ? "#t" : value === false ? "#f" : String(value);
}

interface LispSpec extends Rootable {
  readonly Root: Gc<this["G"], Scope<this["G"]>>;
}

const arena = new Arena<LispSpec>(<G>(mc: Mutation<G>) => mc.alloc(new Scope<G>(undefined), SCOPE_BYTES), { memoryLimitBytes: 1_000_000 });

function run(source: string): void {
  const tokens = source.match(/[()]|[^\s()]+/g) ?? [];
  while (tokens.length > 0) {
    const line = arena.mutate(<G>(mc: Mutation<G>, globals: Gc<G, Scope<G>>) => {
      const lisp = new Lisp(mc);
      definePrimitives(lisp, mc, globals);
      return print(lisp.evaluate(lisp.read(tokens), globals));
    });
    if (line !== "()") console.log(line);
    arena.collectDebt();
  }
}

// The primitives hold `mc`, so they are made anew for each call.
function definePrimitives<G>(lisp: Lisp<G>, mc: Mutation<G>, globals: Scope<G>): void {
  const define = (name: string, primitive: Primitive<G>): void => globals.define(mc, name, primitive);
  define("+", (a, b) => Number(a) + Number(b));
  define("-", (a, b) => Number(a) - Number(b));
  define("*", (a, b) => Number(a) * Number(b));
  define("<", (a, b) => Number(a) < Number(b));
  define("cons", (a, b) => lisp.pair(a, b));
  define("car", (list) => (list as Pair<G>).head);
  define("cdr", (list) => (list as Pair<G>).tail);
  define("null?", (list) => list === undefined);
}

run(`
  (define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
  (fact 20)
  (define range (lambda (from to) (if (< from to) (cons from (range (+ from 1) to)) (quote ()))))
  (define map (lambda (f list) (if (null? list) (quote ()) (cons (f (car list)) (map f (cdr list))))))
  (map (lambda (n) (* n n)) (range 0 10))
  (define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
  (fib 15)
  (fib 15)
`);

try {
  run("(define grow (lambda (list n) (if (< n 1) list (grow (cons (range 0 100) list) (- n 1))))) (grow (quote ()) 200)");
} catch (error) {
  console.log(error instanceof ArenaMemoryError ? "stopped at the memory limit" : error);
}
arena.collectAll();
console.log("live objects below 3000:", arena.metrics.liveObjectCount < 3000);
