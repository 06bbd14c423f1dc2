// From expressions of the tree to descriptors. Chains that lean to the left are walked in a loop; everything else recurses, and
// the parser has limited how deep. `fs.line` is set from the tree before anything is emitted.

import { FIELDS_PER_FLUSH, MAX_ARG_C, Op, encodeABC, encodeAx } from "@luster/bytecode";
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  FunctionExpression,
  GlobalName,
  IndexExpression,
  LocalName,
  MethodCallExpression,
  TableExpression,
} from "../syntax/ast.js";
import type { Atom } from "../syntax/atom.js";
import type { Variable } from "../syntax/scope.js";
import {
  dischargeVariable,
  freeExpression,
  setResultCount,
  store,
  toAnyRegister,
  toIndexed,
  toNextRegister,
  toRegisterOrConstant,
  toTableOperand,
  toValue,
} from "./discharge.js";
import { afterRight, beforeRight, emitUnary } from "./emit-operator.js";
import { ExpressionDescriptor, Kind } from "./expression-descriptor.js";
import type { FunctionState } from "./function-state.js";

type Suffix = IndexExpression | CallExpression | MethodCallExpression;

export class ExpressionEmitter {
  /** Emits what `node` needs, and describes its value in `e`. */
  expression(fs: FunctionState, node: Expression, e: ExpressionDescriptor): void {
    switch (node.kind) {
      case "Local":
        this.local(node.variable, e);
        return;
      case "Global":
        this.global(fs, node, e);
        return;
      case "Index":
      case "Call":
      case "MethodCall":
        this.suffixChain(fs, node, e);
        return;
      case "String":
        e.setString(node.atom);
        return;
      case "Number":
        e.setNumber(node.numeral);
        return;
      case "Binary":
        this.binaryChain(fs, node, e);
        return;
      case "Upvalue":
        e.set(Kind.Upvalue, node.index);
        return;
      case "Nil":
        e.set(Kind.Nil, 0);
        return;
      case "Boolean":
        e.set(node.value ? Kind.True : Kind.False, 0);
        return;
      case "Function":
        this.function(fs, node, e);
        return;
      case "Table":
        this.table(fs, node, e);
        return;
      case "Unary":
        this.expression(fs, node.operand, e);
        fs.line = node.operand.line;
        emitUnary(fs, node.operator, e, node.operatorLine);
        return;
      case "Parenthesized":
        this.expression(fs, node.inner, e);
        fs.line = node.inner.line;
        dischargeVariable(fs, e);
        return;
      case "Vararg":
        fs.line = node.openLine;
        e.set(Kind.Vararg, fs.emitABC(Op.VARARG, 0, 0, 1));
        return;
    }
  }

  /** Emits `node` with its value in the next register. */
  toNext(fs: FunctionState, node: Expression): void {
    const e = new ExpressionDescriptor();
    this.expression(fs, node, e);
    fs.line = node.line;
    toNextRegister(fs, e);
  }

  /** Emits a list with all values but the last in registers; the last is in `e`. An empty list leaves `e` void. */
  list(fs: FunctionState, nodes: readonly Expression[], e: ExpressionDescriptor): void {
    const last = nodes.length - 1;
    for (let i = 0; i < last; i++) this.toNext(fs, nodes[i]!);
    if (last < 0) return;
    this.expression(fs, nodes[last]!, e);
    fs.line = nodes[last]!.line;
  }

  // ---------------------------------------------------------------- names and functions

  private local(variable: Variable, e: ExpressionDescriptor): void {
    if (variable.constant !== undefined) e.setConstant(variable.constant);
    else e.set(variable.isCaptured ? Kind.Cell : Kind.Register, variable.register);
  }

  /** A global is a field of `_ENV`. */
  private global(fs: FunctionState, node: GlobalName, e: ExpressionDescriptor): void {
    const { environment } = node;
    this.expression(fs, environment, e);
    fs.line = environment.line;
    toTableOperand(fs, e);
    this.fieldOf(fs, e, node.atom);
  }

