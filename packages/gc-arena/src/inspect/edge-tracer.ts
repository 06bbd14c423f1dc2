// A tracer that only listens: it gathers what one object's `trace` reports, and changes no colour.
// Large objects are traced to their end at once. It can run at any time, also inside `mutate`.

import { type Collect, type LargeCollect, type Tracer, trace, traceMore } from "../collect.js";
import { ArenaTraceError } from "../errors.js";

/** An ephemeron entry that a traced object reported. */
export interface EphemeronEdge {
  readonly key: Collect;
  readonly value: Collect;
}

export class EdgeTracer implements Tracer {
  /** Larger than any colour: a `trace` method that tests colours itself finds every object white. */
  readonly epoch = Infinity;
  children: Collect[] = [];
  ephemerons: EphemeronEdge[] = [];
  bytes = 0;
  stringBytes = 0;
  /** Whether the object has references that it does not report. */
  isWeak = false;
  private rest: { object: LargeCollect; from: number }[] = [];

  /**
   * Traces one object; the fields above then describe it.
   * @throws ArenaTraceError when its `trace` throws
   */
  visit(object: Collect): void {
    this.begin();
    try {
      object[trace](this);
      this.finishRest();
    } catch (error) {
      throw new ArenaTraceError(object, error);
    }
  }

  /** As `visit`, for what a function reports. */
  listen(report: (tracer: Tracer) => void): void {
    this.begin();
    report(this);
    this.finishRest();
  }

  mark(object: Collect): void {
    this.children.push(object);
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  addStringBytes(bytes: number): void {
    this.stringBytes += bytes;
  }

  traceLater(object: LargeCollect, from: number): void {
    this.rest.push({ object, from });
  }

  markEphemeron(key: Collect, value: Collect): void {
    this.ephemerons.push({ key, value });
  }

  visitWeakValues(): void {
    this.isWeak = true;
  }

  visitEphemeron(): void {
    this.isWeak = true;
  }

  visitAllWeak(): void {
    this.isWeak = true;
  }

  visitWeakReference(): void {
    this.isWeak = true;
  }

  /** "Yes", so that a weak reference shows itself as weak. */
  isDead(): boolean {
    return true;
  }

  private begin(): void {
    this.children = [];
    this.ephemerons = [];
    this.bytes = 0;
    this.stringBytes = 0;
    this.isWeak = false;
  }

  private finishRest(): void {
    for (let part = this.rest.pop(); part !== undefined; part = this.rest.pop()) {
      for (let { from } = part; from >= 0;) from = part.object[traceMore](this, from);
    }
  }
}
