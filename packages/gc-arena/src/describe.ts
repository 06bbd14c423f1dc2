// How an offending value is named in an error message. Never calls code of the value (no toString, no getters of its own).

const MAX_TEXT = 40;

/** Names a value in a few words: a primitive by its text, an object by its class. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") {
    const text = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value;
    return `the string ${JSON.stringify(text)}`;
  }
  if (typeof value === "function") return `the function ${nameOf(value)}`;
  if (typeof value !== "object" || value === null) return String(value);
  return `an object of class ${className(value)}`;
}

/** Name of an object's class, `Object` for a plain object, `null` when it has no prototype. */
export function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "null";
  return nameOf(ownValue(prototype, "constructor"));
}

function nameOf(named: unknown): string {
  const name = typeof named === "function" ? ownValue(named, "name") : undefined;
  return typeof name === "string" && name !== "" ? name : "(anonymous)";
}

function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
