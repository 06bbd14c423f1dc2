import { Arena, trace } from "@luster/gc-arena";
import type { Branded, Collect, Gc, Mutation, Rootable, Root, Tracer } from "@luster/gc-arena";
import { SequenceSet, ok, Sequence, StepContext } from "@luster/gc-sequence";

interface R1 extends Rootable { readonly Root: { readonly a: SequenceSet<this["G"]> } }
interface R2 extends Rootable { readonly Root: { a: Gc<this["G"], SequenceSet<this["G"]>> } }
declare function run1<T>(build: <G>(cx: StepContext<G>) => Sequence<G, T>): T;
declare function run2(build: <G>(cx: StepContext<G>) => Sequence<G, number>): void;
declare function mk<G, T>(cx: StepContext<G>, v: T): Sequence<G, T>;
export const a = run1((cx) => mk(cx, 5));
export const a2 = run1((cx) => ok(5));
export const a3 = run1(<G>(cx: StepContext<G>) => ok<G, number>(5));
run2((cx) => mk(cx, 5));
run2((cx) => ok(5));
