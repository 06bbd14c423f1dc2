-- An interpreter for a small language of expressions: tokens, a Pratt parser that builds
-- a tree, an evaluator with variables, functions and closures, and errors with a position.
--
--   n = 5; n!                        statements are separated by `;` or new lines
--   square(x) = x * x                a definition; its body may use what is defined later
--   if n > 1 then n else 0           everything is an expression
--   x -> x + a                       a function without a name, closing over `a`

-- Errors ------------------------------------------------------------------------------------

local Problem = {}
Problem.__index = Problem
Problem.__tostring = function(self)
  return ("%d: %s"):format(self.column, self.message)
end

local function fail(column, ...)
  error(setmetatable({ column = column, message = string.format(...) }, Problem))
end

-- Tokens ------------------------------------------------------------------------------------

local words = { ["if"] = true, ["then"] = true, ["else"] = true, ["and"] = true, ["or"] = true, ["not"] = true }

local token_rules = {
  { "blank", "^[ \t]+" },
  { "comment", "^#[^\n]*" },
  { "number", "^%d+%.?%d*[eE][+-]?%d+" },
  { "number", "^%d+%.?%d*" },
  { "name", "^[%a_][%w_]*" },
  { "symbol", "^[-<>=!]=" },
  { "symbol", "^%->" },
  { "symbol", "^[-+*/%%^()=<>,;!\n]" },
}

