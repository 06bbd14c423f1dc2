import { closeState, native0, native1 } from "@luster/vm";
import type { CallbackSpec } from "@luster/vm";
import { expect, it } from "vitest";
import { lua } from "../machine.js";

const quit: CallbackSpec = native0("quit", (cx) => closeState(cx, () => "closed"));
const log: string[] = [];
const note = native1("note", (_cx, text) => {
  log.push(text as string);
  return undefined;
});

/** What a chunk notes, and its results. */
function notesOf(source: string): { results: unknown[]; notes: string[] } {
  log.length = 0;
  const prelude = `
    local function closer(name) return setmetatable({}, { __close = function(_, e) note(name .. ":" .. tostring(e)) end }) end
    local function failing(name) return setmetatable({}, { __close = function(_, e) note(name .. ":" .. tostring(e)) error(name, 0) end }) end
    local function finalizer(name) return setmetatable({}, { __gc = function() note(name) end }) end `;
  return { results: lua(prelude + source, [quit, note]), notes: [...log] };
}

it("closes the variables of the main thread, last first, then finalizes, then goes on", () => {
  const source = `
    kept, other = finalizer("first"), finalizer("second")
    local a <close> = closer("a")
    local b <close> = closer("b")
    return (quit())`;
  expect(notesOf(source)).toEqual({ results: ["closed"], notes: ["b:nil", "a:nil", "second", "first"] });
});

it("leaves the variables of coroutines alone, also of the one that asks", () => {
  const source = `
    local a <close> = closer("a")
    local result = wrap(function() local inner <close> = closer("inner") local result = quit() note("after") return result end)()
    return result`;
  expect(notesOf(source)).toEqual({ results: ["closed"], notes: ["a:nil", "after", "inner:nil"] });
});

it("passes an error in __close to those that are closed after it", () => {
  const source = "local a <close>, dummy = closer('a') local b <close> = failing('b') local c <close> = failing('c') return (quit())";
  expect(notesOf(source)).toEqual({ results: ["closed"], notes: ["c:nil", "b:c", "a:b"] });
});

it("runs the other finalizers from within a finalizer", () => {
  const source = `
    setmetatable({}, { __gc = function() note(quit()) end })
    kept = finalizer("kept")
    collectgarbage()`;
  expect(notesOf(source).notes).toEqual(["kept", "closed"]);
});
