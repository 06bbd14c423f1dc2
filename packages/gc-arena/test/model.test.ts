// Random programs on a small heap, against a naive oracle that computes reachability anew each time.
// The oracle predicts a full collection exactly: what weak references lose, which entries stay, what is finalized and disposed and in
// which order. For an incremental slice it says what must not happen: nothing that was reachable before the slice may be lost.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena, GcWeak, PACING, type Stash, finalize, trace } from "@luster/gc-arena";
import type { ArenaOptions, Collect, Finalization, Gc, Mutation, Rootable, Tracer } from "@luster/gc-arena";
import { WeakGcMap, WeakValueMap } from "@luster/gc-arena/containers";
import { type DebugOptions, enableDebug } from "@luster/gc-arena/debug";

const SLOTS = 8;
const FIELDS = 3;
const TABLES = 2;
const RUNS = 64;
const PROGRAM_STEPS = { minLength: 120, maxLength: 320, size: "max" } as const;

type Any = unknown;

class Item implements Collect {
  gcColor = 0;
  readonly fields: (Item | undefined)[] = new Array<Item | undefined>(FIELDS).fill(undefined);
  weak: GcWeak<Any, Item> | undefined = undefined;

  constructor(
    readonly id: number,
    private readonly machine: Machine,
  ) {}

  set(mc: Mutation<Any>, field: number, value: Item | undefined): void {
    this.fields[field] = value;
    if (this.gcColor !== mc.heap.barrierColor) return;
    if (field === 0 && value !== undefined) mc.forwardBarrier(this, value);
    else mc.backwardBarrier(this);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
    for (const field of this.fields) if (field !== undefined) tracer.mark(field);
    if (this.weak !== undefined) tracer.mark(this.weak);
  }

  [finalize](fc: Finalization<Any>): void {
    this.machine.onFinalize(this, fc);
  }

  [Symbol.dispose](): void {
    this.machine.onDispose(this);
  }
}

interface State {
  readonly slots: (Item | undefined)[];
  readonly weaks: (GcWeak<Any, Item> | undefined)[];
  readonly tables: WeakGcMap<Any, Item, Item>[];
  readonly byName: WeakValueMap<Any, number, Item>;
}
interface ModelRoot extends Rootable {
  readonly Root: State;
}
interface ItemSpec extends Rootable {
  readonly Root: Item;
}

/** What a registered object's finalizer does. */
interface Registered {
  readonly order: number;
  readonly saveTo: number | undefined;
  readonly again: boolean;
}

/** The oracle's picture of one object. */
interface Shadow {
  readonly item: Item;
  readonly fields: (number | undefined)[];
  weak: number | undefined;
  registered: Registered[];
  /** When it was registered to be disposed. */
  disposeOrder: number | undefined;
}

class Machine {
  readonly shadows = new Map<number, Shadow>();
  readonly slots: (number | undefined)[] = new Array<number | undefined>(SLOTS).fill(undefined);
  readonly weaks: (number | undefined)[] = new Array<number | undefined>(SLOTS).fill(undefined);
  readonly tables: Map<number, number>[] = Array.from({ length: TABLES }, () => new Map<number, number>());
  readonly byName = new Map<number, number>();
  readonly stashes: { handle: Stash<ItemSpec>; id: number }[] = [];
  readonly arena: Arena<ModelRoot>;
  private readonly finalized: { id: number; order: number }[] = [];
  private readonly disposed: number[] = [];
  private isClosing = false;
  // Kept outside of mutate on purpose: the checks must not cause a collection themselves in stress mode.
  private readonly state: State;
  private untouchable = new Set<number>();
  private nextId = 1;
  private nextOrder = 1;

  constructor(options: ArenaOptions, debug: DebugOptions) {
    this.arena = new Arena<ModelRoot>(
      (mc) => ({
        slots: new Array<Item | undefined>(SLOTS).fill(undefined),
        weaks: new Array<GcWeak<Any, Item> | undefined>(SLOTS).fill(undefined),
        tables: Array.from({ length: TABLES }, () => new WeakGcMap<Any, Item, Item>(mc as Mutation<Any>)),
        byName: new WeakValueMap<Any, number, Item>(mc as Mutation<Any>),
      }),
      options,
    );
    this.state = this.arena.mutate((_mc, root) => root as unknown) as State;
    enableDebug(this.arena, debug);
    (this.arena.heap as never as { marker: { batchObjects: number } }).marker.batchObjects = 1;
  }

