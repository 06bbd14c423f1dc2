import { describe, expect, it } from "vitest";
import { failure, lua } from "../machine.js";

describe("coroutines", () => {
  it("pass values both ways", () => {
    const source = `
      local co = create(function(a, b) local c = yield(a + b); local d, e = yield(c * 2); return d + e, 'end' end)
      local _, x = resume(co, 1, 2)
      local _, y = resume(co, 10)
      local _, z, last = resume(co, 3, 4)
      return x, y, z, last, status(co)`;
    expect(lua(source)).toEqual([3, 20, 7, "end", "dead"]);
  });

  it("know what they may do", () => {
    const source = `
      local outer
      outer = create(function()
        local inner = create(function() return status(outer) end)
        local before = status(inner)
        local _, seen = resume(inner)
        return before, seen, status(inner), status(outer)
      end)
      local s = status(outer)
      local _, a, b, c, d = resume(outer)
      return s, a, b, c, d`;
    expect(lua(source)).toEqual(["suspended", "suspended", "normal", "dead", "running"]);
  });

  it("cannot be resumed when they are dead, running or normal", () => {
    expect(lua("local co = create(function() end); resume(co); return resume(co)")).toEqual([false, "cannot resume dead coroutine"]);
    expect(lua("local co; co = create(function() return resume(co) end); return resume(co)")).toEqual([
      true,
      false,
      "cannot resume non-suspended coroutine",
    ]);
  });

  it("give their errors to the resumer", () => {
    expect(lua("local co = create(function() error('oops') end); local ok, m = resume(co); return ok, m, status(co)")).toEqual([
      false,
      "test:1: oops",
      "dead",
    ]);
    expect(failure("wrap(function() local x = nil; x.y = 1 end)()")).toMatch(/^test:1: attempt to index a nil value/);
  });

  it("cannot yield outside of one", () => expect(failure("yield(1)")).toBe("attempt to yield from outside a coroutine"));

  it("resume from within one another", () => {
    const source = `
      local function gen(n) return wrap(function() for i = 1, n do yield(i) end end) end
      local function double(g) return wrap(function() for v in g do yield(v * 2) end end) end
      local s = 0
      for v in double(double(gen(4))) do s = s + v end
      return s`;
    expect(lua(source)).toEqual([40]);
  });

  it("nest only as deep as PUC's C stack", () => {
    const source = "local function f(n) return select(2, resume(create(f), n + 1)) or n end; return f(1)";
    expect(lua(source)[0]).toMatch(/C stack overflow/);
  });
});

describe("yield across", () => {
  /** Runs `body` as a coroutine whose yields are answered 1, 2, 3...; gives its results. */
  const across = (body: string): unknown[] =>
    lua(`
      local co = create(function() ${body} end)
      local n = 0
      local r
      repeat
        r = {resume(co, n)}
        n = n + 1
      until status(co) == 'dead'
      return r[1], r[2], r[3]`);

  for (const [name, body, ...expected] of [
    ["pcall", "return pcall(function() return yield() end)", true, 1],
    ["pcall, with an error after it", "local ok, m = pcall(function() yield(); error('late', 0) end); return m", "late"],
    ["xpcall", "return xpcall(function() return yield() end, function(m) return m end)", true, 1],
    ["the handler of xpcall", "return select(2, xpcall(error, function() return yield() end, 'x'))", 1],
    ["__index", "return setmetatable({}, {__index = function(_, k) return yield() end}).x", 1],
    ["__newindex", "local seen; setmetatable({}, {__newindex = function(_, k, v) seen = yield() end}).x = 5; return seen", 1],
    ["__call", "return setmetatable({}, {__call = function() return yield() end})()", 1],
    ["__add", "return setmetatable({}, {__add = function() return yield() end}) + 1", 1],
    ["__unm", "return -setmetatable({}, {__unm = function() return yield() end})", 1],
    ["__band", "return 1 & setmetatable({}, {__band = function() return yield() end})", 1],
    ["__len", "return #setmetatable({}, {__len = function() return yield() end})", 1],
    ["__concat", "local o = setmetatable({}, {__concat = function(a, b) return yield() end}); return 'a' .. 'b' .. o .. 'c'", "ab1"],
    ["__eq", "local mt = {__eq = function() return yield() == 1 end}; return setmetatable({}, mt) == setmetatable({}, mt)", true],
    [
      "__lt",
      "local o = setmetatable({}, {__lt = function() return yield() == 1 end}); if o < o then return 'less' end return 'not less'",
      "less",
    ],
    ["__le", "local o = setmetatable({}, {__le = function() return yield() ~= 1 end}); return o <= 5", false],
    ["__close", "local r; do local c <close> = setmetatable({}, {__close = function() r = yield() end}) end return r", 1],
    ["__close on return", "local c <close> = setmetatable({}, {__close = function() yield() end}) return 'kept', 2", "kept", 2],
    ["an iterator", "for v in function() return yield() end do if v == 3 then return v end end", 3],
    [
      "a closing value of a loop",
      "local r; for _ in next, {}, nil, setmetatable({}, {__close = function() r = yield() end}) do end return r",
      1,
    ],
  ] as const) {
    it(name, () => {
      const [ok, ...results] = across(body);
      expect(ok).toBe(true);
      if (expected[0] === true && name.startsWith("pcall") && expected.length === 2) expect(results).toEqual(expected);
      else expect(results.slice(0, expected.length)).toEqual(expected);
    });
  }
});

describe("closing", () => {
  it("closes pending variables, last first", () => {
    const source = `
      local log = ''
      local function closer(n) return setmetatable({}, {__close = function(_, e) log = log .. n .. tostring(e) end}) end
      local co = create(function() local a <close> = closer('a'); local b <close> = closer('b'); yield(); end)
      resume(co)
      local ok = close(co)
      return ok, log, status(co)`;
    expect(lua(source)).toEqual([true, "bnilanil", "dead"]);
  });

  it("gives the error of a dead one, and of __close", () => {
    expect(lua("local co = create(error); resume(co, 'x'); return close(co)")).toEqual([false, "x"]);
    const source = `
      local co = create(function() local a <close> = setmetatable({}, {__close = function() error('in close', 0) end}); yield() end)
      resume(co)
      return close(co)`;
    expect(lua(source)).toEqual([false, "in close"]);
  });

  it("tells the error once", () => expect(lua("local co = create(error); resume(co, 'x'); close(co); return close(co)")).toEqual([true]));

  it("does nothing to one that has not started", () =>
    expect(lua("local co = create(error); return close(co), status(co)")).toEqual([true, "dead"]));
});

describe("coroutines in coroutines", () => {
  const deepest = (body: string): unknown =>
    lua(`local function nest(n) if n == 0 then return 1 end; ${body} end
      for n = 1, 400 do if not pcall(nest, n) then return n end end`)[0];

  it("nest as deeply as in PUC-Rio, which takes one level of 200 for each", () => {
    const metamethods = deepest("return (setmetatable({}, {__index = function() return nest(n - 1) end}).x)");
    expect(metamethods).toBeGreaterThan(190);
    expect(deepest("return wrap(nest)(n - 1)")).toBe(metamethods);
    expect(deepest("return (wrap(function() return nest(n - 1) end)())")).toBe(metamethods);
  });
});
