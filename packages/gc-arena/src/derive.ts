// The derive entry: a `trace` method made from a list of fields that the compiler checks to be complete.
// A field must be listed when its type can hold a traced object, in arrays, maps, sets and plain objects too. Where that is not known
// (`unknown`, `object`, plain objects that nest more than 5 deep), it must be listed; `untraced()` says that there is none.
// Private fields are out of the type system's sight; the debug entry's `checkFields` finds those that were forgotten.

import { type Collect, type Tracer, trace } from "./collect.js";
import { type Collector } from "./collector-of.js";
import { DEFAULT_OBJECT_BYTES } from "./mutation.js";

export { type Collector, anyValue, array, leaf, optional, pointer, tuple, untraced } from "./collector-of.js";
export { map, set } from "./collector-of-items.js";

type Primitive = string | number | boolean | bigint | symbol | null | undefined;
type Opaque = ((...args: never) => unknown) | Date | RegExp | ArrayBufferView | ArrayBuffer | WeakMap<WeakKey, unknown> | WeakSet<WeakKey>;

/** How deep plain objects are looked into for pointers. */
type Deeper = [never, 0, 1, 2, 3];

/** `true` when a value of type `F` can hold a traced object; distributes over unions. */
export type HoldsPointer<F, Depth extends number = 4> = 0 extends 1 & F
  ? true
  : unknown extends F
    ? true
    : F extends Primitive
      ? false
      : F extends Collect
        ? true
        : F extends readonly (infer Item)[]
          ? HoldsPointer<Item, Depth>
          : F extends ReadonlyMap<infer Key, infer Value>
            ? HoldsPointer<Key, Depth> | HoldsPointer<Value, Depth>
            : F extends ReadonlySet<infer Item>
              ? HoldsPointer<Item, Depth>
              : F extends Opaque
                ? false
                : [Depth] extends [0]
                  ? true
                  : [keyof F] extends [never]
                    ? true
                    : { [K in keyof F]-?: HoldsPointer<F[K], Deeper[Depth] & number> }[keyof F];

/** The public fields of `T` that have to be traced. */
export type TracedKeys<T> = { [K in keyof T]-?: true extends HoldsPointer<T[K]> ? K : never }[keyof T];

/** A collector for each field of `T` that has to be traced: none may be missing. */
export type TracedFields<T> = { readonly [K in TracedKeys<T>]: Collector<T[K]> };

/** Settings of a derived `trace`. */
export interface DeriveOptions<T> {
  /** Size of one object, in bytes, constant or computed. Default 64, which is also what `mc.alloc` charges. */
  readonly bytes?: number | ((object: T) => number);
}

type TracedClass = abstract new (...args: never) => Collect;

/** A base class for traced classes whose `trace` is derived. Extending it is not required: `gcColor = 0` and a declared `[trace]` do as well. */
export abstract class Traced implements Collect {
  gcColor = 0;

  /** Replaced by `derive`. @throws TypeError when the class was not derived */
  [trace](_tracer: Tracer): void {
    throw new TypeError(`class ${this.constructor.name} has no derived trace: call derive for it`);
  }
}

/**
 * Gives a class its `trace` method: `derive(Node, { next: optional(pointer), children: array(pointer) })`.
 * Leaving out a public field that can hold a traced object is a type error. A subclass lists the inherited fields again.
 */
export function derive<C extends TracedClass>(
  type: C,
  fields: TracedFields<InstanceType<C>>,
  options: DeriveOptions<InstanceType<C>> = {},
): void {
  install(type, fields as Record<string, Collector<unknown>>, options as DeriveOptions<unknown>);
}

/** What `traced` makes of a class whose listed fields are incomplete: a type that no class fits. */
export interface IncompleteTrace<Missing> {
  readonly "fields that hold a pointer and are not listed": Missing;
}

type Complete<T, F> = F extends TracedFields<T> ? unknown : IncompleteTrace<Exclude<TracedKeys<T>, keyof F>>;

/**
 * `derive` as a class decorator: `@traced({ next: optional(pointer) }) class Node extends Traced { ... }`.
 * Works with the decorators of the language and with TypeScript's `experimentalDecorators`.
 */
export function traced<const F extends object>(
  fields: F,
  options: DeriveOptions<never> = {},
): <C extends TracedClass>(type: C & Complete<InstanceType<C>, F>, context?: ClassDecoratorContext) => void {
  return (type) => install(type, fields as Record<string, Collector<unknown>>, options as DeriveOptions<unknown>);
}

function install(type: TracedClass, fields: Record<string, Collector<unknown>>, options: DeriveOptions<unknown>): void {
  const names = Object.keys(fields);
  const collectors = Object.values(fields);
  const { bytes = DEFAULT_OBJECT_BYTES } = options;
  const traceDerived = function (this: Collect, tracer: Tracer): void {
    tracer.addBytes(typeof bytes === "number" ? bytes : bytes(this));
    for (let i = 0; i < names.length; i++) {
      const collector = collectors[i] as Collector<unknown>;
      collector(tracer, (this as never)[names[i] as never]);
    }
  };
  Object.defineProperty(type.prototype, trace, { value: traceDerived, configurable: true, writable: true });
}
