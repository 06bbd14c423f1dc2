// Guards of types: they make sure that a Lua value is of the type that is assumed, and hand it on in a form whose type the host knows, too.
// V8 learns nothing of a variable from a test of it. `v | 0` is an int32 to it, `+v` a double; without them each use tests again, and a
// variable that is such a number on one way and a tested value on another is made an object wherever the ways meet, in every turn of a loop.

import type { Writer } from "./writer.js";

/** Writes the test that `value` is a safe integer, of 32 bits if `isSmall`, which then is in `dest`; `leave` is done if it is not. */
export function emitIntegerGuard(w: Writer, value: string, dest: string, isSmall: boolean, leave: string): void {
  w.line(`if (${isSmall ? `(${value} | 0) !== ${value}` : `!Number.isSafeInteger(${value})`}) ${leave}`);
  w.line(`${dest} = ${isSmall ? `${value} | 0` : `+${value}`};`);
}

/** Writes the test that `value` is a float, which then is in `dest` as a raw double. */
export function emitFloatGuard(w: Writer, value: string, dest: string, leave: string): void {
  emitDouble(w, value, "f", leave);
  w.line(`${dest} = f;`);
}

/** Writes the test that `name` is a number, which then is there as a raw double; whether it is a float, in `kind`. */
export function emitNumberGuard(w: Writer, name: string, kind: string, leave: string): void {
  w.line(`if (typeof ${name} === "number") { ${kind} = !Number.isSafeInteger(${name}); ${name} = +${name}; }`);
  w.line(`else if ((f = DF(${name})) === undefined) ${leave}`);
  w.line(`else { ${kind} = true; ${name} = +f; }`);
}

/** The same as `emitFloatGuard` with a temporary variable as `dest`. */
export function emitDouble(w: Writer, value: string, dest: "f" | "g", leave: string): void {
  w.open(`if (typeof ${value} !== "number" || (${dest} = +${value}) === Math.floor(${dest})) {`);
  w.line(`if ((${dest} = DF(${value})) === undefined) ${leave}`);
  w.line(`${dest} = +${dest};`);
  w.close();
}
