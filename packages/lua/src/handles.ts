// Handles of functions and tables. What runs Lua code (calls, metamethods) works outside of callbacks only, and in async callbacks after an `await`.

import { type Action, type Context, PENDING, type Pending, type Table, type Value, native2, native3 } from "@luster/vm";
import { listToLua, toHost, toLua } from "./convert.js";
import { runProtected, runProtectedAsync } from "./protected-run.js";
import { type TableForm, tableToHost, visitEntries } from "./tables.js";
import { LuaReference } from "./reference.js";
import type { LuaInput, LuaOutput } from "./values.js";

/** A Lua function. */
export class LuaFunction extends LuaReference {
  /**
   * Calls the function and gives all its results.
   * @throws LuaError; the host's own exception if the function let one through; UnexpectedAwaitError when it would have to wait;
   *   LuaConversionError for an argument without a Lua form; LuaReentrancyError inside of a callback
   */
  call(...args: LuaInput[]): LuaOutput[] {
    return runProtected(this.machine, "LuaFunction.call", (cx) => this.callOf(cx, args));
  }

  /** As `call`, waiting for promises and keeping the event loop turning. */
  callAsync(...args: LuaInput[]): Promise<LuaOutput[]> {
    return runProtectedAsync(this.machine, "LuaFunction.callAsync", (cx) => this.callOf(cx, args));
  }

  /** @internal */
  callOf<G>(cx: Context<G>, args: readonly LuaInput[]): { callee: Value<G>; args: Value<G>[] } {
    return { callee: this.fetch(cx, this.machine), args: listToLua(cx, this.machine, args) };
  }
}

/** A Lua table. */
export class LuaTable extends LuaReference {
  /**
   * `table[key]`, as Lua code has it: with metamethods.
   * @throws as `LuaFunction.call`; LuaReentrancyError only if a metamethod must run
   */
  get(key: LuaInput): LuaOutput {
    const found = this.machine.access((cx) => this.settled(cx, cx.index(this.table(cx), toLua(cx, this.machine, key))));
    if (found !== PENDING) return found as LuaOutput;
    return runProtected(this.machine, "LuaTable.get", (cx) => ({
      callee: cx.newCallback(indexSpec),
      args: [this.table(cx), toLua(cx, this.machine, key)],
    }))[0];
  }

  /** `table[key] = value`, with metamethods. @throws as `get`; LuaError for a nil or NaN key */
  set(key: LuaInput, value: LuaInput): void {
    runProtected(this.machine, "LuaTable.set", (cx) => ({
      callee: cx.newCallback(setIndexSpec),
      args: [this.table(cx), toLua(cx, this.machine, key), toLua(cx, this.machine, value)],
    }));
  }

  /** The field itself, without metamethods. @throws LuaConversionError for a key without a Lua form */
  rawGet(key: LuaInput): LuaOutput {
    return this.machine.access((cx) => toHost(cx, this.machine, this.table(cx).get(toLua(cx, this.machine, key))));
  }

  /** Sets the field itself, without metamethods. Works in callbacks too. @throws RangeError for a nil or NaN key; LuaConversionError */
  rawSet(key: LuaInput, value: LuaInput): void {
    if (key === undefined || key === null || Number.isNaN(key)) throw new RangeError(`a table cannot have the key ${String(key)}`);
    this.machine.access((cx) => {
      cx.rawSet(this.table(cx), toLua(cx, this.machine, key), toLua(cx, this.machine, value));
    });
  }

  /** The border of the table (`rawlen`): n for one with the entries 1..n. */
  get length(): number {
    return this.machine.access((cx) => this.table(cx).length());
  }

  /** A copy of all entries, in the order of `next`, without metamethods. Costs O(n). */
  entries(): [key: LuaOutput, value: LuaOutput][] {
    return this.machine.access((cx) => {
      const entries: [LuaOutput, LuaOutput][] = [];
      visitEntries(this.table(cx), (key, value) => entries.push([toHost(cx, this.machine, key), toHost(cx, this.machine, value)]));
      return entries;
    });
  }

  /**
   * A copy in JavaScript, with all tables in it: one with exactly the entries 1..n is an array, any other (an empty one too) a plain object with the keys as
   * text. Tables that occur several times, or contain themselves, do so in the copy. Functions, userdata and threads are handles. No metamethods.
   * @param form `"map"` makes a `Map` of each table instead, with the keys as they are
   * @throws LuaConversionError when two keys have the same text
   */
  toJS(form: TableForm = "auto"): unknown {
    return this.machine.access((cx) => tableToHost(cx, this.machine, this.table(cx), form));
  }

  private table<G>(cx: Context<G>): Table<G> {
    return this.fetch(cx, this.machine) as Table<G>;
  }

  private settled<G>(cx: Context<G>, action: Action<G>): LuaOutput | Pending {
    return action === PENDING ? PENDING : toHost(cx, this.machine, action as Value<G>);
  }
}

// What runs in the machine because metamethods may be called. A pending operation is a tail call.
const indexSpec = native2("index", (cx, table, key) => cx.index(table, key));
const setIndexSpec = native3("newindex", (cx, table, key, value) => cx.setIndex(table, key, value) ?? cx.returnNone());
