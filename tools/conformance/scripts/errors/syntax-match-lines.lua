-- An unclosed block names what it would close and where that began.
local function try(source) print((select(2, load(source, "=m")))) end
try("if x then\ny = 1\n") -- expect: m:3: 'end' expected (to close 'if' at line 1) near <eof>
try("while x do\n\n") -- expect: m:3: 'end' expected (to close 'while' at line 1) near <eof>
try("for i = 1, 2 do\n") -- expect: m:2: 'end' expected (to close 'for' at line 1) near <eof>
try("function f()\n\n") -- expect: m:3: 'end' expected (to close 'function' at line 1) near <eof>
try("do\n\n\n") -- expect: m:4: 'end' expected (to close 'do' at line 1) near <eof>
try("repeat\n\n") -- expect: m:3: 'until' expected (to close 'repeat' at line 1) near <eof>
try("x = {\n1,\n2") -- expect: m:3: '}' expected (to close '{' at line 1) near <eof>
try("f(\n1,\n2") -- expect: m:3: ')' expected (to close '(' at line 1) near <eof>
try("x = (\n1") -- expect: m:2: ')' expected (to close '(' at line 1) near <eof>
try("x = a[\n1") -- expect: m:2: ']' expected near <eof>
try("local f = function()\n") -- expect: m:2: 'end' expected (to close 'function' at line 1) near <eof>
try("if x then\nelse\n") -- expect: m:3: 'end' expected (to close 'if' at line 1) near <eof>
try("if x then\nelseif y then\n") -- expect: m:3: 'end' expected (to close 'if' at line 1) near <eof>
try("do\nend\nend") -- expect: m:3: <eof> expected near 'end'
try("x = {\n}}") -- expect: m:2: unexpected symbol near '}'
try("f(\n))") -- expect: m:2: unexpected symbol near ')'
try("repeat\nuntil\n") -- expect: m:3: unexpected symbol near <eof>
try("function f(\na,\n") -- expect: m:3: <name> or '...' expected near <eof>
try("do return end x") -- expect: m:1: syntax error near <eof>
try("do\nreturn 1\nx = 2\nend") -- expect: m:3: 'end' expected (to close 'do' at line 1) near 'x'
try("if x then y() end)\n") -- expect: m:1: unexpected symbol near ')'
try("\n\n(f\n") -- expect: m:4: ')' expected (to close '(' at line 3) near <eof>
try("for k, v\nin pairs(t)\n") -- expect: m:3: 'do' expected near <eof>
try("goto\n\n") -- expect: m:3: <name> expected near <eof>
try("return {\n  a = 1,\n  b = [[\n\n]]\n") -- expect: m:6: '}' expected (to close '{' at line 1) near <eof>
