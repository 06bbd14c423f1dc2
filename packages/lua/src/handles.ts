// Handles of functions and tables. They work in callbacks too, except for what runs Lua code (calls, and metamethods that are functions): that waits until
// the callback is over, or, in an async one, has awaited something.

import { type Action, type Context, PENDING, type Pending, type Table, type Value, native2, native3 } from "@luster/vm";
import { checkChoice } from "./argument-checks.js";
import { listToLua, toHost, toLua } from "./convert.js";
import { LuaReentrancyError } from "./errors.js";
import { type Begin, runProtected, runProtectedAsync } from "./protected-run.js";
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
   * @throws as `LuaFunction.call`; LuaReentrancyError inside of a callback only if a metamethod must run that is a function
   */
  get(key: LuaInput): LuaOutput {
    const { machine } = this;
    const found = machine.access("LuaTable.get", (cx) => this.settled(cx, cx.index(this.table(cx), toLua(cx, machine, key))));
    if (found !== PENDING) return found as LuaOutput;
    return this.runMetamethod("LuaTable.get", (cx) => ({
      callee: cx.newCallback(indexSpec),
      args: [this.table(cx), toLua(cx, machine, key)],
    }));
  }

  /** `table[key] = value`, with metamethods. @throws as `get`; LuaError for a nil or NaN key */
  set(key: LuaInput, value: LuaInput): void {
    const { machine } = this;
    const isPending = machine.access(
      "LuaTable.set",
      (cx) => cx.setIndex(this.table(cx), toLua(cx, machine, key), toLua(cx, machine, value)) === PENDING,
    );
    if (!isPending) return;
    this.runMetamethod("LuaTable.set", (cx) => ({
      callee: cx.newCallback(setIndexSpec),
      args: [this.table(cx), toLua(cx, machine, key), toLua(cx, machine, value)],
    }));
  }

  /** The field itself, without metamethods. @throws LuaConversionError for a key without a Lua form */
  rawGet(key: LuaInput): LuaOutput {
    const { machine } = this;
    return machine.access("LuaTable.rawGet", (cx) => toHost(cx, machine, this.table(cx).get(toLua(cx, machine, key))));
  }

  /** Sets the field itself, without metamethods. @throws RangeError for a nil or NaN key; LuaConversionError */
  rawSet(key: LuaInput, value: LuaInput): void {
    if (key === undefined || key === null || Number.isNaN(key)) throw new RangeError(`a table cannot have the key ${String(key)}`);
    const { machine } = this;
    machine.access("LuaTable.rawSet", (cx) => cx.rawSet(this.table(cx), toLua(cx, machine, key), toLua(cx, machine, value)));
  }

  /** The border of the table (`rawlen`): n for one with the entries 1..n. */
  get length(): number {
    return this.machine.access("LuaTable.length", (cx) => this.table(cx).length());
  }

  /** A copy of all entries, in the order of `next`, without metamethods. Costs O(n). */
  entries(): [key: LuaOutput, value: LuaOutput][] {
    return this.machine.access("LuaTable.entries", (cx) => {
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
    checkChoice("form", ["auto", "map"], form);
    return this.machine.access("LuaTable.toJS", (cx) => tableToHost(cx, this.machine, this.table(cx), form));
  }

  private table<G>(cx: Context<G>): Table<G> {
    return this.fetch(cx, this.machine) as Table<G>;
  }

  private settled<G>(cx: Context<G>, action: Action<G>): LuaOutput | Pending {
    return action === PENDING ? PENDING : toHost(cx, this.machine, action as Value<G>);
  }

  /** Runs the metamethod that stands in the way of an access: Lua code, which can run outside of callbacks only. */
  private runMetamethod(operation: string, begin: Begin): LuaOutput {
    if (this.machine.vm.isEntered) throw new LuaReentrancyError(operation, METAMETHOD_ADVICE);
    return runProtected(this.machine, operation, begin)[0];
  }
}

const METAMETHOD_ADVICE = "the table has a metamethod for this: use rawGet or rawSet, or an async callback, which can await";

// What runs in the machine because metamethods may be called. A pending operation is a tail call.
const indexSpec = native2("index", (cx, table, key) => cx.index(table, key));
const setIndexSpec = native3("newindex", (cx, table, key, value) => cx.setIndex(table, key, value) ?? cx.returnNone());