  // ---- the operations, each on the arena and on the oracle

  step([op, a, b, c]: readonly [number, number, number, number]): void {
    const operation = OPERATIONS[op % OPERATIONS.length] as (machine: Machine, a: number, b: number, c: number) => void;
    const before = this.reachable(this.heldIds());
    this.noteReachable();
    operation(this, a, b, c);
    // The operation itself may have made an object unreachable, before the collection that follows a mutate in stress mode.
    this.checkNothingLost(new Set([...before].filter((id) => this.untouchable.has(id))));
  }

  mutate(change: (mc: Mutation<Any>, state: State) => void): void {
    this.arena.mutate((mc, root) => {
      change(mc as Mutation<Any>, root);
      this.noteReachable();
    });
  }

  allocate(a: number): void {
    this.mutate((mc, state) => {
      this.put(state, a, this.newItem(mc));
    });
  }

  link(a: number, b: number, c: number): void {
    this.mutate((mc, state) => {
      const parent = state.slots[a % SLOTS];
      if (parent === undefined) return;
      const child = state.slots[b % SLOTS];
      parent.set(mc, c % FIELDS, child);
      this.shadow(parent).fields[c % FIELDS] = child?.id;
    });
  }

  follow(a: number, b: number, c: number): void {
    this.mutate((_mc, state) => this.put(state, a, state.slots[b % SLOTS]?.fields[c % FIELDS]));
  }

  clear(a: number): void {
    this.mutate((_mc, state) => this.put(state, a, undefined));
  }

  weakRoot(a: number, b: number): void {
    this.mutate((mc, state) => {
      const target = state.slots[b % SLOTS];
      if (target === undefined) return;
      state.weaks[a % SLOTS] = new GcWeak(mc, target as Gc<Any, Item>);
      this.weaks[a % SLOTS] = target.id;
    });
  }

  weakField(a: number, b: number): void {
    this.mutate((mc, state) => {
      const parent = state.slots[a % SLOTS];
      const target = state.slots[b % SLOTS];
      if (parent === undefined || target === undefined) return;
      parent.weak = new GcWeak(mc, target as Gc<Any, Item>);
      mc.heap.backwardBarrier(parent);
      this.shadow(parent).weak = target.id;
    });
  }

  upgrade(a: number, b: number): void {
    this.mutate((mc, state) => this.put(state, a, state.weaks[b % SLOTS]?.upgrade(mc)));
  }

  setEntry(a: number, b: number, c: number): void {
    this.mutate((mc, state) => {
      const key = state.slots[a % SLOTS];
      const value = state.slots[b % SLOTS];
      if (key === undefined || value === undefined) return;
      state.tables[c % TABLES]?.set(mc, key as Gc<Any, Item>, value);
      this.tables[c % TABLES]?.set(key.id, value.id);
    });
  }

  readEntry(a: number, b: number, c: number): void {
    this.mutate((_mc, state) => {
      const key = state.slots[b % SLOTS];
      this.put(state, a, key === undefined ? undefined : state.tables[c % TABLES]?.get(key as Gc<Any, Item>));
    });
  }

  nameIt(a: number, b: number): void {
    this.mutate((mc, state) => {
      const value = state.slots[a % SLOTS];
      if (value === undefined) return;
      state.byName.set(mc, b, value as Gc<Any, Item>);
      this.byName.set(b, value.id);
    });
  }

  register(a: number, b: number, c: number): void {
    this.mutate((mc, state) => {
      const item = state.slots[a % SLOTS];
      // One registration at a time: of two, the oracle would not know which one a call is for.
      if (item === undefined || this.shadow(item).registered.length > 0) return;
      this.registerItem(mc, item, c % 3 === 0 ? b % SLOTS : undefined, c % 4 === 1);
    });
  }

  registerDisposable(a: number): void {
    this.mutate((mc, state) => {
      const item = state.slots[a % SLOTS];
      if (item === undefined || this.shadow(item).disposeOrder !== undefined) return;
      mc.registerDisposable(item as Gc<Any, Item>);
      this.shadow(item).disposeOrder = this.nextOrder++;
    });
  }

