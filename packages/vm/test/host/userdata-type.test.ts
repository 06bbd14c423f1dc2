import { disposeSymbol, trace } from "@luster/gc-arena";
import type { GcWeak, Rootable, Tracer } from "@luster/gc-arena";
import { LuaError, Vm, markValue, native1, native2, userdataType } from "@luster/vm";
import type { CallbackSpec, Context, Plain, Table, Userdata, UserdataType, Value } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine, runOn } from "../machine.js";

class Point {
  constructor(
    public x: number,
    public y: number,
  ) {}
}

const point: UserdataType<Plain<Point>> = userdataType("Point", Point, {
  methods: [
    native1("getX", (cx, self) => point.check(cx, self, 0).x),
    native2("moveBy", (cx, self, dx) => {
      point.check(cx, self, 0).x += dx as number;
      return self;
    }),
  ],
  metamethods: {
    __add: native2("add", (cx, a, b) => point.create(cx, new Point(point.check(cx, a, 0).x + point.check(cx, b, 1).x, 0))),
  },
});

const newPoint = native2("point", (cx, x, y) => point.create(cx, new Point(x as number, y as number)));
const kindOf = native1("kindOf", (_, value) => (point.read(value) === undefined ? "other" : "point"));

const debugSetMetatable = native2("debugsetmetatable", <G>(cx: Context<G>, value: Value<G>, metatable: Value<G>) => {
  cx.setMetatable(value as Userdata<G>, metatable as Table<G> | undefined);
  return value;
});

const points = (source: string, extra: readonly CallbackSpec[] = []): unknown[] =>
  runOn(machine([newPoint, kindOf, debugSetMetatable, ...extra]), source);

describe("a type of userdata", () => {
  it("has methods and metamethods", () => {
    expect(points("local p = point(1, 2); return p:getX(), p:moveBy(5):getX(), (p + p):getX(), p.nothing")).toEqual([1, 6, 12, undefined]);
  });

  it("has one metatable per machine", () => {
    expect(points("return getmetatable(point(1, 2)) == getmetatable(point(3, 4))")).toEqual([true]);
    const vm = machine();
    expect(vm.enter((cx) => point.metatable(cx) === point.metatable(cx) && point.methods(cx).getString("getX") !== undefined)).toBe(true);
    const [a, b] = [machine(), machine()].map((each) => each.enter((cx) => point.metatable(cx) as unknown));
    expect(a === b).toBe(false);
  });

  it("is told from everything else, whatever a script does to metatables", () => {
    expect(points("return kindOf(point(1, 2)), kindOf({}), kindOf(nil), kindOf('x')")).toEqual(["point", "other", "other", "other"]);
    expect(points("return kindOf(debugsetmetatable(point(1, 2), {})), kindOf(setmetatable({}, getmetatable(point(1, 2))))")).toEqual([
      "point",
      "other",
    ]);
  });

  it("names what it expected and what it got", () => {
    expect(() => points("local getX = point(1, 2).getX; getX(nil)")).toThrow("bad argument #1 to 'getX' (Point expected, got nil)");
    expect(() => points("local getX = point(1, 2).getX; getX()")).toThrow("bad argument #1 to 'getX' (Point expected, got no value)");
    expect(() => points("return point(1, 2) + 1")).toThrow(LuaError);
    class Other {}
    const other: UserdataType<Plain<Other>> = userdataType("Other", Other);
    const newOther = native1("other", (cx) => other.create(cx, new Other()));
    expect(() => points("local getX = point(1, 2).getX; getX(other())", [newOther])).toThrow("(Point expected, got Other)");
  });

  it("takes instances of its class only", () => {
    expect(() => new Vm().enter((cx) => void point.create(cx, {} as Point))).toThrow(TypeError);
  });

  it("lets fields be looked up at the same site in tables and userdata", () => {
    const source = `
      local p, t = point(1, 2), setmetatable({}, {__index = {getX = function() return 'table' end}})
      local seen = ''
      for i = 1, 6 do local o = i % 2 == 0 and p or t; seen = seen .. o:getX() .. ' ' end
      getmetatable(p).__index = {getX = function() return 'changed' end}
      for i = 1, 2 do local o = i % 2 == 0 and p or t; seen = seen .. o:getX() .. ' ' end
      getmetatable(p).__index = function(_, k) return function() return k end end
      return seen, p:getX()`;
    expect(points(source)).toEqual(["table 1 table 1 table 1 table changed ", "getX"]);
  });

  it("finds what a method table gets later, and loses what it loses", () => {
    const source = `
      local p = point(1, 2)
      local function get() return p.later end
      local methods = getmetatable(p).__index
      local before = get()
      methods.later = 1; local with = get()
      methods.later = nil
      return before, with, get()`;
    expect(points(source)).toEqual([undefined, 1, undefined]);
  });
});

