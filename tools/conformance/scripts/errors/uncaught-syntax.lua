-- A syntax error is found before anything runs. -- expect error: uncaught-syntax.lua:3: unexpected symbol near '='
print("never")
local x = = 1