  /** Looks at the marked arena: makes an object there, or brings a dead one back, then lets the sweep begin or not. */
  finalizeMarked(a: number, b: number, c: number): void {
    const marked = this.arena.finishMarking();
    marked.finalize((fc, state) => {
      const mc = fc as never as Finalization<Any>;
      const weak = state.weaks[b % SLOTS]?.upgrade(mc);
      if (c % 3 === 0) {
        const item = this.newItem(mc);
        this.put(state, a, item);
        this.registerItem(mc, item, undefined, false);
      } else if (weak !== undefined && c % 3 === 1) mc.resurrect(weak);
      else if (weak !== undefined) this.put(state, a, weak);
      this.noteReachable();
    });
    if (c % 4 !== 0) marked.startSweeping();
  }

  stash(a: number): void {
    this.mutate((mc, state) => {
      const item = state.slots[a % SLOTS];
      if (item !== undefined) this.stashes.push({ handle: mc.stash<ItemSpec>(item), id: item.id });
    });
  }

  fetch(a: number, b: number): void {
    const stashed = this.stashes[b % (this.stashes.length || 1)];
    if (stashed === undefined) return;
    this.mutate((mc, state) => {
      const item = mc.fetch(stashed.handle);
      expect(item.id).toBe(stashed.id);
      this.put(state, a, item);
    });
  }

  unstash(a: number): void {
    const [stashed] = this.stashes.splice(a % (this.stashes.length || 1), 1);
    stashed?.handle[Symbol.dispose]();
  }

  collectFully(): void {
    if (this.arena.phase === "sweeping") this.arena.finishCycle();
    this.finalized.length = 0;
    this.disposed.length = 0;
    this.noteReachable();
    const expected = this.predict();
    this.arena.collectAll();
    expect(this.finalized.map((entry) => entry.id)).toEqual(expected.finalized);
    expect(this.disposed).toEqual(expected.disposed);
    const { state } = this;
    expect(state.weaks.map((weak) => weak?.isDropped === false)).toEqual(expected.liveWeaks);
    expect(state.tables.map((table) => [...table].map(([key]) => key.id))).toEqual(expected.keys);
    expect([...state.byName].map(([name]) => name)).toEqual(expected.names);
  }

  /** Disposes the arena: what is registered yet is finalized or disposed, newest first. */
  close(): void {
    const left = [...this.shadows].flatMap(([id, { registered, disposeOrder = -1 }]) => [
      ...registered.map(({ order }) => ({ id, order })),
      { id, order: disposeOrder },
    ]);
    const expected = left.filter(({ order }) => order >= 0).sort((one, other) => other.order - one.order);
    this.isClosing = true;
    this.finalized.length = 0;
    this.arena[Symbol.dispose]();
    expect(this.finalized.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  }

  // ---- the finalizers

  onDispose(item: Item): void {
    if (this.isClosing) this.finalized.push({ id: item.id, order: 0 });
    else expect(this.untouchable.has(item.id), `${item.id} is disposed alive`).toBe(false);
    this.disposed.push(item.id);
    const shadow = this.shadows.get(item.id);
    if (shadow !== undefined) shadow.disposeOrder = undefined;
  }

  onFinalize(item: Item, fc: Finalization<Any>): void {
    const shadow = this.shadow(item);
    // Of several registrations the newest is called first.
    const [registration] = shadow.registered.splice(-1);
    if (registration === undefined) throw new Error(`${item.id} is finalized without being registered`);
    if (!this.isClosing) expect(this.untouchable.has(item.id), `${item.id} is finalized alive`).toBe(false);
    this.finalized.push({ id: item.id, order: registration.order });
    if (registration.again) this.registerItem(fc, item, undefined, false);
    const { saveTo } = registration;
    if (saveTo === undefined) return;
    // The finalizer has no root: what it saves is saved by a stash.
    this.stashes.push({ handle: fc.stash<ItemSpec>(item as Gc<Any, Item>), id: item.id });
  }

  private registerItem(mc: Mutation<Any>, item: Item, saveTo: number | undefined, again: boolean): void {
    mc.registerFinalizer(item as Gc<Any, Item>);
    this.shadow(item).registered.push({ order: this.nextOrder++, saveTo, again });
  }

  private newItem(mc: Mutation<Any>): Item {
    const id = this.nextId++;
    const item = mc.alloc(new Item(id, this));
    const fields = new Array<number | undefined>(FIELDS).fill(undefined);
    this.shadows.set(id, { item, fields, weak: undefined, registered: [], disposeOrder: undefined });
    return item;
  }

  private put(state: State, slot: number, item: Item | undefined): void {
    state.slots[slot % SLOTS] = item;
    this.slots[slot % SLOTS] = item?.id;
  }

  // What a collection that follows must not finalize, nor clear a reference to.
  private noteReachable(): void {
    this.untouchable = this.reachable(this.heldIds());
    for (const id of this.queuedIds()) this.untouchable.delete(id);
  }

  // ---- the oracle

  private shadow(item: Item): Shadow {
    return this.shadows.get(item.id) as Shadow;
  }

  private queuedIds(): number[] {
    const queue = (this.arena.heap as never as { deaths: { finalizers: Item[] } }).deaths.finalizers;
    return queue.map((item) => item.id);
  }

  // What waits for its finalizer is a root too, but one call may finalize it and go on to a cycle that frees it.
  private rootIds(): number[] {
    return [...this.heldIds(), ...this.queuedIds()];
  }

  private heldIds(): number[] {
    return [...this.slots.filter((id) => id !== undefined), ...this.stashes.map((stash) => stash.id)];
  }

  private reachable(from: Iterable<number>): Set<number> {
    const seen = new Set<number>();
    const pending = [...from];
    for (;;) {
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        if (seen.has(id)) continue;
        seen.add(id);
        for (const field of this.shadows.get(id)?.fields ?? []) if (field !== undefined) pending.push(field);
      }
      for (const table of this.tables) {
        for (const [key, value] of table) if (seen.has(key) && !seen.has(value)) pending.push(value);
      }
      if (pending.length === 0) return seen;
    }
  }

