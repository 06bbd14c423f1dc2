import { native1, nativeN } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { failure, lua } from "../machine.js";

const bind = nativeN("bind", (cx, args) => cx.bind(args.get(0), ...args.toArray(1)));
const compose = nativeN("compose", (cx, args) => cx.compose(...args.toArray()));
const extra = [bind, compose, native1("double", (_, n) => (n as number) * 2)];

describe("bind", () => {
  it("puts values before the arguments", () => {
    expect(lua("return bind(select, '#', 1, 2)(3, nil), bind(function(...) return ... end, 1)(2)", extra)).toEqual([4, 1, 2]);
  });

  it("is a tail call: yields and errors pass", () => {
    const source = `
      local co = wrap(bind(function(a, b) return yield(a + b) end, 1))
      local first = co(2)
      return first, co('back'), pcall(bind(error, 'bound'))`;
    expect(lua(source, extra)).toEqual([3, "back", false, "bound"]);
    expect(lua("local function loop(n) if n == 0 then return 'end' end return bind(loop, n - 1)() end return loop(100000)", extra)).toEqual(
      ["end"],
    );
  });

  it("calls what can be called, and nothing else", () => {
    expect(lua("return bind(setmetatable({}, {__call = function(_, ...) return ... end}), 1)(2)", extra)).toEqual([1, 2]);
    expect(failure("bind(nil)()", extra)).toMatch(/attempt to call a nil value/);
  });

  it("keeps what it holds alive", () => {
    expect(lua("local f = bind(function(t) return t[1] end, {'kept'}); collectgarbage(); return f()", extra)).toEqual(["kept"]);
  });
});

describe("compose", () => {
  it("hands all results on, from left to right", () => {
    const source =
      "return compose(function(a, b) return a + b, a end, function(a, b) return double(a), b end, function(...) return ... end)(3, 4)";
    expect(lua(source, extra)).toEqual([14, 3]);
    expect(lua("return compose(double)(4), compose()(5, 6)", extra)).toEqual([8, 5, 6]);
  });

  it("may be left and entered in between", () => {
    const source = `
      local co = wrap(compose(function(a) return yield(a) end, function(b) collectgarbage(); return yield(b) end))
      return co(1), co(2), co(3)`;
    expect(lua(source, extra)).toEqual([1, 2, 3]);
  });
});
