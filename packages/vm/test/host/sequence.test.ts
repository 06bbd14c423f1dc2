import type { Rootable } from "@luster/gc-arena";
import { all, andThen, fromGenerator, fromGeneratorWith, fromFn, ok, orElse, pipe, repeat, again, stop, thenDo } from "@luster/gc-sequence";
import type { Sequence } from "@luster/gc-sequence";
import { FuelLimitError, UnexpectedAwaitError, callLua, contextOf, instantiate, native0, native1, native2, nativeN } from "@luster/vm";
import type { CallbackSpec, Context, Value, Table } from "@luster/vm";
import { compile } from "@luster/compiler";
import { describe, expect, it } from "vitest";
import { lua, machine, plain, runOn } from "../machine.js";

const runAsync = (source: string, extra: readonly CallbackSpec[], options = {}): Promise<unknown[]> =>
  machine(extra).runAsync(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.map(plain),
    options,
  );

const returnList = <G>(cx: Context<G>, values: readonly Value<G>[]) => cx.returnList(values);

describe("a sequence of combinators as a callback", () => {
  const twice = native2("twice", <G>(cx: Context<G>, f: Value<G>, x: Value<G>) =>
    cx.runSequence<Value<G>[]>(
      pipe(
        callLua<G>(f, [x]),
        andThen((_, values) => callLua<G>(f, values)),
      ),
      returnList,
    ),
  );

  it("calls Lua and returns all results", () => {
    expect(lua("return twice(function(a, b) return a + 1, b or 'first' end, 1)", [twice])).toEqual([3, "first"]);
  });

  it("may be left by a yield of what it calls, and by a collection", () => {
    const source =
      "local co = wrap(function() return twice(function(a) collectgarbage(); return yield(a) end, 1) end); return co(), co(2), co(3)";
    expect(lua(source, [twice])).toEqual([1, 2, 3]);
  });

  it("passes errors on as they were, with any value", () => {
    expect(lua("local t = {}; local ok, e = pcall(twice, function() error(t) end); return ok, e == t", [twice])).toEqual([false, true]);
    expect(lua("return pcall(twice, function() error('\\xff', 0) end)", [twice])).toEqual([false, "\ufffd"]);
    expect(lua("return pcall(twice, nil)", [twice])).toEqual([false, "attempt to call a nil value"]);
  });

  it("can take an error", () => {
    const protect = native1("protect", <G>(cx: Context<G>, f: Value<G>) =>
      cx.runSequence<unknown>(
        pipe(
          callLua<G>(f, []),
          orElse((_, error) => ok<G, string>(`took: ${(error as Error).message}`)),
        ),
      ),
    );
    expect(lua("return protect(function() error('it', 0) end)", [protect])).toEqual(["took: it"]);
  });

  it("calls one function after the other when several are wanted at once", () => {
    const both = native2("both", <G>(cx: Context<G>, f: Value<G>, g: Value<G>) =>
      cx.runSequence<Value<G>[][]>(all<G, Value<G>[][]>([callLua<G>(f, []), callLua<G>(g, [])]), (_, lists) => cx.returnList(lists.flat())),
    );
    expect(lua("return both(function() return 1 end, function() return 2, 3 end)", [both])).toEqual([1, 2, 3]);
  });

  it("ends its slice when the fuel is spent, and dies of a fuel limit", () => {
    const endless = native0("endless", (cx) => cx.runSequence(repeat(0, (_, n: number) => ok(n < 0 ? stop(n) : again(n + 1)))));
    expect(() => runOn(machine([endless]), "pcall(endless)", { fuelLimit: 100_000 })).toThrow(FuelLimitError);
  });

  it("converts host values as those of promises", () => {
    const text = native0("text", (cx) => cx.runSequence(ok("\u00e9")));
    expect(lua("return text(), #text()", [text])).toEqual(["\u00e9", 2]);
    const nothing = native0("nothing", (cx) => cx.runSequence(ok({})));
    expect(lua("return pcall(nothing)", [nothing])).toEqual([false, "a object has no conversion to a Lua value"]);
  });

  it("is known by its machine only", () => {
    const foreign = native0("foreign", (cx) => {
      const sequence = ok<never, number>(1);
      cx.runSequence(sequence as never);
      return cx.runSequence(sequence as never);
    });
    expect(lua("local ok, m = pcall(foreign); return m", [foreign])[0]).toMatch(/belongs to another one already/);
  });
});

interface Locals<G> {
  readonly list: Table<G>;
  readonly f: Value<G>;
  readonly sums: Table<G>;
}
interface LocalsSpec extends Rootable {
  readonly Root: Locals<this["G"]>;
}

