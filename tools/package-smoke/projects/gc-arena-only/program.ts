// A user of the garbage collector alone: a graph with a cycle that dies, a weak reference that clears, a finalizer that runs,
// and a handle that outlives its `mutate` call. It names no host but `console`.
import { Arena, GcWeak, disposeSymbol, finalize, trace } from "@luster/gc-arena";
import type { Collect, Finalizable, Finalization, Gc, Mutation, Rootable, Stash, Tracer } from "@luster/gc-arena";

declare const console: { log(...data: unknown[]): void };

class Person<in out G> implements Collect, Finalizable<G> {
  gcColor = 0;
  friend: Gc<G, Person<G>> | undefined = undefined;
  constructor(
    readonly name: string,
    readonly onDeath: (name: string) => void,
  ) {}

  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
    if (this.friend !== undefined) tracer.mark(this.friend);
  }

  [finalize](_fc: Finalization<G>): void {
    this.onDeath(this.name);
  }
}

class Village<in out G> implements Collect {
  gcColor = 0;
  mayor: Gc<G, Person<G>> | undefined = undefined;
  remembered: Gc<G, GcWeak<G, Person<G>>> | undefined = undefined;

  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
    if (this.mayor !== undefined) tracer.mark(this.mayor);
    if (this.remembered !== undefined) tracer.mark(this.remembered);
  }
}

interface VillageRoot extends Rootable {
  readonly Root: Gc<this["G"], Village<this["G"]>>;
}

interface PersonHandle extends Rootable {
  readonly Root: Gc<this["G"], Person<this["G"]>>;
}

const deaths: string[] = [];
const arena = new Arena<VillageRoot>((mc) => mc.alloc(new Village()));

arena.mutate((mc, village) => {
  const [ada, bob] = [settle(mc, "Ada"), settle(mc, "Bob")];
  ada.friend = bob;
  bob.friend = ada;
  village.mayor = ada;
  village.remembered = mc.alloc(new GcWeak(mc, bob));
});

arena.collectAll();
console.log("after one collection:", describe());

const handle: Stash<PersonHandle> = arena.mutate((mc, village) => {
  const bob = village.remembered?.upgrade(mc);
  if (bob === undefined) throw new Error("Bob is reachable through Ada");
  bob.friend = undefined;
  village.mayor = undefined;
  return mc.stash<PersonHandle>(bob);
});

arena.collectAll();
console.log("with a handle to Bob:", describe());

arena.mutate((mc) => console.log("the handle gives", mc.fetch(handle).name));
handle[disposeSymbol]();
arena.collectAll();
console.log("without it:", describe());

// A pointer cannot leave `mutate`: its type would have lost the brand.
// @ts-expect-error: not assignable
const escaped: Village<unknown> = arena.mutate((_mc, village) => village);
console.log("the village that escaped:", escaped.mayor?.name ?? "no mayor");

function settle<G>(mc: Mutation<G>, name: string): Gc<G, Person<G>> {
  const person = mc.alloc(new Person<G>(name, (dead) => void deaths.push(dead)));
  mc.registerFinalizer(person);
  return person;
}

function describe(): string {
  return arena.mutate((mc, village) => {
    const remembered = village.remembered?.upgrade(mc)?.name ?? "nobody";
    return `mayor ${village.mayor?.name ?? "nobody"}, remembered ${remembered}, dead ${deaths.join(" ") || "nobody"}`;
  });
}
