// A user who just wants Lua in a program: source in, values out, functions and promises of the program as callbacks, and limits.
import { FuelLimitError, Lua, LuaError, LuaFunction, LuaSyntaxError, LuaTable, UnexpectedAwaitError } from "@luster/lua";

function errorOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

const run = (source: string): unknown[] => new Lua().run(source, { chunkName: "=menu" });

// --- Values and functions.

const lua = new Lua();
lua.globals.set("vat", 0.25);
lua.globals.set("shout", (text: string) => `${text.toUpperCase()}!`);
lua.run("function gross(net) return net + net * vat end menu = { tea = 200, cake = 400 }");

console.log("results:", ...lua.run("return gross(200), shout('tea'), 1 << 62, #'\u00e9', nil, menu.cake // 1 | 0"));

const gross = lua.globals.get("gross");
if (gross instanceof LuaFunction) console.log("called:", ...gross.call(400));

const menu = lua.globals.get("menu");
if (menu instanceof LuaTable) console.log("table:", menu.get("tea"), menu.get("soup"), JSON.stringify(menu.toJS()));

console.log("libraries:", ...lua.run("return string.format('%5.1f|%-4s|', 2.5, 'x'), table.concat({1, 2, 3}, '-'), math.type(3)"));
console.log(
  "coroutines:",
  ...lua.run("local f = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end) return f(1), f(21)"),
);

// --- Errors.

const failure = errorOf(() => run("local order\nreturn order.item"));
console.log("error:", failure instanceof LuaError ? failure.message : failure);

const thrown = new RangeError("sold out");
lua.globals.set("buy", () => {
  throw thrown;
});
console.log("caught in Lua:", ...lua.run("return pcall(buy)"));
console.log("the same exception:", errorOf(() => lua.run("buy()")) === thrown);

const syntax = errorOf(() => run("x = = 1"));
console.log("syntax:", syntax instanceof LuaSyntaxError ? syntax.message : syntax);

// --- Scripts that want too much.

const endless = errorOf(() => lua.run("while true do pcall(error) end", { fuelLimit: 100_000 }));
console.log("endless:", endless instanceof FuelLimitError ? `stopped after ${endless.fuelLimit}` : endless);

const greedy = errorOf(() =>
  new Lua({ memoryLimitBytes: 8_000_000 }).run("local t = {} for i = 1, 1e9 do t[i] = {} end", { chunkName: "=menu" }),
);
console.log("greedy:", greedy instanceof LuaError ? greedy.message : greedy);

console.log("no files:", ...run("return (io.open('/etc/passwd'))"));

// --- Waiting.

async function main(): Promise<void> {
  lua.globals.set("price", async function price(name: string) {
    return (await Promise.resolve(name)).length * 100;
  });
  console.log("awaited:", ...(await lua.runAsync("return price('tea') + price('cake')")));

  const early = errorOf(() => lua.run("return price('tea')"));
  console.log("without waiting:", early instanceof UnexpectedAwaitError ? early.functionName : early);

  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 20);
  const aborted = await lua
    .runAsync("while true do pcall(function() while true do end end) end", { signal: controller.signal })
    .catch((error: unknown) => error);
  console.log("aborted:", aborted instanceof Error ? aborted.message : aborted);

  console.log("and it goes on:", ...lua.run("return gross(100)"));
}

void main();
