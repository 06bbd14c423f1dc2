// A user who builds a Lua of their own: compiler, bytecode and virtual machine, with callbacks instead of the standard libraries.
// Programs are compiled once, kept as binary chunks, verified, and run with nothing but the functions given here.
import { disassemble, dump, undump, verify } from "@luster/bytecode";
import { LuaSyntaxError, compile } from "@luster/compiler";
import { andThen, pipe } from "@luster/gc-sequence";
import {
  Continuation,
  FuelLimitError,
  LuaError,
  Table,
  Vm,
  callLua,
  instantiate,
  native1,
  native2,
  nativeN,
  plainValue,
  trace,
  userdataType,
} from "@luster/vm";
import type { Action, Args, Call, CallbackSpec, Context, Plain, Tracer, UserdataType, Value } from "@luster/vm";

// --- The functions that scripts of this machine may call.

const printed: string[] = [];

const say = native1("say", (cx, value) => {
  printed.push(String(plainValue(value)));
  return cx.returnNone();
});

const sum = nativeN("sum", <G>(_cx: Context<G>, args: Args<G>): Action<G> => {
  return args.toArray().reduce((total: number, value) => total + (value as number), 0);
});

/** Waits a turn of the event loop: scripts see a function that returns the price. */
const price = native1("price", (cx, name) => cx.await(Promise.resolve(name === "tea" ? 250 : 400)));

/** Calls `f` with each element of a list: the loop is kept as data, so that `f` may wait, yield or be collected in between. */
class Each<in out G> extends Continuation<G> {
  private position = 0;

  constructor(
    private readonly list: Table<G>,
    private readonly f: Value<G>,
  ) {
    super();
  }

  next(cx: Context<G>): Action<G> {
    this.position += 1;
    const element = this.list.getInteger(this.position);
    return element === undefined ? cx.returnNone() : cx.call1(this.f, element, this);
  }

  override resume(cx: Context<G>): Action<G> {
    return this.next(cx);
  }

  override [trace](tracer: Tracer): void {
    tracer.mark(this.list);
    if (typeof this.f === "object" && this.f !== null) tracer.mark(this.f as never);
  }
}

const each = native2("each", <G>(cx: Context<G>, list: Value<G>, f: Value<G>): Action<G> => {
  if (!(list instanceof Table)) throw cx.typeError(0, "table", list);
  return new Each<G>(list, f).next(cx);
});

/** Calls `f` and then `f` again with what that gave: a sequence. */
const twice = native2("twice", <G>(cx: Context<G>, f: Value<G>, x: Value<G>) =>
  cx.runSequence<Value<G>[]>(
    pipe(
      callLua<G>(f, [x]),
      andThen((_, values) => callLua<G>(f, values)),
    ),
    (inner, values) => inner.returnList(values),
  ),
);

/** What scripts hold of the host. */
class Basket {
  readonly items: string[] = [];
}

const basket: UserdataType<Plain<Basket>> = userdataType("Basket", Basket, {
  methods: [
    native2("add", (cx, self, item) => {
      basket.check(cx, self, 0).items.push(String(plainValue(item)));
      return self;
    }),
    native1("count", (cx, self) => basket.check(cx, self, 0).items.length),
  ],
});

const newBasket = native1("basket", (cx) => basket.create(cx, new Basket()));

const library: readonly CallbackSpec[] = [say, sum, price, each, twice, newBasket];

// --- A machine, and how it runs a chunk.

function newMachine(): Vm {
  const vm = new Vm({ memoryLimitBytes: 8_000_000 });
  vm.enter((cx) => {
    for (const spec of library) cx.globals.setString(cx.heap, spec.name, cx.newCallback(spec));
  });
  return vm;
}

const chunkOf = (source: string): string => dump(compile(source, { chunkName: "=order" }));

function begin(chunk: string): <G>(cx: Context<G>) => Call<G> {
  const proto = undump(chunk, "order");
  verify(proto);
  return (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [] });
}

const results = <G>(_cx: Context<G>, values: readonly Value<G>[]): unknown[] => values.map(plainValue);

const run = (source: string): unknown[] => newMachine().run(begin(chunkOf(source)), results);

function errorOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

// --- What it does.

declare const console: { log(...data: unknown[]): void };

async function main(): Promise<void> {
  console.log("results:", ...run("local t = {sum(1, 2, 3), 7 // 2, 7 / 2} return t[1], t[2], t[3], 1 << 62"));

  run("each({'milk', 'bread'}, function(item) say(item .. ' please') end)");
  console.log("said:", printed.splice(0).join(", "));

  const order = "local total = 0 each({'tea', 'cake'}, function(item) total = total + price(item) end) return total";
  console.log("awaited:", ...(await newMachine().runAsync(begin(chunkOf(order)), results)));

  const failure = errorOf(() => run("local order\nreturn order.item"));
  console.log("error:", failure instanceof LuaError ? failure.message : failure);

  const misuse = errorOf(() => run("each('milk', say)"));
  console.log("misuse:", misuse instanceof LuaError ? misuse.message : misuse);

  console.log("sequence:", ...run("return twice(function(n) return n * 3 end, 7)"));
  console.log("userdata:", ...run("return basket():add('milk'):add('bread'):count()"));

  const swapped = errorOf(() => run("basket().count({})"));
  console.log("swapped:", swapped instanceof LuaError ? swapped.message : swapped);

  const syntax = errorOf(() => compile("x = = 1", { chunkName: "=order" }));
  console.log("syntax:", syntax instanceof LuaSyntaxError ? syntax.message : syntax);

  const endless = errorOf(() => newMachine().run(begin(chunkOf("while true do end")), results, { fuelLimit: 100_000 }));
  console.log("endless:", endless instanceof FuelLimitError ? `stopped after ${endless.fuelLimit}` : endless);

  const greedy = errorOf(() => run("local t = {} for i = 1, 1e9 do t[i] = {} end"));
  console.log("greedy:", greedy instanceof LuaError ? greedy.message : greedy);

  console.log("no libraries:", ...run("return print == nil and string == nil and load == nil"));
  const signal = { aborted: true, reason: "closed", addEventListener: () => undefined, removeEventListener: () => undefined };
  console.log(
    "aborted:",
    await newMachine()
      .runAsync(begin(chunkOf("return 1")), results, { signal })
      .catch((reason: unknown) => reason),
  );
  console.log("listing:", disassemble(compile("return ...", { chunkName: "=order" })).includes("VARARG"));
}

void main();