local function tokenize(text)
  local tokens, position = {}, 1
  while position <= #text do
    local kind, lexeme
    for _, rule in ipairs(token_rules) do
      lexeme = text:match(rule[2], position)
      if lexeme then kind = rule[1]; break end
    end
    if not lexeme then fail(position, "unexpected character '%s'", text:sub(position, position)) end
    if kind == "name" and words[lexeme] then kind = "symbol" end
    if kind ~= "blank" and kind ~= "comment" then
      tokens[#tokens + 1] = { kind = kind, text = lexeme, column = position }
    end
    position = position + #lexeme
  end
  tokens[#tokens + 1] = { kind = "end", text = "end of text", column = position }
  return tokens
end

-- Parser ------------------------------------------------------------------------------------

local Parser = {}
Parser.__index = Parser

function Parser:peek() return self.tokens[self.index] end

function Parser:take()
  local token = self.tokens[self.index]
  self.index = self.index + 1
  return token
end

function Parser:accept(text)
  local token = self:peek()
  if token.kind == "symbol" and token.text == text then return self:take() end
end

local function quoted(token)
  if token.kind == "end" then return token.text end
  return "'" .. (token.text == "\n" and "new line" or token.text) .. "'"
end

function Parser:expect(text)
  return self:accept(text) or fail(self:peek().column, "expected '%s' near %s", text, quoted(self:peek()))
end

-- What a token means at the start of an expression.
local prefix = {}
-- What it means after one: { left binding power, function(parser, left, token) }.
local infix = {}

function Parser:expression(power)
  local token = self:take()
  local start = prefix[token.kind] or prefix[token.text]
  if not start or token.kind == "end" then fail(token.column, "unexpected %s", quoted(token)) end
  local left = start(self, token)
  while true do
    local rule = infix[self:peek().text]
    if self:peek().kind ~= "symbol" or not rule or rule.power <= power then return left end
    left = rule.parse(self, left, self:take())
  end
end

local function binary(power, right_power, ...)
  for _, operator in ipairs({ ... }) do
    infix[operator] = {
      power = power,
      parse = function(parser, left, token)
        return { kind = "binary", operator = operator, left = left, right = parser:expression(right_power), column = token.column }
      end,
    }
  end
end

binary(20, 20, "or")
binary(30, 30, "and")
binary(40, 40, "==", "!=", "<", "<=", ">", ">=")
binary(50, 50, "+", "-")
binary(60, 60, "*", "/", "%")
binary(80, 79, "^")

prefix.number = function(_, token) return { kind = "number", value = tonumber(token.text), column = token.column } end
prefix.name = function(_, token) return { kind = "name", name = token.text, column = token.column } end

prefix["("] = function(parser)
  local inner = parser:expression(0)
  parser:expect(")")
  return inner
end

for _, operator in ipairs({ "-", "not" }) do
  prefix[operator] = function(parser, token)
    return { kind = "unary", operator = operator, operand = parser:expression(70), column = token.column }
  end
end

prefix["if"] = function(parser, token)
  local condition = parser:expression(0)
  parser:expect("then")
  local yes = parser:expression(0)
  parser:expect("else")
  return { kind = "if", condition = condition, yes = yes, no = parser:expression(0), column = token.column }
end

infix["!"] = {
  power = 90,
  parse = function(_, left, token)
    return { kind = "call", callee = { kind = "name", name = "factorial", column = token.column }, arguments = { left }, column = token.column }
  end,
}

infix["("] = {
  power = 100,
  parse = function(parser, left, token)
    local arguments = {}
    if not parser:accept(")") then
      repeat arguments[#arguments + 1] = parser:expression(0) until not parser:accept(",")
      parser:expect(")")
    end
    return { kind = "call", callee = left, arguments = arguments, column = token.column }
  end,
}

local function parameters_of(nodes)
  local names = {}
  for i, node in ipairs(nodes) do
    if node.kind ~= "name" then fail(node.column, "a parameter must be a name") end
    names[i] = node.name
  end
  return names
end

infix["->"] = {
  power = 15,
  parse = function(parser, left, token)
    return { kind = "function", parameters = parameters_of({ left }), body = parser:expression(10), column = token.column }
  end,
}

-- An assignment binds weakest of all and is right associative.
infix["="] = {
  power = 10,
  parse = function(parser, left, token)
    local value = parser:expression(9)
    if left.kind == "name" then return { kind = "assign", name = left.name, value = value, column = token.column } end
    if left.kind == "call" and left.callee.kind == "name" then
      local name = left.callee.name
      local body = { kind = "function", name = name, parameters = parameters_of(left.arguments), body = value, column = token.column }
      return { kind = "assign", name = name, value = body, column = token.column }
    end
    fail(token.column, "cannot assign to this")
  end,
}

local function parse(text)
  local parser = setmetatable({ tokens = tokenize(text), index = 1 }, Parser)
  local statements = {}
  while parser:peek().kind ~= "end" do
    if not (parser:accept(";") or parser:accept("\n")) then
      statements[#statements + 1] = parser:expression(0)
      local after = parser:peek()
      if after.kind ~= "end" and after.text ~= ";" and after.text ~= "\n" then
        fail(after.column, "unexpected %s", quoted(after))
      end
    end
  end
  return statements
end

-- The tree as an S-expression, for looking at precedence.
local function tree(node)
  if node.kind == "number" then return tostring(node.value) end
  if node.kind == "name" then return node.name end
  if node.kind == "unary" then return ("(%s %s)"):format(node.operator, tree(node.operand)) end
  if node.kind == "binary" then return ("(%s %s %s)"):format(node.operator, tree(node.left), tree(node.right)) end
  if node.kind == "if" then return ("(if %s %s %s)"):format(tree(node.condition), tree(node.yes), tree(node.no)) end
  if node.kind == "assign" then return ("(= %s %s)"):format(node.name, tree(node.value)) end
  if node.kind == "function" then return ("(-> (%s) %s)"):format(table.concat(node.parameters, " "), tree(node.body)) end
  local parts = { tree(node.callee) }
  for _, argument in ipairs(node.arguments) do parts[#parts + 1] = tree(argument) end
  return "(" .. table.concat(parts, " ") .. ")"
end

-- Evaluator ---------------------------------------------------------------------------------

local evaluate

local kind_names = { number = "a number", boolean = "a truth value", ["table"] = "a function" }

local function expect_kind(value, kind, column, what)
  if type(value) ~= kind then
    fail(column, "%s must be %s, not %s", what, kind_names[kind], kind_names[type(value)])
  end
  return value
end

local arithmetic = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["%"] = function(a, b) return a % b end,
  ["^"] = function(a, b) return a ^ b end,
  ["<"] = function(a, b) return a < b end,
  ["<="] = function(a, b) return a <= b end,
  [">"] = function(a, b) return a > b end,
  [">="] = function(a, b) return a >= b end,
}

local function truth(node, scope, what)
  return expect_kind(evaluate(node, scope), "boolean", node.column, what)
end

local function call(callee, arguments, column)
  if callee.native then
    for i, argument in ipairs(arguments) do
      expect_kind(argument, "number", column, "argument " .. i)
    end
    if #arguments == 0 then fail(column, "not enough arguments") end
    local ok, result = pcall(callee.native, table.unpack(arguments))
    if not ok then fail(column, "%s", result) end
    return result
  end
  local parameters = callee.parameters
  if #parameters ~= #arguments then
    fail(column, "%s takes %d argument%s, not %d", callee.name or "the function", #parameters, #parameters == 1 and "" or "s", #arguments)
  end
  local scope = setmetatable({}, { __index = callee.scope })
  for i, name in ipairs(parameters) do scope[name] = arguments[i] end
  return evaluate(callee.body, scope)
end

local evaluators = {
  number = function(node) return node.value end,

  name = function(node, scope)
    local value = scope[node.name]
    if value == nil then fail(node.column, "'%s' is not defined", node.name) end
    return value
  end,

  unary = function(node, scope)
    if node.operator == "not" then return not truth(node.operand, scope, "the operand of 'not'") end
    return -expect_kind(evaluate(node.operand, scope), "number", node.column, "the operand of '-'")
  end,

  binary = function(node, scope)
    local operator = node.operator
    if operator == "and" then return truth(node.left, scope, "the left of 'and'") and truth(node.right, scope, "the right of 'and'") end
    if operator == "or" then return truth(node.left, scope, "the left of 'or'") or truth(node.right, scope, "the right of 'or'") end
    local left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if operator == "==" then return left == right end
    if operator == "!=" then return left ~= right end
    expect_kind(left, "number", node.column, "the left of '" .. operator .. "'")
    expect_kind(right, "number", node.column, "the right of '" .. operator .. "'")
    if operator == "%" and right == 0 then fail(node.column, "remainder of a division by zero") end
    return arithmetic[operator](left, right)
  end,

  ["if"] = function(node, scope)
    return evaluate(truth(node.condition, scope, "a condition") and node.yes or node.no, scope)
  end,

  assign = function(node, scope)
    local value = evaluate(node.value, scope)
    scope[node.name] = value
    return value
  end,

  ["function"] = function(node, scope)
    return { name = node.name, parameters = node.parameters, body = node.body, scope = scope }
  end,

  call = function(node, scope)
    local callee = expect_kind(evaluate(node.callee, scope), "table", node.column, "what is called")
    local arguments = {}
    for i, argument in ipairs(node.arguments) do arguments[i] = evaluate(argument, scope) end
    return call(callee, arguments, node.column)
  end,
}

evaluate = function(node, scope) return evaluators[node.kind](node, scope) end

-- A function of Lua, for at least one number.
local function native(f) return { native = f } end

local function new_globals()
  return {
    pi = math.pi, yes = true, no = false,
    sqrt = native(function(x) if x < 0 then error("square root of a negative number", 0) end return x ^ 0.5 end),
    floor = native(math.floor), max = native(math.max), min = native(math.min),
    factorial = native(function(n)
      if math.type(n) ~= "integer" or n < 0 then error("factorial needs a whole number that is not negative", 0) end
      local product = 1
      for i = 2, n do product = product * i end
      return product
    end),
  }
end

local function text_of(value)
  if type(value) == "boolean" then return value and "yes" or "no" end
  if type(value) == "table" then return "function of " .. (value.parameters and #value.parameters or "some") end
  return tostring(value)
end

-- The value of the last statement of a text, or nil and a problem.
local function run(text, globals)
  local ok, result = pcall(function()
    local value
    for _, statement in ipairs(parse(text)) do value = evaluate(statement, globals) end
    return value
  end)
  if ok then return result end
  if getmetatable(result) ~= Problem then error(result, 0) end
  return nil, result
end

-- At work -----------------------------------------------------------------------------------

print("Trees")
for _, text in ipairs({
  "1 + 2 * 3 - 4", "2 ^ 3 ^ 2", "-2 ^ 2", "2 ^ -1", "-5!", "a < b and not c or d == e",
  "f(x)(y, z + 1)!", "a = b = c * 2", "h(x) = if x > 0 then x else -x", "x -> y -> x + y",
}) do
  print(("  %-32s %s"):format(text, tree(parse(text)[1])))
end

print("\nA session")
local globals = new_globals()
for _, text in ipairs({
  "1 + 2 * 3", "7 / 2", "7 % 4 + 2 ^ 10", "1e3 + 0.5", "(1 + 2) * (3 - 4)", "10!", "3 > 2 and not (1 == 2)",
  "radius = 3; area = pi * radius ^ 2", "area", "square(x) = x * x", "square(square(3))",
  "fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)", "fib(20)",
  "gcd(a, b) = if b == 0 then a else gcd(b, a % b)", "gcd(1071, 462)",
  "adder(a) = x -> x + a", "add5 = adder(5)", "add5(37)",
  "compose(f, g) = x -> f(g(x))", "compose(square, add5)(2)",
  "apply(f, n, x) = if n == 0 then x else apply(f, n - 1, f(x))", "apply(x -> x * 2, 20, 1)",
  "newton(x, n) = step(x, n, x / 2)", "step(x, n, g) = if n == 0 then g else step(x, n - 1, (g + x / g) / 2)",
  "newton(2, 6)", "newton(2, 6) == sqrt(2) or max(1, 5, 3) > 4", "even(n) = if n == 0 then yes else odd(n - 1)",
  "odd(n) = if n == 0 then no else even(n - 1)", "even(101)", "floor(2.75) # a comment",
  "max = min; max(4, 2)", "total = 0\ntotal = total + 1\ntotal = total + 10",
}) do
  local value, problem = run(text, globals)
  print(("  %-72s %s"):format((text:gsub("\n", "; ")), problem and tostring(problem) or text_of(value)))
end

print("\nMistakes")
for _, text in ipairs({
  "1 +", "(1 + 2", "1 2", "* 3", "2 $ 3", "unknown + 1", "square(1, 2)", "square()", "pi(3)", "1 + (2 == 2)",
  "if 1 then 2 else 3", "if yes then 1", "not 5", "sqrt(-1)", "(1 / 2)!", "5 % 0", "1 = 2", "f(1) = 2",
  "fib(yes)", "- square", "max(yes, 2)", "floor()", "1 < 2 < 3", "x -> ", "a b = 1",
}) do
  local value, problem = run(text, globals)
  assert(value == nil, text)
  print(("  %-24s %s"):format(text, tostring(problem)))
  print("  " .. (" "):rep(problem.column - 1) .. "^")
end