describe("a generator as a callback", () => {
  const log: string[] = [];

  /** Calls `f` with each element of a list, waits in between, and gives the list of what it returned. */
  const mapSlowly = fromGeneratorWith<LocalsSpec>()(function* (steps, length: number) {
    try {
      for (let i = 1; i <= length; i++) {
        yield* steps.call((_cx, { list, f, sums }) =>
          pipe(
            callLua(f, [list.getInteger(i)]),
            thenDo((cx, [value]) => void sums.setInteger(contextOf(cx).heap, i, value)),
          ),
        );
        yield* steps.await(Promise.resolve(), "the next element");
      }
    } catch (error) {
      log.push(`caught ${(error as Error).message}`);
      throw error;
    } finally {
      log.push("finally");
    }
  });
  const map = native2("map", <G>(cx: Context<G>, list: Value<G>, f: Value<G>) => {
    const table = list as Table<G>;
    const locals = { list: table, f, sums: cx.newTable() };
    return cx.runSequence<void>(mapSlowly<G>(locals, table.length()), () => locals.sums);
  });

  const started = (): string[] => {
    log.length = 0;
    return log;
  };

  it("calls, waits and keeps pointers in its locals", async () => {
    started();
    expect(await runAsync("return map({1, 2, 3}, function(n) collectgarbage(); return n * n end)", [map])).toEqual([[1, 4, 9]]);
    expect(log).toEqual(["finally"]);
  });

  it("sees Lua errors as exceptions, and lets them through unchanged", async () => {
    started();
    expect(
      await runAsync("local t = {}; local ok, e = pcall(map, {1}, function(n) error('at ' .. n, 0) end); return ok, e", [map]),
    ).toEqual([false, "at 1"]);
    expect(log).toEqual(["caught at 1", "finally"]);
  });

  it("runs its finally when the run is aborted, or would have to wait in a synchronous one", async () => {
    started();
    const controller = new AbortController();
    const never = native1("never", (cx) => cx.await(new Promise(() => undefined)));
    const run = runAsync(
      "map({1}, function() controllerAborts(); never() end)",
      [map, never, native0("controllerAborts", () => void controller.abort(new Error("enough")))],
      { signal: controller.signal },
    );
    await expect(run).rejects.toThrow("enough");
    expect(log).toEqual(["finally"]);
    started();
    expect(() => lua("map({1}, tostring)", [map])).toThrow(UnexpectedAwaitError);
    expect(log).toEqual(["finally"]);
  });

  it("runs its finally when its coroutine is closed in the middle", () => {
    started();
    expect(lua("local co = create(function() map({1}, yield) end); resume(co); return close(co)", [map])).toEqual([true]);
    expect(log).toEqual(["finally"]);
  });

  it("works in coroutines, which see nothing of the waiting", async () => {
    started();
    const source =
      "local co = wrap(function() yield('before'); return map({4}, function(n) return yield(n) end)[1] end); return co(), co(), co('answer')";
    expect(await runAsync(source, [map])).toEqual(["before", 4, "answer"]);
  });
});

describe("memory", () => {
  it("is collected between the steps", () => {
    const garbage = native1("garbage", <G>(cx: Context<G>, count: Value<G>) =>
      cx.runSequence<number>(
        repeat(0, (step, n: number): Sequence<G, { again: number } | { stop: number }> => {
          contextOf(step).newTable(100);
          return ok(n === count ? stop(n) : again(n + 1));
        }),
      ),
    );
    expect(runOn(machine([garbage], { memoryLimitBytes: 4_000_000 }), "return garbage(100000)")).toEqual([100000]);
  });

  it("that is refused in a step is the error", () => {
    const greedy = native0("greedy", (cx) => cx.runSequence(fromFn((step) => void contextOf(step).chargeString("x".repeat(10_000_000)))));
    expect(runOn(machine([greedy], { memoryLimitBytes: 4_000_000 }), "return pcall(greedy)")).toEqual([false, "not enough memory"]);
  });

  it("that is refused for the result is tried again after a collection, not the sequence", () => {
    let steps = 0;
    const text = native1("text", (cx) =>
      cx.runSequence(
        fromFn(() => ++steps),
        (inner) => inner.chargeString("x".repeat(1_500_000)),
      ),
    );
    const source = "local garbage = {}; for i = 1, 20 do garbage[i] = text(); if i % 2 == 0 then garbage = {} end end; return #text()";
    expect(runOn(machine([text], { memoryLimitBytes: 4_000_000 }), source)).toEqual([1_500_000]);
    expect(steps).toBe(21);
  });

  it("has an error when the sequence is no generator's business", () => {
    const generator = nativeN("generator", (cx) =>
      cx.runSequence(
        fromGenerator(function* () {
          yield 1 as never;
          return 1;
        }),
      ),
    );
    expect(lua("local ok, m = pcall(generator); return m", [generator])[0]).toMatch(/yield\* an operation/);
  });
});
