// What host code can do wrong: each is a Lua error or a typed host error, and the machine goes on working.
import { ArenaStateError, disposeSymbol, trace } from "@luster/gc-arena";
import { compile } from "@luster/compiler";
import { Continuation, Executor, ExecutorStateError, PENDING, fromHost, instantiate, native0, native1, native2, nativeN } from "@luster/vm";
import type { Action, Args, CallbackSpec, Context, StashedValue, Value, Vm } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, plain, runOn } from "../machine.js";

const works = (vm: Vm): void =>
  expect(runOn(vm, "local co = wrap(function(a) return yield(a) + 1 end); return co(1), co(2)")).toEqual([1, 3]);

const executorOf = <G>(cx: Context<G>, source: string): Executor<G> =>
  new Executor<G>(instantiate(cx, compile(source, { chunkName: "=x" }), cx.globals), []);

describe("a callback that returns nonsense", () => {
  class Odd {}
  const nonsense: readonly [string, unknown, string][] = [
    ["an object", new Odd(), "an object of class Odd"],
    ["a plain object", {}, "an object of class Object"],
    ["an object without prototype", Object.create(null), "an object of class Object"],
    ["null", null, "null"],
    ["a function", function f() {}, "the function f"],
    ["a bigint", 5n, "5n"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
  ];

  it.each(nonsense)("%s: an error that names it, wherever it is called from", (_, value, text) => {
    const expected = `what a callback returns must be a Lua value, not ${text}`;
    const odd = native0("odd", () => value as never);
    const framed = native0("framed", () => value as never, { needsFrame: true });
    const listed = native0("listed", (cx) => cx.returnList([1, value as never]));
    const vm = machine([odd, framed, listed]);
    expect(runOn(vm, "return pcall(odd)")).toEqual([false, expected]);
    expect(runOn(vm, "local ok, m = pcall(function() local x = odd() return x end); return m")).toEqual([`test:1: ${expected}`]);
    expect(runOn(vm, "local ok, m = pcall(function() return (framed()) end); return m")).toEqual([`test:1: ${expected}`]);
    expect(runOn(vm, "local ok, m = pcall(function() return setmetatable({}, {__index = odd}).x end); return m")[0]).toContain(expected);
    expect(runOn(vm, "local ok, m = pcall(function() for x in odd do end end); return m")[0]).toContain(expected);
    expect(runOn(vm, "return pcall(listed)")).toEqual([false, `value 2 must be a Lua value, not ${text}`]);
    works(vm);
  });

  it.each(nonsense)("%s among several results, arguments and errors: the same", (_, value, text) => {
    const odd = value as never;
    const vm = machine([
      native0("second", (cx) => cx.return2(1, odd)),
      native0("third", (cx) => cx.return3(1, 2, odd)),
      native1("called1", (cx, f) => cx.call1(f, odd)),
      native1("called2", (cx, f) => cx.call2(f, 1, odd)),
      native1("called3", (cx, f) => cx.call3(f, 1, 2, odd)),
      native0("raised", (cx) => cx.raise(odd)),
      native0("thrown", (cx) => {
        throw cx.errorValue(odd);
      }),
    ]);
    for (const [name, role] of [
      ["second", "value 2"],
      ["third", "value 3"],
      ["called1", "value 1"],
      ["called2", "value 2"],
      ["called3", "value 3"],
      ["raised", "value 1"],
      ["thrown", "an error"],
    ] as const) {
      expect(runOn(vm, `return pcall(${name}, tostring)`)).toEqual([false, `${role} must be a Lua value, not ${text}`]);
      expect(() => runOn(vm, `${name}(tostring)`)).toThrow(expect.objectContaining({ cause: expect.any(TypeError) }) as Error);
    }
    works(vm);
  });

  it("PENDING without saying what to do: an error, wherever it is called from, whatever was done before", () => {
    const expected = "a callback returned PENDING without saying what to do";
    const idle = native0("idle", () => PENDING);
    const framed = native0("framed", () => PENDING, { needsFrame: true });
    class Idle<in out G> extends Continuation<G> {
      override resume(): Action<G> {
        return PENDING;
      }
      override fail(): Action<G> {
        return PENDING;
      }
      override [trace](): void {}
    }
    const later = native1("later", (cx, f) => cx.call0(f, new Idle()));
    // An operation that leaves a call pending, which this one forgets.
    const forgetful = native1("forgetful", (cx, t) => (cx.index(t, "x") === PENDING ? 1 : 2));
    const vm = machine([idle, framed, later, forgetful, native0("two", (cx) => cx.return2(1, 2))]);
    const before = "two() forgetful(setmetatable({}, {__index = function() error('not called') end})) ";
    const positions = [
      "idle()",
      "local x = idle() return x",
      "return (framed())",
      "for _ in idle do end",
      "return setmetatable({}, {__index = idle}).x",
      "return setmetatable({}, {__add = framed}) + 1",
      "local co = wrap(idle) co()",
      "later(tostring)",
      "later(function() return 1 end)",
      "later(function() error('x') end)",
      "local c <close> = setmetatable({}, {__close = idle})",
    ];
    for (const position of positions) {
      const [ok, message] = runOn(vm, `${before} return pcall(function() ${position} end)`);
      expect([position, ok, String(message).replace(/^test:1: /, "")]).toEqual([position, false, expected]);
    }
    works(vm);
  });

  it("numbers that are not in their one form are given it", () => {
    const vm = machine([
      native0("zero", () => -0),
      native0("framed", () => -0, { needsFrame: true }),
      native0("zeros", (cx) => cx.return2(-0, -0)),
      native0("list", (cx) => cx.returnList([-0])),
      native1("called", (cx, f) => cx.call1(f, -0)),
      native0("large", () => 2 ** 53),
      native0("small", () => 2 ** 53 - 1),
    ]);
    const text = "local t = {} local function note(x) t[#t + 1] = tostring(x) end ";
    const positions =
      "note(zero()) note(framed()) note((zeros())) note((select(2, zeros()))) note(list()) called(note) note(setmetatable({}, {__unm = zero}).x) for z in zero do note(z) break end";
    const noted = runOn(
      vm,
      `${text} ${positions} note(large()) note(small()) return t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10]`,
    );
    expect(noted).toEqual(["-0.0", "-0.0", "-0.0", "-0.0", "-0.0", "-0.0", "nil", "-0.0", "9.007199254741e+15", "9007199254740991"]);
    const echoed = vm.run(
      (cx) => ({ callee: instantiate(cx, compile("return tostring(...)", { chunkName: "=x" }), cx.globals), args: [-0] }),
      (_, values) => values.map(plain),
    );
    expect(echoed).toEqual(["-0.0"]);
  });

  it("keeps the TypeError as the cause", () => {
    const vm = machine([native0("odd", () => ({}) as never)]);
    expect(() => runOn(vm, "odd()")).toThrow(expect.objectContaining({ cause: expect.any(TypeError) }) as Error);
  });
});

describe("an exception in a callback", () => {
  const boom = new RangeError("boom");
  const thrower = nativeN("thrower", () => {
    throw boom;
  });
  const positions: readonly (readonly [string, string])[] = [
    ["called", "thrower()"],
    ["called in tail position", "return thrower()"],
    ["as a metamethod", "return setmetatable({}, {__add = thrower}) + 1"],
    ["as __index", "return setmetatable({}, {__index = thrower}).x"],
    ["as __newindex", "setmetatable({}, {__newindex = thrower}).x = 1"],
    ["as __call", "setmetatable({}, {__call = thrower})()"],
    ["as __eq", "return setmetatable({}, {__eq = thrower}) == setmetatable({}, {})"],
    ["as __lt", "return setmetatable({}, {__lt = thrower}) < 1"],
    ["as __concat", "return 'a' .. setmetatable({}, {__concat = thrower})"],
    ["as __len", "return #setmetatable({}, {__len = thrower})"],
    ["as __close", "local c <close> = setmetatable({}, {__close = thrower})"],
    ["as an iterator", "for _ in thrower do end"],
    ["in a coroutine", "wrap(function() thrower() end)()"],
    ["as the body of a coroutine", "wrap(thrower)()"],
    ["called by pcall's function", "local ok, m = pcall(thrower); if not ok then error(m, 0) end"],
    ["after a yield", "local co = wrap(function() yield() thrower() end); co(); co()"],
  ];

  it.each(positions)("%s is a Lua error with the exception as its cause", (_, body) => {
    const vm = machine([thrower]);
    const [ok, message] = runOn(vm, `return pcall(function() ${body} end)`);
    expect(ok).toBe(false);
    expect(message).toMatch(/boom$/);
    expect(() => runOn(vm, body)).toThrow(expect.objectContaining({ name: "LuaError", cause: boom }) as Error);
    works(vm);
  });

  it("as __gc is a warning, as a message handler an error in it", () => {
    const warnings: string[] = [];
    const vm = machine([thrower], { onWarning: (message) => warnings.push(message) });
    runOn(vm, "setmetatable({}, {__gc = thrower}); collectgarbage()");
    expect(warnings).toEqual(["error in __gc (boom)"]);
    expect(runOn(vm, "return (xpcall(error, thrower, 'x'))")).toEqual([false]);
    works(vm);
  });

  it("that is no Error is told by its text", () => {
    const vm = machine([
      native0("thrower", () => {
        throw "just text";
      }),
    ]);
    expect(runOn(vm, "return pcall(thrower)")).toEqual([false, "just text"]);
  });

  it("of the JavaScript stack overflowing is one, too", () => {
    const overflow = (): number => overflow() + 1;
    const vm = machine([native0("overflow", () => overflow())]);
    expect(runOn(vm, "local n = 0; for i = 1, 10 do if not pcall(overflow) then n = n + 1 end end; return n")).toEqual([10]);
    works(vm);
  });
});

describe("threads", () => {
  it("of another executor that are in the middle of something cannot be resumed or closed", () => {
    const vm = machine([native0("pause", (cx) => cx.pause(undefined as never))]);
    vm.enter((cx) => {
      const first = executorOf(cx, "co = create(function() held = true; while true do end end); resume(co)");
      expect(first.step(cx, 1000).kind).toBe("pending");
      const second = executorOf(cx, "return held, status(co), resume(co)");
      let poll = second.step(cx, 1000);
      while (poll.kind === "pending") poll = second.step(cx, 1000);
      expect(poll.kind === "done" ? poll.values.map(plain) : poll.kind).toEqual([
        true,
        "running",
        false,
        "cannot resume non-suspended coroutine",
      ]);
      first.kill("enough", undefined);
      expect(first.step(cx, 1000).kind).toBe("failed");
    });
    works(vm);
  });

  it("of another machine are refused where debug checks are on, and never by crashing", () => {
    const vm = machine();
    const other = machine();
    runOn(other, "co = create(function() return 1 end)");
    const foreign = other.enter((cx) => cx.stash(cx.globals.getString("co")));
    expect(() => vm.enter((cx) => void cx.fetch(foreign))).toThrow(/another arena|different arena|foreign/i);
    works(vm);
  });
});

describe("yielding outside of a coroutine", () => {
  it("is an error of the function that tried", () => {
    const vm = machine();
    expect(runOn(vm, "return pcall(yield, 1)")).toEqual([false, "attempt to yield from outside a coroutine"]);
    works(vm);
  });
});

describe("nested runs", () => {
  const inCallback = (use: (vm: Vm) => unknown): { vm: Vm; result: unknown[] } => {
    const nested = native0("nested", () => {
      use(vm);
      return true;
    });
    const vm: Vm = machine([nested]);
    return { vm, result: runOn(vm, "local ok, m = pcall(nested); return ok, m, 1 + 1") };
  };

  it.each<[string, (vm: Vm) => unknown]>([
    ["run", (vm) => runOn(vm, "return 1")],
    ["dispose", (vm) => vm[disposeSymbol]()],
    ["collect", (vm) => vm.collectAll()],
  ])("%s within a callback is refused, and the outer run goes on", (_, use) => {
    let error: unknown;
    const { vm, result } = inCallback((inner) => {
      try {
        use(inner);
      } catch (exception) {
        error = exception;
        throw exception;
      }
    });
    expect(error).toBeInstanceOf(ArenaStateError);
    expect(result[0]).toBe(false);
    expect(result[2]).toBe(2);
    works(vm);
  });

  it("of an executor are refused with the executor intact", () => {
    const vm = machine();
    vm.enter((cx) => {
      const outer = executorOf(cx, "return step(), 'outer'");
      const step = native0("step", (inner) => {
        expect(() => outer.step(inner as never, 10)).toThrow(ExecutorStateError);
        return "refused";
      });
      cx.globals.setString(cx.heap, "step", cx.newCallback(step));
      let poll = outer.step(cx, 1000);
      while (poll.kind === "pending") poll = outer.step(cx, 1000);
      expect(poll.kind === "done" ? poll.values : undefined).toEqual(["refused", "outer"]);
      expect(() => outer.step(cx, 1000)).toThrow("has ended");
      expect(() => outer.abandon(cx)).toThrow(ExecutorStateError);
    });
  });
});

describe("arguments", () => {
  const strict: CallbackSpec = native2("strict", <G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> => {
    if (typeof a !== "number") throw cx.typeError(0, "number", a);
    if (b !== undefined) throw cx.argError(1, "not wanted");
    return a;
  });

  it.each([
    ["strict()", "bad argument #1 to 'strict' (number expected, got no value)"],
    ["strict(nil)", "bad argument #1 to 'strict' (number expected, got nil)"],
    ["strict({})", "bad argument #1 to 'strict' (number expected, got table)"],
    ["strict(1, 2)", "bad argument #2 to 'strict' (not wanted)"],
    ["local t = {strict = strict}; t:strict()", "calling 'strict' on bad self (number expected, got table)"],
  ])("%s", (source, expected) => {
    expect(() => runOn(machine([strict]), source)).toThrow(new RegExp(`^test:1: ${expected.replaceAll(/[()]/g, "\\$&")}$`));
  });

  it("come in any number, and so do results", () => {
    const reverse = nativeN("reverse", <G>(cx: Context<G>, args: Args<G>) => cx.returnList(args.toArray().reverse()));
    expect(runOn(machine([reverse]), "return reverse(1, nil, 3), (reverse(1, 2)), select('#', reverse())")).toEqual([3, 2, 0]);
    expect(runOn(machine([reverse]), "return reverse(1, nil, 3)")).toEqual([3, undefined, 1]);
    const many = native1("many", (cx, n) => cx.returnList(new Array<number>(n as number).fill(7)));
    expect(runOn(machine([many]), "return select('#', many(100000))")).toEqual([100_000]);
    expect(runOn(machine([many]), "local ok, m = pcall(many, 2000000); return m")[0]).toMatch(/stack overflow/);
  });

  it("are converted both ways or refused", () => {
    const vm = machine();
    expect(() => vm.enter((cx) => void fromHost(cx, {}))).toThrow(TypeError);
    expect(() => vm.enter((cx) => void fromHost(cx, 2n ** 70n))).toThrow(RangeError);
  });
});

describe("handles", () => {
  it("keep every kind of value, and only for their machine", () => {
    const vm = machine();
    const kinds: [StashedValue, unknown][] = [];
    vm.enter((cx) => {
      const values = [
        undefined,
        true,
        1,
        1.5,
        "text",
        cx.newTable(),
        cx.newCallback(one),
        cx.newThread(cx.newCallback(one)),
        cx.newUserdata({}),
      ];
      for (const value of values) kinds.push([cx.stash(value), value]);
    });
    vm.collectAll();
    for (const [handle, value] of kinds) expect(vm.enter((cx) => (cx.fetch(handle) as unknown) === value)).toBe(true);
    expect(() => machine().enter((cx) => void cx.fetch((kinds[5] as [StashedValue, unknown])[0]))).toThrow();
    const [handle] = kinds[5] as [StashedValue, unknown];
    handle[disposeSymbol]();
    expect(() => vm.enter((cx) => void cx.fetch(handle))).toThrow();
  });

  const one = native0("f", () => 1);
});