  private fieldOf(fs: FunctionState, e: ExpressionDescriptor, name: Atom): void {
    const key = new ExpressionDescriptor();
    key.setString(name);
    toIndexed(fs, e, key);
  }

  private function(fs: FunctionState, node: FunctionExpression, e: ExpressionDescriptor): void {
    const index = fs.addFunction(node);
    fs.line = node.endLine;
    e.set(Kind.Relocatable, fs.emitABx(Op.CLOSURE, 0, index));
    toNextRegister(fs, e);
  }

  // ---------------------------------------------------------------- operators

  private binaryChain(fs: FunctionState, node: BinaryExpression, e: ExpressionDescriptor): void {
    if (node.left.kind !== "Binary") {
      this.expression(fs, node.left, e);
      this.binary(fs, node, e);
      return;
    }
    const chain: BinaryExpression[] = [];
    let left: Expression = node;
    while (left.kind === "Binary") {
      chain.push(left);
      left = left.left;
    }
    this.expression(fs, left, e);
    for (let i = chain.length - 1; i >= 0; i--) this.binary(fs, chain[i]!, e);
  }

  /** The operation of `node`, whose left operand is in `e`. */
  private binary(fs: FunctionState, node: BinaryExpression, e: ExpressionDescriptor): void {
    const { operator, left, right } = node;
    fs.line = left.line;
    beforeRight(fs, operator, e);
    const rightValue = new ExpressionDescriptor();
    this.expression(fs, right, rightValue);
    fs.line = right.line;
    afterRight(fs, operator, e, rightValue, left.line);
  }

  // ---------------------------------------------------------------- fields and calls

  private suffixChain(fs: FunctionState, node: Suffix, e: ExpressionDescriptor): void {
    const base = baseOf(node);
    if (!isSuffix(base)) {
      this.expression(fs, base, e);
      this.suffix(fs, node, e);
      return;
    }
    const chain: Suffix[] = [node];
    let next: Expression = base;
    while (isSuffix(next)) {
      chain.push(next);
      next = baseOf(next);
    }
    this.expression(fs, next, e);
    for (let i = chain.length - 1; i >= 0; i--) this.suffix(fs, chain[i]!, e);
  }

  /** The field or call of `node`, whose object or function is in `e`. */
  private suffix(fs: FunctionState, node: Suffix, e: ExpressionDescriptor): void {
    switch (node.kind) {
      case "Index": {
        fs.line = node.object.line;
        toTableOperand(fs, e);
        this.index(fs, node, e);
        return;
      }
      case "Call":
        fs.line = node.callee.line;
        toNextRegister(fs, e);
        this.call(fs, node, e);
        return;
      case "MethodCall":
        fs.line = node.object.line;
        this.self(fs, node.method, e);
        this.call(fs, node, e);
    }
  }

  private index(fs: FunctionState, node: IndexExpression, e: ExpressionDescriptor): void {
    const key = new ExpressionDescriptor();
    this.expression(fs, node.key, key);
    fs.line = node.key.line;
    toValue(fs, key);
    toIndexed(fs, e, key);
  }

  /** `e:method(...)`: method and object into two registers. */
  private self(fs: FunctionState, method: Atom, e: ExpressionDescriptor): void {
    const object = toAnyRegister(fs, e);
    freeExpression(fs, e);
    const base = fs.reserve(2);
    const key = new ExpressionDescriptor();
    key.setString(method);
    const isConstant = toRegisterOrConstant(fs, key);
    fs.emitABC(Op.SELF, base, object, key.info, isConstant);
    freeExpression(fs, key);
    e.set(Kind.Register, base);
  }

