import { trace } from "@luster/gc-arena";
import {
  Continuation,
  Executor,
  ExecutorStateError,
  FuelLimitError,
  LuaError,
  UnexpectedAwaitError,
  instantiate,
  native0,
  native1,
  nativeN,
} from "@luster/vm";
import type { Action, Args, Context } from "@luster/vm";
import { compile } from "@luster/compiler";
import { describe, expect, it } from "vitest";
import { failure, lua, machine, plain, runOn } from "../machine.js";

class PassOn<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }
  override [trace](): void {
    // Holds nothing.
  }
}

const sleep = native1("sleep", (cx, value) => cx.await(Promise.resolve(value as number), new PassOn()));
const never = native0("never", (cx) => cx.await(new Promise(() => undefined), new PassOn()));
const reject = native0("reject", (cx) => cx.await(Promise.reject(new RangeError("no")), new PassOn()));

const runAsync = (source: string, options = {}, extra = [sleep, never, reject]): Promise<unknown[]> => {
  const vm = machine(extra);
  return vm.runAsync(
    (cx) => ({ callee: instantiate(cx, compile(source, { chunkName: "=test" }), cx.globals), args: [] }),
    (_, values) => values.map(plain),
    options,
  );
};

describe("slices", () => {
  it("can end anywhere, and nothing in the script can tell", () => {
    const source = `
      local mt = {__add = function(a, b) return 100 end}
      local s = 0
      for i = 1, 50 do s = s + #('x' .. i) end
      local co = wrap(function() for i = 1, 10 do yield(i) end end)
      for i = 1, 10 do s = s + co() end
      local ok, e = pcall(function() local t = setmetatable({}, mt); s = s + (t + 1); error('x', 0) end)
      return s, ok, e`;
    const expected = lua(source);
    for (const sliceFuel of [1, 2, 3, 7, 50]) expect(runOn(machine(), source, { sliceFuel })).toEqual(expected);
  });

  it("that a callback ends by a pause go on without arguments", () => {
    const counts: number[] = [];
    class Paused<in out G> extends Continuation<G> {
      override resume(cx: Context<G>, results: Args<G>): Action<G> {
        counts.push(results.count);
        return counts.length < 3 ? cx.pause(this) : cx.returnNone();
      }
      override [trace](): void {
        // Holds nothing.
      }
    }
    const pauser = nativeN("pauser", (cx) => cx.pause(new Paused()));
    lua("pauser(1, 2, 3)", [pauser]);
    expect(counts).toEqual([0, 0, 0]);
  });

  it("bound what a script can do in all", () => {
    expect(() => runOn(machine(), "while true do end", { fuelLimit: 100_000 })).toThrow(FuelLimitError);
    const caught = "while true do pcall(function() while true do end end) end";
    expect(() => runOn(machine(), caught, { fuelLimit: 100_000 })).toThrow(FuelLimitError);
  });

  it("end although variables of the killed script refuse to be closed", () => {
    const closing = (body: string): string => `local x <close> = setmetatable({}, {__close = function() ${body} end});`;
    for (const script of [
      `${closing("while true do end")} while true do end`,
      `wrap(function() ${closing("yield()")} while true do end end)() while true do end`,
      `wrap(function() pcall(function() ${closing("yield()")} ${closing("while true do end")} error('x') end) end)() while true do end`,
      `local function f() ${closing("while true do end")} pcall(f) end f()`,
      `local mt = {}; mt.__close = function() local y <close> = setmetatable({}, mt); while true do end end; local x <close> = setmetatable({}, mt); while true do end`,
    ]) {
      expect(() => runOn(machine(), script, { fuelLimit: 100_000 }), script).toThrow(FuelLimitError);
    }
  });

  it("let what a killed script closes catch errors of its own, and nothing but that", () => {
    const log: unknown[] = [];
    const note = native1("note", (_cx, value) => void log.push(plain(value)));
    const closing = (body: string): string => `local x <close> = setmetatable({}, {__close = function(_, e) ${body} end});`;
    const script = `
      ${closing("note('main ' .. e)")}
      xpcall(function()
        ${closing("local ok, e = pcall(error, 'of pcall'); note(e)")}
        ${closing("note(select(2, xpcall(error, function(m) return m .. ' handled' end, 'of xpcall')))")}
        ${closing("note(select(2, pcall(function() local y <close> = setmetatable({}, {__close = function() note('nested') end}); error('within', 0) end)))")}
        ${closing("note(select(2, resume(create(function() error('of resume', 0) end))))")}
        ${closing("local co = create(yield); resume(co); note(close(co)); error('passed on', 0)")}
        wrap(function() ${closing("note(select(2, pcall(error, 'in coroutine')))")} while true do pcall(function() while true do end end) end end)()
      end, function(m) note('handler'); return m end)
      note('caught')`;
    expect(() => runOn(machine([note]), script, { fuelLimit: 10_000 })).toThrow(FuelLimitError);
    expect(log).toEqual(["in coroutine", true, "of resume", "nested", "within", "of xpcall handled", "of pcall", "main passed on"]);
  });

  it("kill a script whose closing catches errors without end", () => {
    for (const body of ["while true do pcall(error, 1) end", "while true do pcall(function() while true do end end) end"]) {
      const script = `local x <close> = setmetatable({}, {__close = function() ${body} end}); pcall(function() while true do end end)`;
      expect(() => runOn(machine(), script, { fuelLimit: 10_000 }), body).toThrow(FuelLimitError);
    }
  });

  it("are charged no less for slices that end early", () => {
    expect(() => runOn(machine(), "while true do collectgarbage('step') end", { fuelLimit: 1000 })).toThrow(FuelLimitError);
  });

  it("let later finalizers run after a kill in a finalizer", () => {
    const vm = machine();
    const endless = "setmetatable({}, {__gc = function() while true do end end}); collectgarbage(); while true do end";
    expect(() => runOn(vm, endless, { fuelLimit: 100_000 })).toThrow(FuelLimitError);
    expect(runOn(vm, "local n = 0; setmetatable({}, {__gc = function() n = 1 end}); collectgarbage(); return n")).toEqual([1]);
  });

  it("leave the VM usable after a kill", () => {
    const vm = machine();
    expect(() => runOn(vm, "while true do end", { fuelLimit: 1000 })).toThrow(FuelLimitError);
    expect(runOn(vm, "return 1 + 1")).toEqual([2]);
  });

  it("refuse bad fuel", () => {
    expect(() => runOn(machine(), "return 1", { sliceFuel: 0 })).toThrow(RangeError);
    expect(() => runOn(machine(), "return 1", { fuelLimit: NaN })).toThrow("NaN");
  });
});

