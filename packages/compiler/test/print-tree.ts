// The syntax tree in short, for tests: every node in parentheses with its kind, names of variables with what they mean.

import type { Block, Chunk, Expression, Statement, TableField } from "@luster/compiler";

export function printChunk(chunk: Chunk): string {
  return printBlock(chunk.body);
}

function printBlock({ statements }: Block): string {
  return statements.map(printStatement).join(" ");
}

const printList = (nodes: readonly Expression[]): string => nodes.map(printExpression).join(" ");

export function printExpression(node: Expression): string {
  switch (node.kind) {
    case "Nil":
      return "nil";
    case "Boolean":
      return String(node.value);
    case "Number":
      return String(node.numeral.value) + (node.numeral.isFloat ? "f" : "");
    case "String":
      return `'${node.atom.text}'`;
    case "Vararg":
      return "...";
    case "Function": {
      const { parameters, isVararg } = node.scope;
      const names = [...parameters.map(({ name }) => name.text), ...(isVararg ? ["..."] : [])];
      return `(function (${names.join(" ")}) ${printBlock(node.body)})`;
    }
    case "Local":
      return node.variable.name.text;
    case "Upvalue":
      return `^${node.variable.name.text}`;
    case "Global":
      return `${printExpression(node.environment)}.${node.atom.text}`;
    case "Index":
      return `(index ${printExpression(node.object)} ${printExpression(node.key)})`;
    case "Call":
      return `(call ${printList([node.callee, ...node.args])})`;
    case "MethodCall":
      return `(method ${printExpression(node.object)} ${[node.method.text, ...node.args.map(printExpression)].join(" ")})`;
    case "Unary":
      return `(${node.operator} ${printExpression(node.operand)})`;
    case "Binary":
      return `(${node.operator.symbol} ${printExpression(node.left)} ${printExpression(node.right)})`;
    case "Parenthesized":
      return `(paren ${printExpression(node.inner)})`;
    case "Table":
      return `{${node.fields.map(printField).join(" ")}}`;
  }
}

function printField(field: TableField): string {
  return field.kind === "KeyedField" ? `[${printExpression(field.key)}]=${printExpression(field.value)}` : printExpression(field);
}

function printStatement(node: Statement): string {
  switch (node.kind) {
    case "LocalStatement": {
      const names = node.variables.map(({ name, kind }) => (kind === "regular" ? name.text : `${name.text}<${kind}>`));
      return `(local ${names.join(" ")} = ${printList(node.values)})`;
    }
    case "LocalFunction":
      return `(local-function ${node.variable.name.text} ${printExpression(node.value)})`;
    case "FunctionStatement":
      return `(function-statement ${printExpression(node.target)} ${printExpression(node.value)})`;
    case "Assignment":
      return `(= ${printExpression(node.target)} ${printExpression(node.value)})`;
    case "MultipleAssignment":
      return `(= (${printList(node.targets)}) ${printList(node.values)})`;
    case "CallStatement":
      return printExpression(node.call);
    case "Do":
      return `(do ${printBlock(node.body)})`;
    case "While":
      return `(while ${printExpression(node.condition)} ${printBlock(node.body)})`;
    case "Repeat":
      return `(repeat ${printBlock(node.body)} ${printExpression(node.condition)})`;
    case "If": {
      const clauses = node.clauses.map(({ condition, body }) => `(${printExpression(condition)} ${printBlock(body)})`);
      return `(if ${clauses.join(" ")}${node.otherwise === undefined ? "" : ` else ${printBlock(node.otherwise)}`})`;
    }
    case "NumericFor": {
      const step = node.step === undefined ? "" : ` ${printExpression(node.step)}`;
      const range = `${printExpression(node.initial)} ${printExpression(node.limit)}${step}`;
      return `(for ${node.variable.name.text} ${range} ${printBlock(node.body)})`;
    }
    case "GenericFor":
      return `(for (${node.variables.map(({ name }) => name.text).join(" ")}) (${printList(node.values)}) ${printBlock(node.body)})`;
    case "Return":
      return `(return ${printList(node.values)})`;
    case "Break":
      return "(break)";
    case "Goto":
      return `(goto ${node.name.text})`;
    case "LabelStatement":
      return `(label ${node.label.name.text})`;
  }
}
