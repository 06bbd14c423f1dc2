-- What the compiler says, with the token near which it stopped.
local function try(source) print((select(2, load(source, "=s")))) end
try("x") -- expect: s:1: syntax error near <eof>
try("x =") -- expect: s:1: unexpected symbol near <eof>
try("= 1") -- expect: s:1: unexpected symbol near '='
try("x y") -- expect: s:1: syntax error near 'y'
try("x.y") -- expect: s:1: syntax error near <eof>
try("x:y") -- expect: s:1: function arguments expected near <eof>
try("x:y =") -- expect: s:1: function arguments expected near '='
try("f() = 1") -- expect: s:1: syntax error near '='
try("(x) = 1") -- expect: s:1: syntax error near '='
try("x, f() = 1, 2") -- expect: s:1: syntax error near '='
try("local") -- expect: s:1: <name> expected near <eof>
try("local 1") -- expect: s:1: <name> expected near '1'
try("local x =") -- expect: s:1: unexpected symbol near <eof>
try("local x = = 1") -- expect: s:1: unexpected symbol near '='
try("local function") -- expect: s:1: <name> expected near <eof>
try("local function 1()") -- expect: s:1: <name> expected near '1'
try("local x.y = 1") -- expect: s:1: unexpected symbol near '.'
try("if") -- expect: s:1: unexpected symbol near <eof>
try("if x") -- expect: s:1: 'then' expected near <eof>
try("if x then") -- expect: s:1: 'end' expected near <eof>
try("if x then else") -- expect: s:1: 'end' expected near <eof>
try("if x then elseif y") -- expect: s:1: 'then' expected near <eof>
try("if x then else elseif") -- expect: s:1: 'end' expected near 'elseif'
try("if x do end") -- expect: s:1: 'then' expected near 'do'
try("if = then end") -- expect: s:1: unexpected symbol near '='
try("while") -- expect: s:1: unexpected symbol near <eof>
try("while x") -- expect: s:1: 'do' expected near <eof>
try("while x do") -- expect: s:1: 'end' expected near <eof>
try("while do end") -- expect: s:1: unexpected symbol near 'do'
try("repeat") -- expect: s:1: 'until' expected near <eof>
try("repeat until") -- expect: s:1: unexpected symbol near <eof>
try("until x") -- expect: s:1: <eof> expected near 'until'
try("do") -- expect: s:1: 'end' expected near <eof>
try("end") -- expect: s:1: <eof> expected near 'end'
try("else") -- expect: s:1: <eof> expected near 'else'
try("for") -- expect: s:1: <name> expected near <eof>
try("for x") -- expect: s:1: '=' or 'in' expected near <eof>
try("for 1 = 1, 2 do end") -- expect: s:1: <name> expected near '1'
try("for x = 1 do end") -- expect: s:1: ',' expected near 'do'
try("for x = 1, 2, 3, 4 do end") -- expect: s:1: 'do' expected near ','
try("for x in") -- expect: s:1: unexpected symbol near <eof>
try("for x, y = 1, 2 do end") -- expect: s:1: 'in' expected near '='
try("for x in y") -- expect: s:1: 'do' expected near <eof>
try("for x.y = 1, 2 do end") -- expect: s:1: '=' or 'in' expected near '.'
try("function") -- expect: s:1: <name> expected near <eof>
try("function f") -- expect: s:1: '(' expected near <eof>
try("function f(") -- expect: s:1: <name> or '...' expected near <eof>
try("function f(a") -- expect: s:1: ')' expected near <eof>
try("function f(a,") -- expect: s:1: <name> or '...' expected near <eof>
try("function f(a, 1)") -- expect: s:1: <name> or '...' expected near '1'
try("function f(...,a) end") -- expect: s:1: ')' expected near ','
try("function f() ") -- expect: s:1: 'end' expected near <eof>
try("function f.1() end") -- expect: s:1: '(' expected near '.1'
try("function f:m.n() end") -- expect: s:1: '(' expected near '.'
try("function (a) end") -- expect: s:1: <name> expected near '('
try("return 1,") -- expect: s:1: unexpected symbol near <eof>
try("return 1 2") -- expect: s:1: <eof> expected near '2'
try("return return") -- expect: s:1: unexpected symbol near 'return'
try("return; x = 1") -- expect: s:1: <eof> expected near 'x'
try("break") -- expect: s:1: break outside loop at line 1
try("goto") -- expect: s:1: <name> expected near <eof>
try("goto 1") -- expect: s:1: <name> expected near '1'
try("::a") -- expect: s:1: '::' expected near <eof>
try("::a:: ::a::") -- expect: s:1: label 'a' already defined on line 1
try("x = {") -- expect: s:1: unexpected symbol near <eof>
try("x = {1") -- expect: s:1: '}' expected near <eof>
try("x = {1 2}") -- expect: s:1: '}' expected near '2'
try("x = {a=}") -- expect: s:1: unexpected symbol near '}'
try("x = {[1]}") -- expect: s:1: '=' expected near '}'
try("x = {[1}") -- expect: s:1: ']' expected near '}'
try("x = {,}") -- expect: s:1: unexpected symbol near ','
try("x = {1,,2}") -- expect: s:1: unexpected symbol near ','
try("x = {a.b = 1}") -- expect: s:1: '}' expected near '='
try("x = 1 +") -- expect: s:1: unexpected symbol near <eof>
try("x = + 1") -- expect: s:1: unexpected symbol near '+'
try("x = 1 + + 2") -- expect: s:1: unexpected symbol near '+'
try("x = not") -- expect: s:1: unexpected symbol near <eof>
try("x = (1") -- expect: s:1: ')' expected near <eof>
try("x = ()") -- expect: s:1: unexpected symbol near ')'
try("x = a.1") -- expect: s:1: unexpected symbol near '.1'
try("x = a.") -- expect: s:1: <name> expected near <eof>
try("x = a[") -- expect: s:1: unexpected symbol near <eof>
try("x = a[1") -- expect: s:1: ']' expected near <eof>
try("x = a[]") -- expect: s:1: unexpected symbol near ']'
try("x = a:b") -- expect: s:1: function arguments expected near <eof>
try("f(") -- expect: s:1: unexpected symbol near <eof>
try("f(1") -- expect: s:1: ')' expected near <eof>
try("f(1,") -- expect: s:1: unexpected symbol near <eof>
try("f(,)") -- expect: s:1: unexpected symbol near ','
try("f 1") -- expect: s:1: syntax error near '1'
try("f{") -- expect: s:1: unexpected symbol near <eof>
try("f 'x") -- expect: s:1: unfinished string near <eof>
try("x = ...") -- expect: nil
try("function f() return ... end") -- expect: s:1: cannot use '...' outside a vararg function near '...'
try("x = function") -- expect: s:1: '(' expected near <eof>
try("x = function(a) return end end") -- expect: s:1: <eof> expected near 'end'
try("x = 1 = 2") -- expect: s:1: unexpected symbol near '='
try("x == 1") -- expect: s:1: syntax error near '=='
try("x ~= 1") -- expect: s:1: syntax error near '~='
try("1 = x") -- expect: s:1: unexpected symbol near '1'
try("'s' = 1") -- expect: s:1: unexpected symbol near ''s''
try("nil = 1") -- expect: s:1: unexpected symbol near 'nil'
try("x, 1 = 2") -- expect: s:1: unexpected symbol near '1'
try("x + 1") -- expect: s:1: syntax error near '+'
try("x()y") -- expect: s:1: syntax error near <eof>
try("a.b.c") -- expect: s:1: syntax error near <eof>
try("a 'b' = 1") -- expect: s:1: syntax error near '='
try("and") -- expect: s:1: unexpected symbol near 'and'
try("x = and y") -- expect: s:1: unexpected symbol near 'and'
try("x = y and") -- expect: s:1: unexpected symbol near <eof>
try("x = !") -- expect: s:1: unexpected symbol near '!'
try("x = @") -- expect: s:1: unexpected symbol near '@'
try("x = $1") -- expect: s:1: unexpected symbol near '$'
try("x = `a`") -- expect: s:1: unexpected symbol near '`'
try("x = a ? b : c") -- expect: s:1: unexpected symbol near '?'
try("x != y") -- expect: s:1: syntax error near '!'
try("x += 1") -- expect: s:1: syntax error near '+'
try("x = 'a' \\ 'b'") -- expect: s:1: unexpected symbol near '\'
try("x = 5 -- comment\n y z") -- expect: s:2: syntax error near 'z'
try("\n\n\n)") -- expect: s:4: unexpected symbol near ')'
try("x = }") -- expect: s:1: unexpected symbol near '}'
try("x = ]") -- expect: s:1: unexpected symbol near ']'
try("]") -- expect: s:1: unexpected symbol near ']'
try("local x <const>") -- expect: nil
try("local x <foo> = 1") -- expect: s:1: unknown attribute 'foo'
try("local x <const") -- expect: s:1: '>' expected near <eof>
try("local x < = 1") -- expect: s:1: <name> expected near '='
try("return function() end end") -- expect: s:1: <eof> expected near 'end'
