-- Library functions used as metamethods and iterators have names of their kind.
local function try(f) print(select(2, pcall(f))) end
try(function() return setmetatable({}, { __index = string.rep }).x end) -- expect: argument-errors-in-metamethods.lua:3: bad argument #1 to 'index' (string expected, got table)
try(function() return setmetatable({}, { __add = string.rep }) + 1 end) -- expect: argument-errors-in-metamethods.lua:4: bad argument #1 to 'add' (string expected, got table)
try(function() return #setmetatable({}, { __len = string.len }) end) -- expect: argument-errors-in-metamethods.lua:5: bad argument #1 to 'len' (string expected, got table)
try(function() return setmetatable({}, { __call = string.rep })() end) -- expect: argument-errors-in-metamethods.lua:6: bad argument #1 to 'string.rep' (string expected, got table)
try(function() return setmetatable({}, { __concat = math.floor }) .. "x" end) -- expect: argument-errors-in-metamethods.lua:7: bad argument #1 to 'concat' (number expected, got table)
try(function() return setmetatable({}, { __eq = math.floor }) == {} end) -- expect: argument-errors-in-metamethods.lua:8: bad argument #1 to 'eq' (number expected, got table)
try(function() return setmetatable({}, { __lt = math.floor }) < {} end) -- expect: argument-errors-in-metamethods.lua:9: bad argument #1 to 'lt' (number expected, got table)
try(function() return -setmetatable({}, { __unm = math.floor }) end) -- expect: argument-errors-in-metamethods.lua:10: bad argument #1 to 'unm' (number expected, got table)
try(function() setmetatable({}, { __newindex = string.rep }).x = 1 end) -- expect: argument-errors-in-metamethods.lua:11: bad argument #1 to 'newindex' (string expected, got table)
try(function() for _ in string.rep, {} do end end) -- expect: argument-errors-in-metamethods.lua:12: bad argument #1 to 'for iterator' (string expected, got table)
try(function() table.sort({ 1, 2 }, string.rep) end) -- expect:
try(function() ("x"):gsub(".", string.rep) end) -- expect: bad argument #2 to 'string.rep' (number expected, got no value)
try(function() return tostring(setmetatable({}, { __tostring = string.rep })) end) -- expect: bad argument #1 to 'string.rep' (string expected, got table)
try(function() local x <close> = setmetatable({}, { __close = math.floor }) end) -- expect: argument-errors-in-metamethods.lua:16: bad argument #1 to 'close' (number expected, got table)
