-- What goto may not do, in the compiler's words.
local function try(source) print(select(2, load(source, "=g"))) end
try("goto nowhere") -- expect: g:1: no visible label 'nowhere' for <goto> at line 1
try("break") -- expect: g:1: break outside loop at line 1
try("do goto l end\nlocal x\n::l:: print(x)") -- expect: g:3: <goto l> at line 1 jumps into the scope of local 'x'
try("goto l; local a; ::l:: print(a)") -- expect: g:1: <goto l> at line 1 jumps into the scope of local 'a'
try("::l:: ::l::") -- expect: g:1: label 'l' already defined on line 1
try("::l:: do ::l:: end") -- expect: g:1: label 'l' already defined on line 1
try("do ::l:: end goto l") -- expect: g:1: no visible label 'l' for <goto> at line 1
try("local function f() goto l end ::l::") -- expect: g:1: no visible label 'l' for <goto> at line 1
try("repeat if x then goto cont end; local xuxu = 10; ::cont:: until xuxu < x") -- expect: g:1: <goto cont> at line 1 jumps into the scope of local 'xuxu'
try("goto = 1") -- expect: g:1: <name> expected near '='
try("::1::") -- expect: g:1: <name> expected near '1'
try(":: a") -- expect: g:1: '::' expected near <eof>
try("while true do end break") -- expect: g:1: break outside loop at line 1
try("if true then break end") -- expect: g:1: break outside loop at line 1
try("for i = 1, 2 do (function() break end)() end") -- expect: g:1: break outside loop at line 1
