-- Nesting of source is limited; the compiler says so instead of failing.
local function try(source) local _, f, m = pcall(load, source, "=n"); print(f and "compiles" or m) end
try("return " .. ("("):rep(150) .. "1" .. (")"):rep(150)) -- expect: compiles
try("return " .. ("("):rep(250) .. "1" .. (")"):rep(250)) -- expect: C stack overflow
try("return " .. ("{"):rep(150) .. ("}"):rep(150)) -- expect: compiles
try("return " .. ("{"):rep(250) .. ("}"):rep(250)) -- expect: C stack overflow
try(("do "):rep(150) .. ("end "):rep(150)) -- expect: compiles
try(("do "):rep(250) .. ("end "):rep(250)) -- expect: C stack overflow
try("return " .. ("not "):rep(150) .. "x") -- expect: compiles
try("return " .. ("- "):rep(250) .. "x") -- expect: C stack overflow
try("return " .. ("a.."):rep(150) .. "a") -- expect: compiles
try("return " .. ("a.."):rep(250) .. "a") -- expect: C stack overflow
try("return " .. ("2^"):rep(250) .. "2") -- expect: C stack overflow
try("return " .. ("a+"):rep(5000) .. "a") -- expect: compiles
try("x = " .. ("f("):rep(250) .. (")"):rep(250)) -- expect: C stack overflow
try(("function f() "):rep(250) .. ("end "):rep(250)) -- expect: C stack overflow
try("x" .. (".y"):rep(1000) .. " = 1") -- expect: compiles
try(("if x then "):rep(100) .. ("end "):rep(100)) -- expect: compiles
try("if x then " .. ("elseif y then "):rep(1000) .. "end") -- expect: compiles
try(("a,"):rep(250) .. "a = 1") -- expect: C stack overflow
