// The public names of @luster/gc-sequence: sequences and their combinators, the generator form, and what runs them.

export type { AbortSignalLike } from "./abort-signal.js";
export { all, race } from "./combinators/group.js";
export { andThen, chain, flatten, orElse, thenDo } from "./combinators/follow.js";
export { map, mapErr } from "./combinators/map.js";
export { type Iteration, again, repeat, stop } from "./combinators/repeat.js";
export { done, fail, fromFn, fromPromise, ok } from "./combinators/sources.js";
export {
  FuelLimitError,
  SequenceAbortedError,
  SequenceDepthError,
  SequenceError,
  SequenceStateError,
  type SequenceStateProblem,
  UnknownPollError,
  UnsettledWaitError,
  WaitWhileUnwindingError,
} from "./errors.js";
export { DEFAULT_YIELD_EVERY_MS, TurnTimer, yieldToEventLoop } from "./event-loop.js";
export { type NoLocals, type Operation, type SequenceBody, type Steps, fromGenerator, fromGeneratorWith } from "./from-generator.js";
export { Fuel } from "./fuel.js";
export { pipe } from "./pipe.js";
export { type Done, type Failed, type Outcome, type Pending, Poll, type Settlement, Wait, type Waiting, isOutcome } from "./poll.js";
export { MAX_SEQUENCE_DEPTH, type Operator, Sequence, StepContext } from "./sequence.js";
export { SequenceSet } from "./sequence-set.js";
export { DEFAULT_SLICE_FUEL, Sequencer, type SequencerOptions, type TaskOptions } from "./sequencer.js";
export { type Progress, Task, type TaskStatus } from "./task.js";
export { traceHeld } from "./trace-held.js";
