// What a context offers to callbacks: each test lends a callback to a script, which calls it.

import { trace } from "@luster/gc-arena";
import { Continuation, PENDING, Vm, native0, native1, native2, native3, nativeN, singletonKey } from "@luster/vm";
import type { Action, ArithEventName, CallbackSpec, Context, EventName, Tracer, Value, Args, Table, Userdata } from "@luster/vm";
import { markValue } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { lua, machine, runOn } from "../machine.js";

/** Gives "later:" and the first result of what is pending. */
class Told<in out G> extends Continuation<G> {
  override resume(_cx: Context<G>, results: Args<G>): Action<G> {
    return `later:${String(results.get(0))}`;
  }
  override [trace](): void {
    // Holds nothing.
  }
}

/** The result of an operation with metamethods: at once, or after the metamethod. */
const tell = <G>(cx: Context<G>, action: Action<G>): Action<G> => (action === PENDING ? cx.then(new Told<G>()) : action);

describe("operations with metamethods", () => {
  const operations: Readonly<Record<string, CallbackSpec>> = {
    index: native2("op", (cx, a, b) => tell(cx, cx.index(a, b))),
    set: native3("op", (cx, a, b, c) => {
      const pending = cx.setIndex(a, b, c);
      return pending === undefined ? "done" : tell(cx, pending);
    }),
    length: native1("op", (cx, a) => tell(cx, cx.lengthOf(a))),
    equals: native2("op", (cx, a, b) => tell(cx, cx.equals(a, b))),
    lessThan: native2("op", (cx, a, b) => tell(cx, cx.lessThan(a, b))),
    lessEqual: native2("op", (cx, a, b) => tell(cx, cx.lessEqual(a, b))),
    concat: native2("op", (cx, a, b) => tell(cx, cx.concat(a, b))),
    text: native1("op", (cx, a) => tell(cx, cx.toStringMeta(a))),
  };

  it.each([
    ["index", "op({ x = 5 }, 'x')", 5],
    ["index", "op({}, 'x')", undefined],
    ["index", "op(setmetatable({}, { __index = function(_, k) return k end }), 'x')", "later:x"],
    ["index", "op(setmetatable({}, { __index = setmetatable({}, { __index = { x = 1 } }) }), 'x')", 1],
    ["set", "op({}, 'x', 5)", "done"],
    ["set", "op(setmetatable({}, { __newindex = function(_, k, v) return v end }), 'x', 5)", "later:5"],
    ["length", "op({ 1, 2 })", 2],
    ["length", "op('abc')", 3],
    ["length", "op(setmetatable({}, { __len = function() return 42 end }))", "later:42"],
    ["equals", "op(1, 1.0)", true],
    ["equals", "op({}, {})", false],
    ["equals", "op(setmetatable({}, { __eq = function() return 'yes' end }), {})", "later:yes"],
    ["lessThan", "op(1, 2.5)", true],
    ["lessThan", "op('b', 'a')", false],
    ["lessThan", "op(setmetatable({}, { __lt = function() return 'yes' end }), 1)", "later:yes"],
    ["lessEqual", "op(2, 2.0)", true],
    ["lessEqual", "op('a', 'a')", true],
    ["lessEqual", "op(1, setmetatable({}, { __le = function() return 'yes' end }))", "later:yes"],
    ["concat", "op('a', 1)", "a1"],
    ["concat", "op({}, setmetatable({}, { __concat = function() return 'joined' end }))", "later:joined"],
    ["text", "op(nil)", "nil"],
    ["text", "op(true)", "true"],
    ["text", "op(1.0)", "1.0"],
    ["text", "op('text')", "text"],
    ["text", "op(setmetatable({}, { __tostring = function() return 'text' end }))", "later:text"],
  ])("%s: %s", (name, source, result) => {
    expect(lua(`return ${source}`, [operations[name] as CallbackSpec])).toEqual([result]);
  });

  it.each([
    ["lessThan", "op({}, {})", "attempt to compare two table values"],
    ["lessThan", "op(1, 'a')", "attempt to compare number with string"],
    ["lessEqual", "op(nil, 1)", "attempt to compare nil with number"],
    ["concat", "op('a', nil)", "attempt to concatenate a nil value"],
    ["length", "op(5)", "attempt to get length of a number value"],
    ["index", "op(5, 'x')", "attempt to index a number value"],
    ["set", "op(nil, 'x', 1)", "attempt to index a nil value"],
    [
      "index",
      "local t = {} for i = 1, 2500 do t = setmetatable({}, { __index = t }) end op(t, 'x')",
      "'__index' chain too long; possible loop",
    ],
    ["set", "local t = {} setmetatable(t, { __newindex = t }) op(t, 'x', 1)", "'__newindex' chain too long; possible loop"],
  ])("%s: %s fails", (name, source, message) => {
    const [ok, error] = lua(`return pcall(function() ${source} end)`, [operations[name] as CallbackSpec]);
    expect([ok, error]).toEqual([false, message]);
  });

  it("tables, nil and the rest have a type and an address as text", () => {
    const [table, other, same] = lua("local t = {} return op(t), op({}), op(t)", [operations["text"] as CallbackSpec]);
    expect(table).toMatch(/^table: 0x[0-9a-f]{14}$/);
    expect(other).not.toBe(table);
    expect(same).toBe(table);
    expect(lua("return op(op)", [operations["text"] as CallbackSpec])[0]).toMatch(/^builtin: 0x|^function: /);
    expect(lua("return op(setmetatable({}, { __name = 'Point' }))", [operations["text"] as CallbackSpec])[0]).toMatch(/^Point: 0x/);
  });

  it("does arithmetic by the name of the event", () => {
    const arith = native3("arith", (cx, event, a, b) => tell(cx, cx.arith(event as ArithEventName, a, b)));
    const source = `
      local t = setmetatable({}, { __unm = function() return "negated" end, __idiv = function() return "divided" end })
      return arith("__add", 1, 2), arith("__pow", 2, 10), arith("__shl", 1, 4), arith("__bnot", 0, 0), arith("__unm", t, t), arith("__idiv", t, 1)`;
    expect(lua(source, [arith])).toEqual([3, { float: 1024 }, 16, -1, "later:negated", "later:divided"]);
  });
});