describe("errors that reach the host", () => {
  it("are LuaErrors with value and traceback", () => {
    try {
      lua("local function f() error('oops') end\nf()");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LuaError);
      expect((error as LuaError).message).toBe("test:1: oops");
      expect((error as LuaError).value).toBe("test:1: oops");
      expect((error as LuaError).traceback).toContain("stack traceback:");
    }
  });

  it("keep the host exception that caused them", () => {
    const cause = new RangeError("from the host");
    const thrower = native0("thrower", () => {
      throw cause;
    });
    expect(lua("return pcall(thrower)", [thrower])).toEqual([false, "from the host"]);
    expect(lua("local ok, m = pcall(function() thrower() end); return m", [thrower])).toEqual(["test:1: from the host"]);
    try {
      lua("thrower()", [thrower]);
      expect.unreachable();
    } catch (error) {
      expect((error as LuaError).cause).toBe(cause);
    }
  });

  it("describe values that are no strings", () => {
    expect(failure("error({})")).toBe("(error object is a table value)");
    expect(failure("error(12, 0)")).toBe("12");
    expect(failure("error()")).toBe("nil");
  });
});

describe("promises", () => {
  it("are what a callback returns that awaits without a continuation", async () => {
    const plainAwait = native1("sleep", (cx, value) => cx.await(Promise.resolve(value as number)));
    expect(await runAsync("return sleep(1) + sleep(2)", {}, [plainAwait])).toEqual([3]);
  });

  it("are awaited in any call position", async () => {
    const source = `
      local t = setmetatable({}, {__index = function(_, k) return sleep(k) end, __add = function(a, b) return sleep(b) end})
      local co = wrap(function() yield(sleep(1)); return sleep(2) end)
      local a, b = co(), co()
      return a, b, t.x, t + 5, select(2, pcall(sleep, 7)), sleep(8)`;
    expect(await runAsync(source)).toEqual([1, 2, "x", 5, 7, 8]);
  });

  it("raise errors that keep the rejection as cause", async () => {
    expect(await runAsync("return pcall(reject)")).toEqual([false, "no"]);
    await expect(runAsync("reject()")).rejects.toMatchObject({ name: "LuaError", cause: { message: "no" } });
  });

  it("cannot be awaited in a synchronous run, which unwinds first", () => {
    const log: string[] = [];
    const note = native1("note", (_, text) => {
      log.push(text as string);
      return undefined;
    });
    const source = "local c <close> = setmetatable({}, {__close = function() note('closed') end}); sleep(1)";
    expect(() => lua(source, [sleep, note])).toThrow(UnexpectedAwaitError);
    expect(() => lua("sleep(1)", [sleep])).toThrow("'sleep' returned a promise");
    expect(log).toEqual(["closed"]);
  });
});

