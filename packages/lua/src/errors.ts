// The facade's own error classes. Errors of scripts are `LuaError`s (of @luster/vm), syntax errors `LuaSyntaxError`s (of the compiler).

/** A JavaScript value has no Lua form, or a Lua value not the form that was asked for. */
export class LuaConversionError extends TypeError {
  override readonly name: string = "LuaConversionError";
  /** The value that cannot be converted. */
  readonly value: unknown;

  constructor(message: string, value: unknown) {
    super(message);
    this.value = value;
  }
}

const CALL_ADVICE = "return tailCall(f, ...) to have it call a function, or use an async callback, which can await";

/** Lua code was to be run, synchronously, while it is running already and waits for a callback to return. */
export class LuaReentrancyError extends Error {
  override readonly name: string = "LuaReentrancyError";

  constructor(
    /** Name of the operation that was refused. */
    readonly operation: string,
    advice: string = CALL_ADVICE,
  ) {
    super(`${operation}: Lua code is running and waits for this callback; ${advice}`);
  }
}

/** A `Lua`, or one of its handles, was used after it had been disposed. */
export class LuaDisposedError extends Error {
  override readonly name: string = "LuaDisposedError";

  constructor(
    /** What was disposed. */
    readonly disposed: "Lua" | "handle",
    /** Name of the operation that was refused; undefined for a handle that was to be converted. */
    readonly operation: string | undefined,
  ) {
    super(`${operation === undefined ? "" : `${operation}: `}${disposed === "Lua" ? "this Lua" : "the handle"} was disposed`);
  }
}

/** A JavaScript value, for a message: its text if that is short, else its class. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
    case "bigint":
      return `${value}n`;
    case "function":
      return `function ${value.name || "(anonymous)"}`;
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  if (prototype === null || prototype === Object.prototype) return `a plain object {${Object.keys(value).slice(0, 3).join(", ")}}`;
  return `an object of class ${prototype.constructor?.name ?? "?"}`;
}