describe("values that a context makes", () => {
  it("are userdata around host objects, with metatables and user values", () => {
    const object = { name: "host" };
    const make = native1("make", <G>(cx: Context<G>, metatable: Value<G>): Action<G> => cx.newUserdata(object, metatable as Table<G>, 2));
    const look = native1("look", <G>(_cx: Context<G>, value: Value<G>): Action<G> => {
      const userdata = value as Userdata<G>;
      return userdata.object === object && userdata.userValues.length === 2;
    });
    const source =
      "local u = make({ __index = { x = 5 }, __len = function() return 9 end, __name = 'Host' }) return look(u), u.x, #u, tostring(u)";
    expect(lua(source, [make, look])).toEqual([true, 5, 9, expect.stringMatching(/^Host: 0x/)]);
  });

  it("keep their user values alive, and lose them when nothing else holds them", () => {
    const make = native1("make", <G>(cx: Context<G>, value: Value<G>): Action<G> => {
      const userdata = cx.newUserdata({}, undefined, 1);
      cx.barrier(userdata);
      userdata.userValues[0] = value;
      return userdata;
    });
    const source = `
      local weak = setmetatable({}, { __mode = "v" })
      local u = make({})
      weak[1] = {}
      do local kept = {} weak[2] = kept u = make(kept) end
      collectgarbage()
      return weak[1] ~= nil, weak[2] ~= nil`;
    expect(lua(source, [make])).toEqual([false, true]);
  });

  it("are tables with room for what is to come", () => {
    const make = native0("make", (cx) => {
      const table = cx.newTable(100, 4);
      for (let i = 1; i <= 100; i++) cx.rawSet(table, i, i);
      cx.rawSet(table, "a", 1);
      return table;
    });
    expect(lua("local t = make() return #t, t[100], t.a", [make])).toEqual([100, 100, 1]);
  });

  it("are results: none, two, three, or a list", () => {
    const results = nativeN("results", (cx, args) => {
      switch (args.get(0)) {
        case 0:
          return cx.returnNone();
        case 2:
          return cx.return2("a", "b");
        case 3:
          return cx.return3("a", "b", "c");
        default:
          return cx.returnList(["a", "b", "c", "d"]);
      }
    });
    for (const count of [0, 2, 3, 4]) {
      expect(lua(`return select("#", results(${count}))`, [results])).toEqual([count]);
      expect(lua(`local a, b, c = results(${count}) return a, b, c`, [results])).toEqual(
        ["a", "b", "c"].map((name, index) => (index < count ? name : undefined)),
      );
    }
  });
});