describe("the collector", () => {
  class Holder<in out G> {
    declare protected readonly brand: (g: G) => G;
    held: Value<G> = undefined;
    [trace](tracer: Tracer): void {
      markValue(tracer, this.held);
    }
  }
  interface HolderSpec extends Rootable {
    readonly Root: Holder<this["G"]>;
  }
  const holder: UserdataType<HolderSpec> = userdataType<HolderSpec>("Holder", Holder, {
    methods: [
      native2("hold", (cx, self, value) => {
        holder.checkForStore(cx, self, 0).held = value;
        return undefined;
      }),
      native1("held", (cx, self) => holder.check(cx, self, 0).held),
    ],
  });
  const newHolder = native1("holder", (cx) => holder.create(cx, new Holder()));

  it("sees what the instances hold, also if it was stored while marking", () => {
    const source = `
      local h = holder()
      h:hold({name = 'kept'})
      local weak = setmetatable({h:held()}, {__mode = 'v'})
      collectgarbage()
      for i = 1, 300 do
        local big = {}
        for j = 1, 100 do big[j] = {j} end
        h:hold({i})
      end
      collectgarbage()
      return weak[1], h:held()[1]`;
    expect(runOn(machine([newHolder]), source)).toEqual([undefined, 300]);
  });

  it("lets userdata be held weakly, by scripts and by the host", () => {
    expect(
      points(
        "local keep = point(1, 2); local weak = setmetatable({keep, point(3, 4)}, {__mode = 'v'}); collectgarbage(); return kindOf(weak[1]), weak[2]",
      ),
    ).toEqual(["point", undefined]);
    const vm = machine();
    const weak = vm.enter((cx) => {
      const userdata = point.create(cx, new Point(1, 2));
      return cx.stash(new WeakHolder(cx.weak(userdata) as never) as never);
    });
    runOn(vm, "collectgarbage()");
    expect(vm.enter((cx) => (cx.fetch(weak) as unknown as WeakHolder).weak.isDropped)).toBe(true);
  });

  class WeakHolder {
    gcColor = 0;
    constructor(readonly weak: GcWeak<unknown, never>) {}
    [trace](tracer: Tracer): void {
      tracer.mark(this.weak);
    }
  }

  it("keeps user values as long as the userdata", () => {
    const vm = machine();
    const kept = vm.enter((cx) => {
      const userdata = point.create(cx, new Point(1, 2), 2);
      cx.setUserValue(userdata, 1, cx.newTable());
      expect(() => cx.setUserValue(userdata, 3, 1)).toThrow(RangeError);
      return cx.stash(userdata);
    });
    runOn(vm, "collectgarbage()");
    expect(vm.enter((cx) => typeof (cx.fetch(kept) as Userdata<unknown>).userValues[0])).toBe("object");
  });

  it("has instances disposed that died, and the others with the machine", () => {
    const log: string[] = [];
    class Resource {
      constructor(readonly name: string) {}
      [disposeSymbol](): void {
        log.push(this.name);
      }
    }
    const resource = userdataType("Resource", Resource);
    const open = native1("open", (cx, name) => resource.create(cx, new Resource(name as string)));
    const vm = machine([open]);
    runOn(vm, "open('first'); kept = open('second'); collectgarbage()");
    expect(log).toEqual(["first"]);
    vm[disposeSymbol]();
    expect(log).toEqual(["first", "second"]);
  });

  it("calls __gc of a type", () => {
    const log: number[] = [];
    const type: UserdataType<Plain<Point>> = userdataType("Point", Point, {
      metamethods: {
        __gc: native1("gc", (cx, self) => {
          log.push(type.check(cx, self, 0).x);
          return undefined;
        }),
      },
    });
    const make = native1("make", (cx, x) => type.create(cx, new Point(x as number, 0)));
    runOn(machine([make]), "make(1); make(2); collectgarbage()");
    expect(log).toEqual([2, 1]);
  });
});
