// `poison`: an object that was disposed because it died throws at each use, so that a pointer kept by mistake is found.
// Its own fields become accessors that throw, and its prototype a proxy that throws for all that is inherited.

import { className } from "../describe.js";
import { ArenaError } from "../errors.js";

/** A disposed object was used. */
export class PoisonedError extends ArenaError {
  /** Class of the object. */
  readonly className: string;
  /** The property that was used. */
  readonly property: string;

  constructor(name: string, property: PropertyKey) {
    super(`a disposed object of class ${name} was used: '${String(property)}'`);
    this.className = name;
    this.property = String(property);
  }
}

/** Makes an object unusable. Fields that cannot be configured stay as they are. */
export function poison(object: object): void {
  const name = className(object);
  for (const key of Reflect.ownKeys(object)) poisonField(object, key, name);
  const prototype = new Proxy(Object.create(null) as object, {
    get: (_target, property) => fail(name, property),
    set: (_target, property) => fail(name, property),
    has: (_target, property) => fail(name, property),
  });
  Reflect.setPrototypeOf(object, prototype);
}

function poisonField(object: object, key: PropertyKey, name: string): void {
  if (Reflect.getOwnPropertyDescriptor(object, key)?.configurable !== true) return;
  Reflect.defineProperty(object, key, {
    get: () => fail(name, key),
    set: () => fail(name, key),
    configurable: true,
    enumerable: false,
  });
}

function fail(name: string, property: PropertyKey): never {
  throw new PoisonedError(name, property);
}
