// The end of a machine, synchronous and asynchronous, and of the runs that are under way then.
import { ArenaStateError, disposeSymbol } from "@luster/gc-arena";
import { compile } from "@luster/compiler";
import { Vm, VmDisposedError, asyncDisposeSymbol, instantiate, native0, native1, userdataType } from "@luster/vm";
import type { AsyncRunOptions, CallbackSpec, VmOptions } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, plain, runOn } from "../machine.js";

const runAsyncOn = (vm: Vm, source: string, options?: AsyncRunOptions): Promise<unknown[]> =>
  vm.runAsync(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.map(plain),
    options,
  );

/** A machine with `sleep`, which waits a turn, `never`, which waits for ever, and `note`, which keeps what it is given. */
function noting(extra: readonly CallbackSpec[] = [], options: VmOptions = {}): { vm: Vm; log: unknown[] } {
  const log: unknown[] = [];
  const sleep = native0("sleep", (cx) => cx.await(new Promise((resolve) => setTimeout(resolve, 1))));
  const never = native0("never", (cx) => cx.await(new Promise(() => undefined)));
  const note = native1("note", (_, value) => void log.push(value));
  return { vm: machine([sleep, never, note, ...extra], { ...options, onWarning: (message) => log.push(message) }), log };
}

const REFUSED = "'sleep' returned a promise in a synchronous run; use the asynchronous one";
const waitingFinalizers = `for i = 1, 2 do _G = setmetatable({}, {__gc = function() note('begin' .. i); sleep(); note('end' .. i) end}) end`;
const waitingClose = "local c <close> = setmetatable({}, {__close = function() note('closing'); sleep(); note('closed') end})";

