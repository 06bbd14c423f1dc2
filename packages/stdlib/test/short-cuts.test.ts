// What compiled code does instead of calling a callback gives, charges and changes what the callback does.

import { expect, it } from "vitest";
import { Args, Callback, isNumber, makeFloat, PENDING, Table, type Context, type Value } from "@luster/vm";
import { Machine } from "./machine.js";

/** Arguments to try, each of which is made anew. */
const ARGUMENTS: readonly (<G>(cx: Context<G>) => Value<G>)[] = [
  () => undefined,
  () => true,
  () => 0,
  () => 3,
  () => -2,
  () => 65,
  () => 300,
  () => 2 ** 53 - 1,
  () => 2.5,
  () => -0.5,
  () => NaN,
  () => Infinity,
  () => makeFloat(4),
  () => makeFloat(-0),
  () => "",
  () => "12",
  () => "a longer string than the others are",
  () => "(l%a+)( ?)",
  () => "%5.2f|%s",
  (cx) => cx.newTable(),
  (cx) => {
    const list = cx.newTable();
    for (let i = 1; i < 4; i++) list.set(cx.heap, i, i * 1.5);
    list.setString(cx.heap, "__index", "x");
    return list;
  },
  (cx) => {
    const object = cx.newTable();
    cx.setMetatable(object, cx.newTable());
    return object;
  },
];

/** What the types of the package leave out. */
interface Inside<G> {
  readonly fuel: number;
  readonly buffer: readonly Value<G>[];
  readonly bufferCount: number;
}

/** A value as it can be compared, and what a call charges. */
function picture<G>(cx: Context<G>, call: () => unknown, values: readonly Value<G>[]): unknown {
  const inside = cx as unknown as Inside<G>;
  const { fuel } = inside;
  const bytes = cx.heap.allocatedBytes;
  let result: unknown;
  try {
    result = call();
    if (result === PENDING) result = ["several", ...inside.buffer.slice(0, inside.bufferCount).map((value) => plain(value, values))];
    else result = plain(result as Value<G>, values);
  } catch {
    result = "error";
  }
  const tables = values.map((value) => (value instanceof Table ? [value.length(), value.metatable === undefined] : 0));
  return { result, tables, fuel: fuel - inside.fuel, bytes: cx.heap.allocatedBytes - bytes };
}

function plain<G>(value: Value<G>, values: readonly Value<G>[]): unknown {
  if (isNumber(value))
    return typeof value === "number"
      ? value
      : JSON.stringify(value) + String((value as { n?: number }).n === 0 && 1 / (value as { n: number }).n);
  return typeof value === "object" ? `argument ${values.indexOf(value)}` : value;
}

/** All callbacks of the libraries that have a short cut. */
function withShortCut<G>(cx: Context<G>): Callback<G>[] {
  const found: Callback<G>[] = [];
  const tables = [cx.globals, ...["string", "math", "table"].map((name) => cx.globals.getString(name) as Table<G>)];
  for (const table of tables) {
    for (let position = table.nextPosition(0); position !== 0; position = table.nextPosition(position)) {
      const value = table.valueAt(position);
      if (value instanceof Callback && value.spec.shortCut !== undefined) found.push(value as Callback<G>);
    }
  }
  return found;
}

function callFully<G>(cx: Context<G>, { arity, fn }: Callback<G>, values: Value<G>[]): unknown {
  cx.argCount = values.length;
  if (arity <= 3) return fn(cx, values[0], values[1], values[2]);
  const args = new (Args as unknown as new (stack: Value<G>[]) => Args<G>)(values);
  args.count = values.length;
  return fn(cx, args);
}

/** All choices of up to three arguments, and some of more. */
function* combinations(count: number): Generator<number[]> {
  const step = count > 3 ? 7 : 1;
  if (count === 0) yield [];
  else for (const rest of combinations(count - 1)) for (let i = rest.length % step; i < ARGUMENTS.length; i += step) yield [...rest, i];
}

/** The results of a short cut that gives all of them. */
function given<G>(cx: Context<G>): unknown {
  const { buffer, bufferCount } = cx as unknown as Inside<G>;
  return bufferCount === 1 ? buffer[0] : PENDING;
}

it("short cuts agree with their callbacks", () => {
  let taken = 0;
  new Machine().vm.enter((cx) => {
    const callbacks = withShortCut(cx);
    expect(callbacks.length).toBeGreaterThan(25);
    for (const callback of callbacks) {
      const { least, most, fn, givesFirst, givesAll, result } = callback.spec.shortCut!;
      for (let count = least; count <= most; count++) {
        for (const choice of combinations(count)) {
          const make = () => choice.map((index) => ARGUMENTS[index]!(cx));
          const [some, others] = [make(), make()];
          let isTaken = true;
          // Compiled code does not say how many arguments there are: the number is what the call before had.
          cx.argCount = 0;
          const short = picture(
            cx,
            () => {
              const value = fn(cx, some[0], some[1], some[2], some[3], some[4]);
              isTaken = value !== PENDING;
              return isTaken && givesAll === true ? given(cx) : value;
            },
            some,
          ) as { result: unknown };
          if (!isTaken) continue;
          taken++;
          const full = picture(cx, () => callFully(cx, callback, others), others) as { result: unknown };
          if (givesFirst === true && Array.isArray(full.result)) full.result = (full.result as unknown[])[1];
          expect({ name: callback.name, choice, ...short }).toEqual({ name: callback.name, choice, ...full });
          if (result === "integer") expect(Number.isSafeInteger(short.result)).toBe(true);
        }
      }
    }
  });
  expect(taken).toBeGreaterThan(1000);
});

it("select of a list agrees with its callback", () => {
  new Machine().vm.enter((cx) => {
    const select = withShortCut(cx).find(({ name }) => name === "select")!;
    const list = ["a", 2, undefined];
    for (const first of ["#", "#x", 1, 3, 4, -1, -3, -4, 0, 1.5, "1", undefined]) {
      const short = select.spec.shortCut!.ofList!(cx, first, list);
      if (short === PENDING) continue;
      const full = picture(cx, () => callFully(cx, select, [first, ...list]), []) as { result: unknown };
      expect(short).toEqual(Array.isArray(full.result) ? full.result[1] : full.result);
    }
  });
});

it("a short cut leaves it to its callback to be refused memory", () => {
  const machine = new Machine({ vm: { memoryLimitBytes: 4_000_000 } });
  machine.vm.enter((cx) => {
    const text = "x".repeat(1_000_000);
    const sub = (cx.globals.getString("string") as Table<unknown>).getString("sub") as Callback<unknown>;
    const list = cx.newTable();
    const results = [];
    for (let i = 0; i < 10; i++) results.push(sub.spec.shortCut!.fn(cx, text, 1, -1, undefined, undefined));
    expect(results.filter((result) => result === PENDING).length).toBeGreaterThan(5);
    expect(list.length()).toBe(0);
  });
});
