import { describe, expect, it } from "vitest";
import { Arena } from "@luster/gc-arena";
import type { Gc, Mutation, Rootable } from "@luster/gc-arena";
import { GcBox, GcCell, GcLock, WeakGcMap, WeakGcSet, WeakValueMap } from "@luster/gc-arena/containers";
import { Node } from "./list.js";

type N = Node<unknown>;
interface AnySpec extends Rootable {
  readonly Root: Map<string, unknown>;
}

/** An arena whose root is a map of anything traceable; the brand is left out of these tests. */
class Bench {
  readonly arena = new Arena<AnySpec>(() => new Map());

  do<R>(f: (mc: Mutation<unknown>, root: Map<string, unknown>) => R): R {
    return this.arena.mutate((mc, root) => f(mc as never, root) as unknown) as R;
  }
}

const node = (mc: Mutation<unknown>, name: string): Gc<unknown, N> => Node.make(mc, name);

describe("GcBox, GcCell and GcLock", () => {
  it("keep what they hold alive, and report it when it changes", () => {
    const bench = new Bench();
    const alive = bench.do((mc, root) => {
      const set = new WeakGcSet<unknown, N>(mc);
      const cell = new GcCell<unknown, N | undefined>(mc, undefined);
      const lock = new GcLock<unknown, N[]>(mc, []);
      root
        .set("set", set)
        .set("cell", cell)
        .set("lock", lock)
        .set("box", new GcBox(mc, { inner: [node(mc, "boxed")] }));
      return { set, cell, lock };
    });
    bench.arena.collectStep(1);
    bench.arena.collectStep(1);
    bench.do((mc) => {
      const [a, b] = [node(mc, "a"), node(mc, "b")];
      alive.cell.set(mc, a);
      alive.lock.write(mc, (items) => items.push(b));
      alive.set.add(mc, a);
      alive.set.add(mc, b);
    });
    bench.arena.finishCycle();
    expect([...alive.set].map(({ name }) => name)).toEqual(["a", "b"]);
    bench.do((mc) => {
      expect(alive.cell.replace(mc, undefined)?.name).toBe("a");
      expect(alive.lock.value).toHaveLength(1);
    });
    bench.arena.collectAll();
    expect([...alive.set].map(({ name }) => name)).toEqual(["b"]);
    expect((bench.do((_mc, root) => root.get("box")) as GcBox<unknown, { inner: N[] }>).value.inner[0]?.name).toBe("boxed");
  });
});

describe("WeakGcMap", () => {
  it("keeps a value only while its key lives, also when the value refers to the key", () => {
    const bench = new Bench();
    const map = bench.do((mc, root) => {
      const map = new WeakGcMap<unknown, N, N>(mc);
      const [kept, lost, value] = [node(mc, "kept"), node(mc, "lost"), node(mc, "value")];
      value.link(mc, lost);
      map.set(mc, lost, value);
      map.set(mc, kept, node(mc, "kept value"));
      root.set("map", map).set("key", kept);
      return map;
    });
    bench.arena.collectAll();
    expect([...map].map(([key, value]) => [key.name, value.name])).toEqual([["kept", "kept value"]]);
  });

  it("follows a chain of 100,000 entries whatever their order, in time that is linear in it", () => {
    const time = (count: number, reverse: boolean): number => {
      const bench = new Bench();
      const map = bench.do((mc, root) => {
        const map = new WeakGcMap<unknown, N, N>(mc);
        const keys = Array.from({ length: count + 1 }, (_, i) => node(mc, `k${i}`));
        const order = reverse ? [...keys.keys()].reverse() : [...keys.keys()];
        for (const i of order) if (i < count) map.set(mc, keys[i] as Gc<unknown, N>, keys[i + 1] as N);
        root.set("map", map).set("first", keys[0]);
        return map;
      });
      const start = performance.now();
      bench.arena.collectAll();
      const elapsed = performance.now() - start;
      expect(map.size).toBe(count);
      bench.do((_mc, root) => root.delete("first"));
      bench.arena.collectAll();
      expect(map.size).toBe(0);
      return elapsed;
    };
    for (const reverse of [false, true]) {
      time(1000, reverse);
      expect(time(100_000, reverse)).toBeLessThan(1000);
    }
  });

  it("takes primitive values, and refuses what cannot be traced", () => {
    const bench = new Bench();
    bench.do((mc) => {
      const map = new WeakGcMap<unknown, N, unknown>(mc);
      const key = node(mc, "key");
      map.set(mc, key, 42);
      expect([map.get(key), map.has(key), map.size]).toEqual([42, true, 1]);
      expect(map.delete(key)).toBe(true);
      expect(() => map.set(mc, key, { plain: true })).toThrow(
        "WeakGcMap.set: the value must be traced or primitive, not an object of class Object",
      );
      expect(() => map.set(mc, {} as never, 1)).toThrow("WeakGcMap.set: the key must be a traced object, not an object of class Object");
      expect(() => new WeakGcSet<unknown, N>(mc).add(mc, 5 as never)).toThrow("WeakGcSet.add: the member must be a traced object, not 5");
      expect(() => new WeakValueMap<unknown, object, N>(mc).set(mc, {}, key)).toThrow(/the key must be traced or primitive/);
      expect(() => new WeakValueMap<unknown, string, N>(mc).set(mc, "a", {} as never)).toThrow(TypeError);
    });
  });
});

describe("WeakValueMap", () => {
  it("loses entries whose value died, and keeps keys alive", () => {
    const bench = new Bench();
    const [map, keys] = bench.do((mc, root) => {
      const map = new WeakValueMap<unknown, N | string, N>(mc);
      const keys = new WeakGcSet<unknown, N>(mc);
      const [key, alive] = [node(mc, "key"), node(mc, "alive")];
      map.set(mc, key, alive);
      map.set(mc, "gone", node(mc, "dead"));
      keys.add(mc, key);
      root.set("map", map).set("keys", keys).set("alive", alive);
      return [map, keys] as const;
    });
    bench.arena.collectAll();
    expect([...map].map(([, value]) => value.name)).toEqual(["alive"]);
    expect([...keys].map(({ name }) => name)).toEqual(["key"]);
    bench.do((mc) => mc.heap.allocate(0));
    expect(map.delete("gone")).toBe(false);
  });

  it("of 100,000 entries is traced in pieces", () => {
    const bench = new Bench();
    bench.do((mc, root) => {
      const map = new WeakGcMap<unknown, N, number>(mc);
      const keys = Array.from({ length: 100_000 }, (_, i) => node(mc, `k${i}`));
      keys.forEach((key, i) => map.set(mc, key, i));
      root.set("map", map).set("lock", new GcLock(mc, keys));
    });
    let slices = 1;
    while (!bench.arena.collectStep(100_000)) slices++;
    expect(slices).toBeGreaterThan(50);
    expect((bench.do((_mc, root) => root.get("map")) as WeakGcMap<unknown, N, number>).size).toBe(100_000);
  });
});
