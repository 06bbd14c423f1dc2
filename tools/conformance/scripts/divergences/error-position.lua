-- Run-time errors are strings that begin with the position.
local ok, message = pcall(function() local x = nil; return x.y end)
print(type(message), message) -- expect: string	error-position.lua:2: attempt to index a nil value (local 'x')
print(type(select(2, pcall(function() return 1 + {} end)))) -- expect: string
