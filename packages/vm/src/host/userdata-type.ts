// Types of userdata: host classes whose instances scripts hold. A type has a name, methods and metamethods; each VM has one metatable
// for it, made on first use. What a script hands back is told from everything else by the type that it was made with, which no
// script can change, not even with `debug.setmetatable`.

import { disposeSymbol, trace } from "@luster/gc-arena";
import type { Mutation, Root, Rootable, Tracer } from "@luster/gc-arena";
import type { EventName } from "../meta/metamethod.js";
import type { CallbackSpec } from "../value/callback.js";
import { markValue } from "../value/mark.js";
import type { Table } from "../value/table.js";
import { Userdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";
import type { Context } from "./context.js";
import { singletonKey } from "./singleton.js";
import type { SingletonKey } from "./singleton.js";

/** Description of instances that hold no pointers into the arena. */
export interface Plain<T> extends Rootable {
  readonly Root: T;
}

/** What scripts can do with the userdata of a type. */
export interface UserdataTypeOptions {
  /** Methods, called as `object:name(...)`; each gets the userdata as its first argument. They are the metatable's `__index`. Default: none. */
  readonly methods?: readonly CallbackSpec[];
  /** Metamethods, by event. `__index` takes the place of the method table. Default: none. */
  readonly metamethods?: Readonly<Partial<Record<EventName, CallbackSpec>>>;
}

/** A class of the host. */
type HostClass<T> = abstract new (...args: never[]) => T;

/** The tables of a type in one VM. */
class TypeTables {
  readonly metatable: unknown;
  readonly methods: unknown;

  constructor(metatable: unknown, methods: unknown) {
    this.metatable = metatable;
    this.methods = methods;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.metatable);
    markValue(tracer, this.methods);
  }
}

/** A type of userdata: plain data at module level, shared by all VMs. `Spec` describes the instances. Made by `userdataType`. */
export class UserdataType<Spec extends Rootable> {
  /** The name in messages: the metatable's `__name`. */
  readonly name: string;
  private readonly hostClass: HostClass<unknown>;
  private readonly tables: SingletonKey<TypeTables>;

  /** @internal */
  constructor(name: string, hostClass: HostClass<unknown>, options: UserdataTypeOptions) {
    this.name = name;
    this.hostClass = hostClass;
    this.tables = singletonKey(`type ${name}`, (cx) => makeTables(cx, name, options));
  }

  /**
   * A new userdata around an instance. If that has `trace` (as `Collect` has it), it is called when the userdata is traced; if it has `Symbol.dispose`,
   * that is called when the userdata has died or the VM is disposed.
   * @param userValueCount number of Lua values that can be associated with it (`debug.setuservalue`)
   * @throws TypeError if the object is no instance of the class; ArenaMemoryError
   */
  create<G>(cx: Context<G>, object: Root<Spec, G>, userValueCount = 0): Userdata<G> {
    if (!((object as unknown) instanceof this.hostClass))
      throw new TypeError(`a userdata of type ${this.name} needs an instance of its class`);
    const userdata = cx.newUserdata(object, this.metatable(cx), userValueCount);
    userdata.type = this;
    if (typeof (object as Partial<Disposable>)[disposeSymbol] === "function") registerDisposable(cx, userdata);
    return userdata;
  }

  /** The instance in a value, or undefined if the value is no userdata of this type. */
  read<G>(value: Value<G>): Root<Spec, G> | undefined {
    return value instanceof Userdata && value.type === (this as unknown) ? (value.object as Root<Spec, G>) : undefined;
  }

  /**
   * The instance in an argument of the running callback; `argument` is 0-based.
   * @throws LuaRaise "bad argument #1 to 'f' (Point expected, got nil)" for anything else
   */
  check<G>(cx: Context<G>, value: Value<G>, argument: number): Root<Spec, G> {
    const object = this.read(value);
    if (object === undefined) throw cx.typeError(argument, this.name, value);
    return object;
  }

  /** As `check`, for callers that store pointers into the arena in the instance before they return: the barrier is done. */
  checkForStore<G>(cx: Context<G>, value: Value<G>, argument: number): Root<Spec, G> {
    const object = this.check(cx, value, argument);
    cx.barrier(value as Userdata<G>);
    return object;
  }

  /** The metatable of all userdata of this type in a VM. */
  metatable<G>(cx: Context<G>): Table<G> {
    return cx.singleton(this.tables).metatable as Table<G>;
  }

  /** The table of methods in a VM. */
  methods<G>(cx: Context<G>): Table<G> {
    return cx.singleton(this.tables).methods as Table<G>;
  }
}

/**
 * Declares a type of userdata.
 * @param hostClass the class that instances are of. For one that holds pointers, `Spec` has to be given: `userdataType<NodeSpec>("Node", Node)`, described as
 *   a root type is: `interface NodeSpec extends Rootable { readonly Root: Node<this["G"]> }`
 */
export function userdataType<T>(name: string, hostClass: HostClass<T>, options?: UserdataTypeOptions): UserdataType<Plain<T>>;
export function userdataType<Spec extends Rootable>(
  name: string,
  hostClass: HostClass<Root<Spec, unknown>>,
  options?: UserdataTypeOptions,
): UserdataType<Spec>;
export function userdataType(name: string, hostClass: HostClass<unknown>, options: UserdataTypeOptions = {}): UserdataType<Rootable> {
  return new UserdataType<Rootable>(name, hostClass, options);
}

function makeTables<G>(cx: Context<G>, name: string, { methods = [], metamethods = {} }: UserdataTypeOptions): TypeTables {
  const methodTable = cx.newTable(0, methods.length);
  for (const spec of methods) methodTable.setString(cx.heap, spec.name, cx.newCallback(spec));
  const metatable = cx.newTable(0, 4);
  metatable.setString(cx.heap, "__name", name);
  metatable.setString(cx.heap, "__index", methodTable);
  for (const [event, spec] of Object.entries(metamethods)) metatable.setString(cx.heap, event, cx.newCallback(spec));
  return new TypeTables(metatable, methodTable);
}

function registerDisposable<G>(cx: Context<G>, userdata: Userdata<G>): void {
  (cx.mutation as Mutation<G>).registerDisposable(userdata as never);
}
