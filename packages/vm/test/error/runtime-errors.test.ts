import { expect, test } from "vitest";
import { run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter, with the chunk named `=x` and run in a coroutine.
type Case = readonly [source: string, outcome: string];

/** The error of a chunk, or what it returns, as text. */
const outcomeOf = (source: string, isStripped = false): string => String(run(source, { isStripped }) ?? "nil");

const messages: readonly Case[] = [
  ["local a = setmetatable({}, {__name = 'My'}) a()", "x:1: attempt to call a My value (local 'a')"],
  ["local a = setmetatable({}, {__name = 'My'}) return a + 1", "x:1: attempt to perform arithmetic on a My value (local 'a')"],
  ["local a = setmetatable({}, {__name = 'My'}) return a .. 1", "x:1: attempt to concatenate a My value (local 'a')"],
  ["local a = setmetatable({}, {__name = 'My'}) a.x.y = 1", "x:1: attempt to index a nil value (field 'x')"],
  ["local a = setmetatable({}, {__name = 'My'}) return a < a", "x:1: attempt to compare two My values"],
  ["local a = setmetatable({}, {__name = 'My'}) return a < {}", "x:1: attempt to compare My with table"],
  ["local a = setmetatable({}, {__name = 'My\\0Type'}) return a < 1", "x:1: attempt to compare My with number"],
  ["local a = setmetatable({}, {__name = 5}) return a < 1", "x:1: attempt to compare table with number"],
  ["local a = setmetatable({}, {__name = 'My'}) for i = 1, a do end", "x:1: bad 'for' limit (number expected, got My)"],
  ["for i = 'a', 2 do end", "x:1: bad 'for' initial value (number expected, got string)"],
  ["for i = 1, {} do end", "x:1: bad 'for' limit (number expected, got table)"],
  ["for i = 1, 2, 'x' do end", "x:1: bad 'for' step (number expected, got string)"],
  ["for i = 1.5, 'x' do end", "x:1: bad 'for' limit (number expected, got string)"],
  ["for i = nil, 'x', {} do end", "x:1: bad 'for' limit (number expected, got string)"],
  ["for i = 1, 10, 0 do end", "x:1: 'for' step is zero"],
  ["local t = {} t[nil] = 1", "x:1: table index is nil"],
  ["return nil < 1", "x:1: attempt to compare nil with number"],
  ["return {} < {}", "x:1: attempt to compare two table values"],
  ["return {} <= 'x'", "x:1: attempt to compare table with string"],
  ["return '10' < 10", "x:1: attempt to compare string with number"],
  ["local x <close> = 1", "x:1: variable 'x' got a non-closable value"],
  ["local a <close> = nil local b <close> = false local x <close> = 'x'", "x:1: variable 'x' got a non-closable value"],
  ["for k in next, {}, nil, 5 do end", "x:1: variable '(for state)' got a non-closable value"],
];

test.each(messages)("%j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});