describe("synchronous disposal", () => {
  it("warns of finalizers that would wait, and runs the others", () => {
    const { vm, log } = noting();
    runOn(vm, waitingFinalizers);
    vm[disposeSymbol]();
    expect(log).toEqual(["begin2", expect.stringContaining(REFUSED), "begin1", expect.stringContaining(REFUSED)]);
    expect(log[1]).toMatch(/^error in __gc \(/);
  });

  it("ends runs that are under way, closing their variables; a __close that would wait is warned of", async () => {
    const { vm, log } = noting();
    const run = runAsyncOn(
      vm,
      `local a <close> = setmetatable({}, {__close = function() note('outer') end}); ${waitingClose}; pcall(never)`,
    );
    vm[disposeSymbol]();
    expect(log).toEqual(["closing", `error in __close (${REFUSED})`, "outer"]);
    await expect(run).rejects.toBeInstanceOf(VmDisposedError);
  });

  it("happens once, and nothing runs after it", async () => {
    const { vm } = noting();
    vm[disposeSymbol]();
    vm[disposeSymbol]();
    expect(() => runOn(vm, "return 1")).toThrow(ArenaStateError);
    await expect(runAsyncOn(vm, "return 1")).rejects.toBeInstanceOf(ArenaStateError);
    await vm.disposeAsync();
  });

  it("warns of host objects that cannot be disposed, and goes on", () => {
    const { vm, log } = noting();
    class Stubborn {
      constructor(readonly name: string) {}
      [disposeSymbol](): void {
        throw new Error(this.name);
      }
    }
    const stubborn = userdataType("Stubborn", Stubborn);
    vm.enter((cx) => {
      for (const name of ["first", "second"]) stubborn.create(cx, new Stubborn(name));
    });
    vm[disposeSymbol]();
    expect(log).toEqual(["error in dispose (second)", "error in dispose (first)"]);
  });
});

describe("a finalizer that does not end", () => {
  const collected = (body: string): string => `for _, n in ipairs({ 'one', 'two', 'three' }) do
    _G = setmetatable({}, { __gc = function() note(n) if n == 'two' then ${body} end end })
  end`;
  const ENDLESS = {
    "a loop": "while true do end",
    "a loop that catches errors": "while true do pcall(function() while true do end end) end",
    "a coroutine": "wrap(function() while true do end end)()",
    "the closing of a variable": "local c <close> = setmetatable({}, { __close = function() while true do end end })",
  };
  const seen = ["three", "two", "error in __gc (the script used up its fuel (200000))", "one"];

  it.each(Object.keys(ENDLESS))("is broken off with a warning, and the others run: %s", async (name) => {
    const source = collected(ENDLESS[name as keyof typeof ENDLESS]);
    const sync = noting([], { finalizerFuel: 200_000 });
    runOn(sync.vm, source);
    sync.vm[disposeSymbol]();
    expect(sync.log).toEqual(seen);
    const async = noting([], { finalizerFuel: 200_000 });
    runOn(async.vm, source);
    await async.vm.disposeAsync();
    expect(async.log).toEqual(seen);
  });

  it("has its own fuel, whatever the others used", () => {
    const { vm, log } = noting([], { finalizerFuel: 100_000 });
    runOn(vm, "for i = 1, 50 do _G = setmetatable({}, { __gc = function() for i = 1, 20000 do end note(i) end }) end");
    vm[disposeSymbol]();
    expect(log).toHaveLength(50);
  });

  it("is given a number of units, more than 0", () => {
    expect(() => new Vm({ finalizerFuel: 0 })).toThrow(RangeError);
    expect(() => new Vm({ finalizerFuel: "much" as never })).toThrow(TypeError);
    const { vm, log } = noting([], { finalizerFuel: 1 });
    runOn(vm, "_G = setmetatable({}, { __gc = function() while true do end end })");
    vm[disposeSymbol]();
    expect(log).toEqual(["error in __gc (the script used up its fuel (1))"]);
  });
});

describe("asynchronous disposal", () => {
  it("waits for finalizers", async () => {
    const { vm, log } = noting();
    runOn(vm, waitingFinalizers);
    const end = vm[asyncDisposeSymbol]();
    expect(vm.isDisposed).toBe(true);
    expect(() => runOn(vm, "return 1")).toThrow(ArenaStateError);
    await end;
    expect(log).toEqual(["begin2", "end2", "begin1", "end1"]);
    expect(() => vm.enter(() => undefined)).toThrow(ArenaStateError);
  });

  it("waits for the __close of runs that are under way", async () => {
    const { vm, log } = noting();
    const runs = Promise.allSettled([
      runAsyncOn(vm, `${waitingClose}; never()`),
      runAsyncOn(vm, `wrap(function() ${waitingClose}; never() end)()`),
    ]);
    await vm.disposeAsync();
    expect(log).toEqual(["closing", "closing", "closed", "closed"]);
    for (const outcome of await runs) expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(VmDisposedError) });
  });

  it("stops waiting at a signal", async () => {
    const { vm, log } = noting();
    runOn(vm, "_G = setmetatable({}, {__gc = function() note('gc'); never() end})");
    const run = expect(
      runAsyncOn(vm, "local c <close> = setmetatable({}, {__close = function() note('close'); never() end}); never()"),
    ).rejects.toBeInstanceOf(VmDisposedError);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await vm.disposeAsync({ signal: controller.signal });
    expect(log).toEqual([
      "close",
      expect.stringMatching(/^error in __close \('never'/),
      "gc",
      expect.stringMatching(/^error in __gc \(test:1: 'never'/),
    ]);
    await run;
  });

  it("is refused within callbacks", async () => {
    let end: Promise<void> | undefined;
    const { vm } = noting([native0("finish", () => void (end = vm.disposeAsync()))]);
    runOn(vm, "finish()");
    await expect(end).rejects.toBeInstanceOf(ArenaStateError);
    expect(runOn(vm, "return 1")).toEqual([1]);
  });
});

describe("an abort", () => {
  it("closes all variables, also where a __close would wait", async () => {
    const { vm, log } = noting();
    const controller = new AbortController();
    const source = `local a <close> = setmetatable({}, {__close = function() note('outer') end}); ${waitingClose}; never()`;
    const run = runAsyncOn(vm, source, { signal: controller.signal });
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    expect(log).toEqual(["closing", `error in __close (${REFUSED})`, "outer"]);
  });

  it("may come from within a callback, and from anything shaped like a signal", async () => {
    const listeners: (() => void)[] = [];
    const signal = {
      aborted: false,
      reason: "a reason" as unknown,
      addEventListener: (_: "abort", listener: () => void) => void listeners.push(listener),
      removeEventListener: () => void listeners.pop(),
    };
    const abort = native0("abort", () => {
      signal.aborted = true;
      listeners.forEach((listener) => listener());
    });
    const { vm } = noting([abort]);
    await expect(runAsyncOn(vm, "abort(); while true do pcall(function() while true do end end) end", { signal })).rejects.toBe("a reason");
    signal.aborted = false;
    await expect(runAsyncOn(vm, "sleep(); abort(); while true do end", { signal })).rejects.toBe("a reason");
    expect(listeners).toEqual([]);
    expect(runOn(vm, "return 1")).toEqual([1]);
  });

  it("never lets a promise that settles later reach the script", async () => {
    let settle: (value: number) => void = () => undefined;
    const late = native0("late", (cx) => cx.await(new Promise<number>((resolve) => (settle = resolve))));
    const { vm, log } = noting([late]);
    const controller = new AbortController();
    const run = runAsyncOn(vm, "note(late())", { signal: controller.signal });
    controller.abort(new Error("enough"));
    settle(1);
    await expect(run).rejects.toThrow("enough");
    expect(log).toEqual([]);
  });
});

describe("convertError", () => {
  it("makes what is thrown for a Lua error, with its value, traceback and cause at hand", () => {
    const vm = machine([
      native0("thrower", () => {
        throw new Error("host");
      }),
    ]);
    const converted = (source: string): unknown => {
      try {
        runOn(vm, source, {
          convertError: (cx, { error, traceback, cause }) => ({
            code:
              cx.metatableOf(error) === undefined && typeof error === "object"
                ? plain((error as never as { getString(k: string): never }).getString("code"))
                : error,
            traceback,
            cause,
          }),
        });
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(converted("error({code = 7})")).toMatchObject({ code: 7, cause: undefined });
    expect(converted("thrower()")).toMatchObject({ code: "test:1: host", cause: { message: "host" } });
    expect((converted("error('x')") as { traceback: string }).traceback).toContain("in main chunk");
  });

  it("is not asked about kills", () => {
    expect(() => runOn(machine(), "while true do end", { fuelLimit: 100, convertError: () => "converted" })).toThrow("used up its fuel");
  });
});
