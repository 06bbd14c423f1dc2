// Switching of threads by callbacks of the host: symmetric yields, and resumes in tail position.
import { nativeN } from "@luster/vm";
import type { Args, Context, Thread } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { failure, lua } from "../machine.js";

const yieldTo = nativeN("yieldTo", <G>(cx: Context<G>, args: Args<G>) => cx.yieldTo(args.get(0) as Thread<G>, args, 1), {
  needsFrame: true,
});
const tailResume = nativeN("tailResume", <G>(cx: Context<G>, args: Args<G>) => cx.resume(args.get(0) as Thread<G>, args, 1), {
  needsFrame: true,
});
const createBound = nativeN("createBound", (cx, args) => cx.newThread(cx.bind(...(args.toArray() as [never]))));

const extra = [yieldTo, tailResume, createBound];

describe("a symmetric yield", () => {
  it("lets another thread take the place of the running one", () => {
    const source = `
      local log = {}
      local ping, pong
      ping = create(function(n)
        while n < 4 do log[#log + 1] = 'ping' .. n; n = yieldTo(pong, n + 1) end
        return 'end', n
      end)
      pong = create(function(n)
        while true do log[#log + 1] = 'pong' .. n; n = yieldTo(ping, n + 1) end
      end)
      local ok, last, n = resume(ping, 1)
      local text = ''
      for i = 1, #log do text = text .. log[i] .. ' ' end
      return text, ok, last, n, status(ping), status(pong)`;
    expect(lua(source, extra)).toEqual(["ping1 pong2 ping3 pong4 ", true, "end", 5, "dead", "suspended"]);
  });

  it("gives the resumer what the other thread yields, and its error", () => {
    const source = `
      local other = create(function(v) yield(v * 2); error('other', 0) end)
      local one = create(function() return yieldTo(other, 21) end)
      local _, yielded = resume(one)
      local third = create(function() return yieldTo(other) end)
      local ok, message = resume(third)
      return yielded, status(one), ok, message, status(other), resume(one, 'answer')`;
    expect(lua(source, extra)).toEqual([42, "suspended", false, "other", "dead", true, "answer"]);
  });

  it("needs a thread that can yield, and one that can be resumed", () => {
    expect(failure("yieldTo(create(function() end))", extra)).toBe("attempt to yield from outside a coroutine");
    const target = (mode: string): unknown[] =>
      lua(
        `local dead = create(function() end); resume(dead); local self; self = create(function() return pcall(yieldTo, ${mode}) end); return resume(self)`,
        extra,
      );
    expect(target("dead")).toEqual([true, false, "cannot resume dead coroutine"]);
    expect(target("self")).toEqual([true, false, "cannot resume non-suspended coroutine"]);
  });

  it("goes on for ever in constant space and depth", () => {
    const source = `
      local a, b
      local function body(n) while n > 0 do n = yieldTo(n % 2 == 0 and b or a, n - 1) end return 'done' end
      a, b = create(body), create(body)
      return resume(a, 100000)`;
    expect(lua(source, extra)).toEqual([true, "done"]);
  });
});

describe("a resume in tail position", () => {
  it("gives the thread's resumer what the other thread gives", () => {
    const source = `
      local inner = create(function(...) local x = yield(...); return x, 'end' end)
      local outer = createBound(tailResume, inner)
      local ok, a, b = resume(outer, 1, 2)
      return ok, a, b, status(outer), status(inner), resume(inner, 'x')`;
    expect(lua(source, extra)).toEqual([true, 1, 2, "dead", "suspended", true, "x", "end"]);
  });

  it("takes neither levels nor space in chains", () => {
    const source = `
      local thread = create(function() return 'innermost' end)
      for _ = 1, 10000 do thread = createBound(tailResume, thread) end
      return resume(thread)`;
    expect(lua(source, extra)).toEqual([true, "innermost"]);
  });

  it("gives the resumer the other thread's error", () => {
    const source = `
      local outer = createBound(tailResume, create(function() error('inner', 0) end))
      local ok, message = resume(outer)
      local refused, why = resume(createBound(tailResume, outer))
      return ok, message, refused, why`;
    expect(lua(source, extra)).toEqual([false, "inner", false, "cannot resume dead coroutine"]);
  });

  it("is an ordinary resume where something is left to do", () => {
    const source = `
      local inner = create(function() yield(1); return 2 end)
      local outer = create(function() local a = tailResume(inner); local b = tailResume(inner); return a + b, status(inner) end)
      return resume(outer)`;
    expect(lua(source, extra)).toEqual([true, 3, "dead"]);
  });
});