  private call(fs: FunctionState, node: CallExpression | MethodCallExpression, e: ExpressionDescriptor): void {
    const base = e.info;
    const last = new ExpressionDescriptor();
    this.list(fs, node.args, last);
    let argumentField = 0;
    if (last.isMultiple) {
      setResultCount(fs, last, -1);
    } else {
      if (last.kind !== Kind.Void) toNextRegister(fs, last);
      argumentField = fs.freeRegister - base;
    }
    e.set(Kind.Call, fs.emitABC(Op.CALL, base, argumentField, 2));
    fs.fixLine(node.callLine);
    // The call leaves its one result where the function was.
    fs.freeRegister = base + 1;
  }

  // ---------------------------------------------------------------- table constructors

  private table(fs: FunctionState, node: TableExpression, e: ExpressionDescriptor): void {
    fs.line = node.openLine;
    const pc = fs.emitABC(Op.NEWTABLE, 0, 0, 0);
    fs.newTables.push(pc);
    fs.emitExtraArg(0);
    const register = fs.reserve(1);
    const [arraySize, hashSize] = this.tableFields(fs, node, register);
    const hashField = hashSize === 0 ? 0 : Math.ceil(Math.log2(hashSize)) + 1;
    fs.replace(pc, encodeABC(Op.NEWTABLE, register, hashField, arraySize % (MAX_ARG_C + 1)));
    fs.replace(pc + 1, encodeAx(Op.EXTRAARG, Math.floor(arraySize / (MAX_ARG_C + 1))));
    e.set(Kind.Register, register);
  }

  /** Items wait in registers above the table until there are enough for a SETLIST. Returns the sizes of array and hash part. */
  private tableFields(fs: FunctionState, { fields, line }: TableExpression, table: number): [number, number] {
    let stored = 0;
    let waiting = 0;
    let hashSize = 0;
    const item = new ExpressionDescriptor();
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      if (field.kind === "KeyedField") {
        hashSize++;
        this.keyedField(fs, table, field.key, field.value);
        continue;
      }
      item.set(Kind.Void, 0);
      this.expression(fs, field, item);
      fs.line = field.line;
      waiting++;
      if (i === fields.length - 1 && item.isMultiple) {
        setResultCount(fs, item, -1);
        this.setList(fs, table, stored, 0);
        return [stored + waiting - 1, hashSize];
      }
      toNextRegister(fs, item);
      if (waiting === FIELDS_PER_FLUSH && i < fields.length - 1) {
        this.setList(fs, table, stored, waiting);
        stored += waiting;
        waiting = 0;
      }
    }
    fs.line = line;
    if (waiting > 0) this.setList(fs, table, stored, waiting);
    return [stored + waiting, hashSize];
  }

  private keyedField(fs: FunctionState, table: number, keyNode: Expression, valueNode: Expression): void {
    const { freeRegister } = fs;
    const target = new ExpressionDescriptor();
    const key = new ExpressionDescriptor();
    const value = new ExpressionDescriptor();
    this.expression(fs, keyNode, key);
    fs.line = keyNode.line;
    toValue(fs, key);
    target.set(Kind.Register, table);
    toIndexed(fs, target, key);
    this.expression(fs, valueNode, value);
    fs.line = valueNode.line;
    store(fs, target, value);
    fs.freeRegister = freeRegister;
  }

  /** Stores `count` waiting items (0: up to top) behind the `stored` ones. */
  private setList(fs: FunctionState, table: number, stored: number, count: number): void {
    if (stored <= MAX_ARG_C) {
      fs.emitABC(Op.SETLIST, table, count, stored);
    } else {
      fs.emitABC(Op.SETLIST, table, count, stored % (MAX_ARG_C + 1), true);
      fs.emitExtraArg(Math.floor(stored / (MAX_ARG_C + 1)));
    }
    fs.freeRegister = table + 1;
  }
}

function isSuffix(node: Expression): node is Suffix {
  return node.kind === "Index" || node.kind === "Call" || node.kind === "MethodCall";
}

function baseOf(node: Suffix): Expression {
  return node.kind === "Call" ? node.callee : node.object;
}

/** A use of a variable that has a register or cell in this function. */
export function isOwnLocal(node: Expression): node is LocalName {
  return node.kind === "Local" && node.variable.constant === undefined;
}
