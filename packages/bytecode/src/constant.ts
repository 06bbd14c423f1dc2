// Constants as the compiler writes them: plain data without live values; the VM turns them into its own values when it lifts a Proto.

/** One entry of a constant pool. A string is a byte string: a JS string whose code units are 0..255. */
export type Constant =
  | { readonly kind: "nil" }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** A 64-bit integer; the value is in -2^63 .. 2^63-1. */
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string };
