import { ArenaStateError, disposeSymbol } from "@luster/gc-arena";
import { compile } from "@luster/compiler";
import { FuelLimitError, LuaError, UnexpectedAwaitError, instantiate, native0, nativeN, tracebackOf } from "@luster/vm";
import type { AsyncRunOptions, CallbackSpec, Vm } from "@luster/vm";
import { describe, expect, it, vi } from "vitest";
import { machine, runOn } from "../machine.js";

function runAsyncOn(vm: Vm, source: string, options?: AsyncRunOptions): Promise<unknown> {
  return vm.runAsync(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.length,
    options,
  );
}

function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const wait: CallbackSpec = nativeN("wait", (cx) => cx.await(Promise.resolve(1)));

describe("enter", () => {
  it("gives the running context within a callback, and says so", () => {
    let vm = machine();
    const seen: boolean[] = [];
    const nested = native0("nested", () => {
      seen.push(vm.isEntered);
      vm.enter((cx) =>
        cx.globals.setString(
          cx.heap,
          "made",
          vm.enter((inner) => (inner as unknown) === cx),
        ),
      );
      return undefined;
    });
    vm = machine([nested]);
    expect(runOn(vm, "nested() return made")).toEqual([true]);
    expect([...seen, vm.isEntered]).toEqual([true, false]);
  });

  it("is over when its function throws", () => {
    const vm = machine();
    expect(() =>
      vm.enter(() => {
        throw new Error("left");
      }),
    ).toThrow("left");
    expect(vm.isEntered).toBe(false);
  });
});

describe("collectAll", () => {
  it("collects what is dead, outside of callbacks only", () => {
    const vm = machine();
    runOn(vm, "for i = 1, 2000 do local t = { i } end");
    const before = vm.metrics.allocatedBytes;
    vm.collectAll();
    expect(vm.metrics.allocatedBytes).toBeLessThan(before - 50_000);
    expect(() => vm.enter(() => vm.collectAll())).toThrow(ArenaStateError);
  });
});

describe("a promise in a synchronous run", () => {
  const nameIn = (source: string, spec = wait): string => {
    const error = thrownBy(() => runOn(machine([spec]), source));
    expect(error).toBeInstanceOf(UnexpectedAwaitError);
    return (error as UnexpectedAwaitError).functionName;
  };

  it("is laid to the function's own name where there is no package library", () => {
    expect(nameIn("local f = wait f()")).toBe("wait");
  });

  it("is laid to the name that the caller uses, if the function has none", () => {
    const nameless = nativeN("?", (cx) => cx.await(Promise.resolve(1)));
    const use = (source: string) => nameIn(`local f = _ENV["?"] ${source}`, nameless);
    expect(use("f()")).toBe("f");
    expect(use("local t = { field = f } t.field()")).toBe("field");
    expect(use("return setmetatable({}, { __add = f }) + 1")).toBe("add");
    expect(use("pcall(f)")).toBe("?");
    expect(new UnexpectedAwaitError("?").message).toBe(
      "a function without a name returned a promise in a synchronous run; use the asynchronous one",
    );
  });
});

describe("the end of a run by its host", () => {
  const spin = "local function f() while true do end end\nf()";
  const spinTraceback = "stack traceback:\n\ttest:1: in local 'f'\n\ttest:2: in function <test:0>\n\t[C]: in ?";

  it("by fuel tells where it struck", () => {
    const error = thrownBy(() => runOn(machine(), spin, { fuelLimit: 10_000 }));
    expect(error).toBeInstanceOf(FuelLimitError);
    expect(tracebackOf(error)?.split("\n").slice(0, 2)).toEqual(spinTraceback.split("\n").slice(0, 2));
  });

  it("by a signal does too, and passes the reason on as it is", async () => {
    const reason = Object.freeze(new Error("enough"));
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 5);
    await expect(runAsyncOn(machine(), spin, { signal: controller.signal })).rejects.toBe(reason);
    expect(tracebackOf(reason)).toContain("test:1: in local 'f'");
  });

  it("takes its listener off the signal", async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    await runAsyncOn(machine([wait]), "for i = 1, 20 do wait() end", { signal });
    expect(add).toHaveBeenCalledTimes(1);
    for (const [, listener] of add.mock.calls) expect(remove).toHaveBeenCalledWith("abort", listener);
  });
});

describe("tracebackOf", () => {
  it("knows that of a LuaError, and nothing of what never ended a run", () => {
    const error = thrownBy(() => runOn(machine(), "error('x')"));
    expect(error).toBeInstanceOf(LuaError);
    expect(tracebackOf(error)).toBe((error as LuaError).traceback);
    for (const other of [new Error("x"), "x", 5, null, undefined]) expect(tracebackOf(other)).toBeUndefined();
  });
});

describe("dispose", () => {
  it("ends the VM once", () => {
    const vm = machine();
    expect(vm.isDisposed).toBe(false);
    vm[disposeSymbol]();
    vm[disposeSymbol]();
    expect(vm.isDisposed).toBe(true);
    expect(() => vm.enter(() => undefined)).toThrow(ArenaStateError);
  });

  it("is refused within enter, and changes nothing then", () => {
    const vm = machine();
    expect(() => vm.enter(() => vm[disposeSymbol]())).toThrow(ArenaStateError);
    expect(vm.isDisposed).toBe(false);
    expect(runOn(vm, "return 1")).toEqual([1]);
  });
});
