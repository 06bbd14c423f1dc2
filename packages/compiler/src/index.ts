export { compile } from "./compile.js";
export type { CompileOptions } from "./compile.js";
export { Compilation } from "./compilation.js";
export { LuaSyntaxError, displayChunkName } from "./syntax-error.js";
export type { SyntaxErrorDetails, SyntaxErrorKind } from "./syntax-error.js";
export { skipFileHeader } from "./source-file.js";
export { parse } from "./syntax/parser.js";
export type { ParserOptions } from "./syntax/cursor.js";
export type { Atom } from "./syntax/atom.js";
export type { Numeral } from "./syntax/numeral.js";
export type { ConstantValue } from "./syntax/fold.js";
export type { BinaryOperator, OperatorClass, UnaryOperator } from "./syntax/operators.js";
export type { BlockScope, FunctionScope, Label, UpvalueReference, Variable } from "./syntax/scope.js";
export type {
  AssignmentStatement,
  AssignmentTarget,
  BinaryExpression,
  Block,
  BooleanLiteral,
  BreakStatement,
  CallExpression,
  CallStatement,
  Chunk,
  DoStatement,
  Expression,
  FunctionExpression,
  FunctionStatement,
  GenericForStatement,
  GlobalName,
  GotoStatement,
  IfClause,
  IfStatement,
  IndexExpression,
  KeyedField,
  LabelStatement,
  LocalFunctionStatement,
  LocalName,
  LocalStatement,
  MethodCallExpression,
  MultipleAssignmentStatement,
  NilLiteral,
  NumberLiteral,
  NumericForStatement,
  ParenthesizedExpression,
  RepeatStatement,
  ReturnStatement,
  Statement,
  StringLiteral,
  TableExpression,
  TableField,
  UnaryExpression,
  UpvalueName,
  VarargExpression,
  WhileStatement,
} from "./syntax/ast.js";