  private predict(): { finalized: number[]; disposed: number[]; liveWeaks: boolean[]; keys: number[][]; names: number[] } {
    const alive = this.reachable(this.rootIds());
    const dying = [...this.shadows].flatMap(([id, { registered }]) =>
      alive.has(id) ? [] : registered.map(({ order }) => ({ id, order })),
    );
    dying.sort((one, other) => other.order - one.order);
    const kept = this.reachable([...alive, ...dying.map(({ id }) => id)]);
    const disposed = [...this.shadows].flatMap(([id, { disposeOrder }]) =>
      disposeOrder === undefined || kept.has(id) ? [] : { id, order: disposeOrder },
    );
    disposed.sort((one, other) => other.order - one.order);
    this.dropWeakFields(alive, kept);
    this.weaks.forEach((id, index) => {
      if (id !== undefined && !alive.has(id)) this.weaks[index] = undefined;
    });
    for (const table of this.tables) for (const key of [...table.keys()]) if (!kept.has(key)) table.delete(key);
    for (const [name, id] of [...this.byName]) if (!alive.has(id)) this.byName.delete(name);
    for (const id of [...this.shadows.keys()]) if (!kept.has(id)) this.shadows.delete(id);
    return {
      finalized: dying.map(({ id }) => id),
      disposed: disposed.map(({ id }) => id),
      liveWeaks: this.weaks.map((id) => id !== undefined),
      keys: this.tables.map((table) => [...table.keys()]),
      names: [...this.byName.keys()],
    };
  }

  private dropWeakFields(alive: Set<number>, kept: Set<number>): void {
    for (const [id, shadow] of this.shadows) {
      const holder = alive.has(id) ? alive : kept;
      if (shadow.weak !== undefined && !holder.has(shadow.weak)) shadow.weak = undefined;
    }
  }

  // What was reachable before a slice is reachable after it. Weak references are brought up to date where the arena cleared them.
  private checkNothingLost(before: Set<number>): void {
    const { state } = this;
    state.weaks.forEach((weak, index) => {
      if (weak === undefined || !weak.isDropped || this.weaks[index] === undefined) return;
      expect(before.has(this.weaks[index]), `weak ${index}`).toBe(false);
      this.weaks[index] = undefined;
    });
    this.syncTables(state, before);
    for (const [name, id] of [...this.byName]) {
      if (state.byName.has(name)) continue;
      expect(before.has(id), `name ${name}`).toBe(false);
      this.byName.delete(name);
    }
    state.slots.forEach((item, index) => {
      expect(item?.id).toBe(this.slots[index]);
      if (item !== undefined) expect(item.fields.map((field) => field?.id)).toEqual(this.shadow(item).fields);
    });
    this.syncWeakFields(before);
  }