describe("calls that a context makes", () => {
  class All<in out G> extends Continuation<G> {
    override resume(cx: Context<G>, results: Args<G>): Action<G> {
      return cx.returnList(["then", ...results.toArray()]);
    }
    override [trace](): void {
      // Holds nothing.
    }
  }

  it.each([
    ["call0", native1("call", (cx, f) => cx.call0(f, new All())), ["then", 0]],
    ["call1", native1("call", (cx, f) => cx.call1(f, "a", new All())), ["then", 1, "a"]],
    ["call2", native1("call", (cx, f) => cx.call2(f, "a", "b", new All())), ["then", 2, "a", "b"]],
    ["call3", native1("call", (cx, f) => cx.call3(f, "a", "b", "c", new All())), ["then", 3, "a", "b", "c"]],
    ["call", native1("call", (cx, f) => cx.call(f, ["a", "b", "c", "d"], new All())), ["then", 4, "a", "b", "c", "d"]],
    ["call without continuation", native1("call", (cx, f) => cx.call(f, ["a"])), [1, "a"]],
  ])("%s", (_name, spec, results) => {
    expect(lua("return call(function(...) return select('#', ...), ... end)", [spec])).toEqual(results);
  });

  it("a yield gives what the thread is resumed with to its continuation", () => {
    const ask = nativeN("ask", (cx, args) => cx.yield(args, 1, new All()), { needsFrame: true });
    const source = "local f = wrap(function() return ask('dropped', 'a', 'b') end) local a, b = f() return a, b, f('c')";
    expect(lua(source, [ask])).toEqual(["a", "b", "then", "c"]);
  });
});

describe("errors that a context makes", () => {
  it("carry the position of the level that is asked for", () => {
    const fail = native1("fail", (cx, level) => {
      throw cx.error("wrong", level as number);
    });
    const source = "local function f(level)\nfail(level)\nend\nreturn pcall(function()\nf(LEVEL)\nend)";
    for (const [level, message] of [
      [0, "wrong"],
      [1, "test:2: wrong"],
      [2, "test:5: wrong"],
    ] as const) {
      expect(lua(source.replace("LEVEL", String(level)), [fail])).toEqual([false, message]);
    }
  });

  it("are any value, or tell the argument that is bad", () => {
    const raise = native1("raise", (cx, value) => {
      throw cx.errorValue(value);
    });
    expect(lua("return pcall(raise, 42)", [raise])).toEqual([false, 42]);
    const check = native2("check", (cx, a, b) => {
      if (typeof a !== "string") throw cx.typeError(0, "string", a);
      throw b === undefined ? cx.typeError(1, "number", b) : cx.argError(1, "out of range");
    });
    const messageOf = (call: string) => lua(`return select(2, pcall(function() ${call} end))`, [check])[0];
    expect(messageOf("check({})")).toBe("test:1: bad argument #1 to 'check' (string expected, got table)");
    expect(messageOf("check()")).toBe("test:1: bad argument #1 to 'check' (string expected, got no value)");
    expect(messageOf("check('a', nil)")).toBe("test:1: bad argument #2 to 'check' (number expected, got nil)");
    expect(messageOf("check('a', 1)")).toBe("test:1: bad argument #2 to 'check' (out of range)");
  });
});

