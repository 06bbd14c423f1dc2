// How PUC-Rio's `lua` program ends with an error: its message handler makes one text of message and traceback while the failed functions
// still stand, so that `__close` metamethods, too, get that text, and an error in `__tostring` is an error like any other.
import {
  type Action,
  type Args,
  type Collect,
  type Context,
  Continuation,
  PENDING,
  type RunOptions,
  type Tracer,
  type Value,
  errorText,
  markValue,
  native1,
  singletonKey,
  trace,
  traceback,
} from "@luster/vm";

const describe = native1(
  "?",
  <G>(cx: Context<G>, error: Value<G>): Action<G> => {
    if (typeof error === "string" || cx.metamethod(error, "__tostring") === undefined) return withTraceback(cx, error);
    const text = cx.toStringMeta(error);
    return text === PENDING ? cx.then(new OwnText<G>(error)) : text;
  },
  { needsFrame: true },
);
const describeKey = singletonKey("error handler of a program", (cx): Collect => cx.newCallback(describe));

/** A string from `__tostring` stands alone; anything else is as if there were none. */
class OwnText<in out G> extends Continuation<G> {
  constructor(private readonly error: Value<G>) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    const text = results.get(0);
    return typeof text === "string" ? text : withTraceback(cx, this.error);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}

function withTraceback<G>(cx: Context<G>, error: Value<G>): string {
  const text = error === undefined ? "(error object is a nil value)" : errorText(error);
  return traceback(cx, cx.thread, text, 1);
}

/**
 * Settings of a run that ends as a script of the `lua` program does: the value of the `LuaError` is the text that the program prints,
 * traceback included.
 */
export const asProgram: Pick<RunOptions, "messageHandler"> = { messageHandler: (cx) => cx.singleton(describeKey) as never };
