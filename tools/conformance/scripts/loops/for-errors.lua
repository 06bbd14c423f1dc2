-- Start, limit and step must be numbers, and a step must not be zero; strings are not converted.
local function try(a, b, c) print(pcall(function() for i = a, b, c do end end)) end
try("1", 2, 1) -- expect: true
try(1, "2", 1) -- expect: true
try(1, 2, "1") -- expect: true
try(nil, 2, 1) -- expect: false	for-errors.lua:2: bad 'for' initial value (number expected, got nil)
try(1, nil, 1) -- expect: false	for-errors.lua:2: bad 'for' limit (number expected, got nil)
try(1, 2, {}) -- expect: false	for-errors.lua:2: bad 'for' step (number expected, got table)
try(1, 2, 0) -- expect: false	for-errors.lua:2: 'for' step is zero
try(1.0, 2, 0) -- expect: false	for-errors.lua:2: 'for' step is zero
try(1, 2, 0.0) -- expect: false	for-errors.lua:2: 'for' step is zero
try(1, print, 1) -- expect: false	for-errors.lua:2: bad 'for' limit (number expected, got function)
try(true, 2, 1) -- expect: false	for-errors.lua:2: bad 'for' initial value (number expected, got boolean)
print(pcall(function() for i = 1, 2, nil do end end)) -- expect: false	for-errors.lua:14: bad 'for' step (number expected, got nil)
print(pcall(function() for i = {}, {} do end end)) -- expect: false	for-errors.lua:15: bad 'for' limit (number expected, got table)