describe("state of the host", () => {
  const counter = singletonKey("counter", () => ({ count: 0 }));

  it("is made once for each VM", () => {
    const count = native0("count", (cx) => ++cx.singleton(counter).count);
    const vm = machine([count]);
    expect(runOn(vm, "count() count() return count()")).toEqual([3]);
    expect(lua("return count()", [count])).toEqual([1]);
  });

  it("is traced, if it has what it takes", () => {
    class Keeper {
      value: unknown = undefined;
      [trace](tracer: Tracer): void {
        markValue(tracer, this.value as Value<unknown>);
      }
    }
    const keeper = singletonKey("keeper", () => new Keeper());
    const keep = native1("keep", (cx, value) => {
      cx.singleton(keeper).value = value;
      return undefined;
    });
    const source = `
      local weak = setmetatable({}, { __mode = "v" })
      do local kept = {} weak[1], weak[2] = kept, {} keep(kept) end
      collectgarbage()
      return weak[1] ~= nil, weak[2] ~= nil`;
    expect(lua(source, [keep])).toEqual([true, false]);
  });
});

describe("metatables", () => {
  it("of types apply to all their values, and are found by event", () => {
    const install = native1("install", <G>(cx: Context<G>, metatable: Value<G>): Action<G> => {
      Object.assign(cx.typeMetatables, { nil: metatable, boolean: metatable, number: metatable, function: metatable, thread: metatable });
      return undefined;
    });
    const event = native2("event", (cx, value, name) => cx.metamethod(value, name as EventName));
    const source = `
      install({ __index = function(v, k) return k end, __unm = "found" })
      return (nil).a, (true).b, (5).c, (1.5).d, print == nil, install.e, create(install).f, event(nil, "__unm"), event({}, "__unm")`;
    expect(lua(source, [install, event])).toEqual(["a", "b", "c", "d", true, "e", "f", "found", undefined]);
  });

  it("survive a collection", () => {
    const install = native1("install", <G>(cx: Context<G>, metatable: Value<G>): Action<G> => {
      cx.typeMetatables.number = metatable as Table<G>;
      return undefined;
    });
    const source = `
      local weak = setmetatable({}, { __mode = "v" })
      do local mt = { __index = { x = 1 } } weak[1] = mt install(mt) end
      collectgarbage()
      return weak[1] ~= nil, (5).x`;
    expect(lua(source, [install])).toEqual([true, 1]);
  });
});

describe("loading", () => {
  const load = native2("load", (cx, source, name) => {
    const loaded = cx.load(source as string, name as string);
    return "error" in loaded ? cx.return2(undefined, loaded.error) : loaded;
  });

  it("compiles through the VM's loader, or tells its message", () => {
    expect(lua("return load('return ... + 1', '=x')(4)", [load])).toEqual([5]);
    expect(lua("return load('x =', '=x')", [load])).toEqual([undefined, "x:1: unexpected symbol near <eof>"]);
    expect(lua("y = 7 return load('return y', '=x')()", [load])).toEqual([7]);
  });

  it("fails in a VM without a loader", () => {
    const vm = new Vm();
    const result = vm.enter((cx) => {
      const loaded = cx.load("return 1", "=x");
      return "error" in loaded ? loaded.error : "loaded";
    });
    expect(result).toBe("this machine was made without a compiler");
  });
});

describe("a metatable", () => {
  const op = native1("op", (cx, metatable) => cx.hasFinalizer(metatable as Table<typeof cx extends Context<infer G> ? G : never>));

  it("has a finalizer from when it gets one until it loses it", () => {
    const source =
      "local m = {} local a = op(m) m.__gc = op local b = op(m) m.__gc = nil local c = op(m) rawset(m, '__gc', 1) return a, b, c, op(m)";
    expect(lua(source, [op])).toEqual([false, true, false, true]);
  });
});

describe("warnings", () => {
  it("of finalizers that fail go to the host", () => {
    const warnings: string[] = [];
    const vm = machine([], { onWarning: (message) => void warnings.push(message) });
    runOn(
      vm,
      "setmetatable({}, { __gc = function() error('lost', 0) end }) setmetatable({}, { __gc = function() error({}) end }) collectgarbage()",
    );
    expect(warnings.sort()).toEqual(["error in __gc (error object is not a string)", "error in __gc (lost)"]);
  });
});
