// Pointers and their brands. A `Gc` is the object itself: no wrapper, no handle table; only its type says whose it is.
// `G` stands for one `mutate` call of one arena. It is invariant and quantified by that call, so that a pointer fits neither
// into an outer variable, nor into another arena, nor into a later call.

declare const brand: unique symbol;

/** Phantom that ties a type to `G`; it does not exist at run time. */
export interface Branded<in out G> {
  readonly [brand]: (g: G) => G;
}

/** A pointer to an object of the arena. */
export type Gc<G, T> = T & Branded<G>;

/**
 * Describes a root type, or any other type that mentions the brand, apart from the brand:
 * `interface MyRoot extends Rootable { readonly Root: { head: Gc<this["G"], Node<this["G"]>> } }`.
 */
export interface Rootable {
  readonly G: unknown;
  readonly Root: unknown;
}

/** The type that `Spec` describes, in the brand `G`. */
export type Root<Spec extends Rootable, G> = (Spec & { readonly G: G })["Root"];
