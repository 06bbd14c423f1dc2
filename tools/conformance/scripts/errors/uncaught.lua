-- An uncaught error ends the program with the message and exit code 1.
print("before") -- expect: before
local t = nil
t.x = 1 -- expect error: uncaught.lua:4: attempt to index a nil value (local 't')
print("never")
