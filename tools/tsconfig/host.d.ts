// The globals that every JavaScript host of Luster has: browsers, Node, Deno, Bun and edge workers alike.
// Library sources are checked against this file instead of the DOM's or Node's types, so that a package cannot come to depend
// on one host unnoticed. Add a global here only if all of those hosts provide it.

interface Console {
  log(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  error(...data: unknown[]): void;
}
declare var console: Console;

interface Performance {
  /** Milliseconds since an arbitrary fixed moment, monotonic. */
  now(): number;
}
declare var performance: Performance;

declare function setTimeout(callback: () => void, delayMs?: number): unknown;
declare function clearTimeout(handle: unknown): void;
declare function queueMicrotask(callback: () => void): void;

declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
declare var AbortSignal: { readonly prototype: AbortSignal };

declare class MessagePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}
declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

interface ErrorConstructor {
  /** V8 only: absent elsewhere. */
  stackTraceLimit?: number;
  /** V8 only: absent elsewhere. */
  captureStackTrace?(target: object, hideAbove?: Function): void;
}