describe("abort signals", () => {
  it("end a run that waits or computes, uncaught, with the signal's reason", async () => {
    const reason = new Error("stop it");
    for (const source of ["pcall(never)", "while true do pcall(function() while true do end end) end"]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 5);
      await expect(runAsync(source, { signal: controller.signal, sliceMs: 1 })).rejects.toBe(reason);
    }
  });

  it("close variables on the way", async () => {
    const log: string[] = [];
    const note = native1("note", (_, text) => {
      log.push(text as string);
      return undefined;
    });
    const source = `
      local a <close> = setmetatable({}, {__close = function() note('main') end})
      local co = wrap(function() local b <close> = setmetatable({}, {__close = function() note('coroutine') end}); never() end)
      pcall(co)`;
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await expect(runAsync(source, { signal: controller.signal }, [never, note])).rejects.toThrow();
    expect(log).toEqual(["coroutine", "main"]);
  });

  it("that are aborted already keep the run from starting", async () => {
    await expect(runAsync("return 1", { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow("early");
  });
});

describe("an executor", () => {
  it("cannot be stepped from within a step, nor after its end", () => {
    const vm = machine();
    vm.enter((cx) => {
      const proto = compile("return nested()", { chunkName: "=x" });
      let seen: unknown;
      const nested = nativeN("nested", (inner) => {
        try {
          new Executor(undefined, []).step(inner as never, 1);
        } catch (error) {
          seen = error;
        }
        return 1;
      });
      cx.globals.setString(cx.heap, "nested", cx.newCallback(nested));
      const executor = new Executor(instantiate(cx, proto, cx.globals), []);
      let poll = executor.step(cx, 1000);
      while (poll.kind === "pending") poll = executor.step(cx, 1000);
      expect(poll.kind).toBe("done");
      expect(seen).toBeInstanceOf(ExecutorStateError);
      expect(() => executor.step(cx, 1000)).toThrow(ExecutorStateError);
    });
  });

  it("interleaves with others on one VM", () => {
    const vm = machine();
    vm.enter((cx) => {
      const proto = compile("local n = ... ; local s = 0; for i = 1, n do s = s + i end; return s", { chunkName: "=x" });
      const executors = Array.from({ length: 100 }, (_, i) => new Executor(instantiate(cx, proto, cx.globals), [i]));
      const results: unknown[] = executors.map(() => undefined);
      let running = executors.length;
      while (running > 0) {
        executors.forEach((executor, i) => {
          if (results[i] !== undefined) return;
          const poll = executor.step(cx, 20);
          if (poll.kind === "done") {
            results[i] = poll.values[0];
            running--;
          }
        });
      }
      expect(results).toEqual(executors.map((_, i) => (i * (i + 1)) / 2));
    });
  });
});