  private syncTables(state: State, before: Set<number>): void {
    this.tables.forEach((table, index) => {
      const ids = new Set([...(state.tables[index] ?? [])].map(([key]) => key.id));
      for (const key of [...table.keys()]) {
        if (ids.has(key)) continue;
        expect(before.has(key), `key ${key}`).toBe(false);
        table.delete(key);
      }
    });
  }

  private syncWeakFields(before: Set<number>): void {
    for (const [id, shadow] of this.shadows) {
      if (shadow.weak === undefined || shadow.item.weak?.isDropped !== true) continue;
      expect(before.has(id) && before.has(shadow.weak), `weak of ${id}`).toBe(false);
      shadow.weak = undefined;
    }
  }
}

const OPERATIONS: readonly ((machine: Machine, a: number, b: number, c: number) => void)[] = [
  (machine, a) => machine.allocate(a),
  (machine, a) => machine.allocate(a),
  (machine, a) => machine.allocate(a),
  (machine, a, b, c) => machine.link(a, b, c),
  (machine, a, b, c) => machine.link(a, b, c),
  (machine, a, b, c) => machine.link(a, b, c),
  (machine, a, b, c) => machine.follow(a, b, c),
  (machine, a, b, c) => machine.follow(a, b, c),
  (machine, a) => machine.clear(a),
  (machine, a, b) => machine.weakRoot(a, b),
  (machine, a, b) => machine.weakField(a, b),
  (machine, a, b) => machine.upgrade(a, b),
  (machine, a, b, c) => machine.setEntry(a, b, c),
  (machine, a, b, c) => machine.setEntry(a, b, c),
  (machine, a, b, c) => machine.readEntry(a, b, c),
  (machine, a, b) => machine.nameIt(a, b),
  (machine, a, b, c) => machine.register(a, b, c),
  (machine, a) => machine.registerDisposable(a),
  (machine, a, b, c) => machine.finalizeMarked(a, b, c),
  (machine, a) => machine.stash(a),
  (machine, a, b) => machine.fetch(a, b),
  (machine, a) => machine.unstash(a),
  (machine) => void machine.arena.collectStep(1),
  (machine) => void machine.arena.collectStep(1),
  (machine, a) => void machine.arena.collectStep(a * 200),
  (machine) => machine.arena.collectDebt(),
  (machine) => machine.arena.collectDebt(),
  (machine) => machine.arena.finishCycle(),
  (machine) => machine.collectFully(),
];

const nat = fc.nat(15);
const programs = fc.array(fc.tuple(fc.nat(OPERATIONS.length - 1), nat, nat, nat), PROGRAM_STEPS);

let stepCount = 0;

function checkPrograms(options: ArenaOptions, debug: DebugOptions): void {
  fc.assert(
    fc.property(programs, (program) => {
      const machine = new Machine(options, debug);
      for (const command of program) machine.step(command);
      machine.collectFully();
      machine.close();
      stepCount += program.length;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}

const eager = { minSleepBytes: 256, stepBytes: 64 };

describe("random programs agree with the oracle", () => {
  const cases: [string, ArenaOptions, DebugOptions][] = [
    ["at the default pace", {}, {}],
    ["when collecting all the time in small steps", { pacing: { ...eager, markFactor: 0.5 } }, {}],
    ["at the low-latency pace", { pacing: { ...PACING.lowLatency, ...eager, markFactor: 1 } }, {}],
    ["at the throughput pace", { pacing: { ...PACING.throughput, ...eager } }, {}],
    ["when every cycle is one slice", { pacing: { ...eager, markFactor: Infinity } }, {}],
    ["with verify", { pacing: { ...eager, markFactor: 0.5 } }, { verify: true, checkFields: false }],
    ["with a step after each mutate, and verify", {}, { stress: "step", verify: true }],
    ["with a full collection after each mutate, and verify", {}, { stress: "full", verify: true, checkOwners: true }],
  ];
  it.each(cases)("%s", (_name, options, debug) => checkPrograms(options, debug));

  it("in 100,000 steps or more", () => {
    expect(stepCount).toBeGreaterThanOrEqual(100_000);
  });
});
