// What a callback wants done next, and why the executor stopped: the codes that context, executor and interpreter exchange.

/** What `PENDING` stands for. The operands are in the context's `pending...` fields and its `buffer`. */
export const enum Next {
  /** Return the values in the buffer. */
  RETURN,
  /** Call `pendingFunction` with the values in the buffer, then go on with `pendingContinuation` (undefined: a tail call). */
  CALL,
  /** Lay out the compiled function that the callback has called and that was left, and go on there. */
  LEFT,
  /** Leave the thread with the values in the buffer; `pendingContinuation` gets what it is resumed with. */
  YIELD,
  /** Resume `pendingThread` with the values in the buffer. */
  RESUME,
  /** Leave the thread, and go on with `pendingThread` in its place, with the values in the buffer. */
  YIELD_TO,
  /** Close `pendingThread`: its pending to-be-closed variables, then the thread. */
  CLOSE_THREAD,
  /** Wait for `pendingPromise`. */
  AWAIT,
  /** End the slice; `pendingContinuation` goes on in a later one. */
  PAUSE,
  /** Ask the driver for a collection step, `pendingCollection`. */
  COLLECT,
  /** Raise the value in the buffer as an error. */
  RAISE,
  /** The error in the buffer has passed all handlers and closing: it goes to the callback frame below. */
  DELIVER_ERROR,
  /** A message handler has returned the value in the buffer: unwind with it. */
  HANDLED,
  /** The thread has closed its variables: it ends with the values in the buffer. */
  END_THREAD,
  /** The call hook of the callback below has returned: it starts. */
  START_HOOKED,
  /** The return hook of the callback below has returned: so does the callback. */
  RETURN_HOOKED,
  /** The executor's entry frame is left: `stop` says how. */
  EXIT,
  /** Nothing: set before a callback runs, which has to say something if it returns `PENDING`. */
  NOTHING,
}

/** Why the machine returned to the executor. */
export const enum Stop {
  /** The slice's fuel is spent (or an interrupt was requested). */
  FUEL,
  /** A callback asked for the end of the slice. */
  PAUSED,
  /** A promise must settle first. */
  AWAIT,
  /** A collection must run before going on. */
  COLLECT,
  /** An allocation was refused: a full collection must run before it is tried again. */
  REFUSED,
  /** The executor's function returned; the results are in the buffer. */
  FINISHED,
  /** The executor's function failed; the error is in the buffer. */
  FAILED,
}

/** What came of a turn of a loop that is hot. */
export const enum Turn {
  /** The interpreter goes on with it. */
  INTERPRET,
  /** A Lua frame is on top: not that of the loop any more, or at another instruction. */
  ENTERED,
  /** The executor has to act. */
  STOPPED,
}
