-- What is called by a generic for must be callable.
print(pcall(function() for i in nil do end end)) -- expect: false	generic-for-errors.lua:2: attempt to call a nil value (for iterator 'for iterator')
print(pcall(function() for i in 5 do end end)) -- expect: false	generic-for-errors.lua:3: attempt to call a number value (for iterator 'for iterator')
print(pcall(function() for i in {} do end end)) -- expect: false	generic-for-errors.lua:4: attempt to call a table value (for iterator 'for iterator')
print(pcall(function() for k, v in { 1, 2 } do end end)) -- expect: false	generic-for-errors.lua:5: attempt to call a table value (for iterator 'for iterator')
print(pcall(function() for k in pairs(nil) do end end)) -- expect: false	generic-for-errors.lua:6: bad argument #1 to 'for iterator' (table expected, got nil)
print(pcall(function() for k in pairs() do end end)) -- expect: false	generic-for-errors.lua:7: bad argument #1 to 'pairs' (value expected)
print(pcall(function() for k in ipairs() do end end)) -- expect: false	generic-for-errors.lua:8: bad argument #1 to 'ipairs' (value expected)
print(pcall(function() for k in next, 5 do end end)) -- expect: false	generic-for-errors.lua:9: bad argument #1 to 'for iterator' (table expected, got number)
print(pcall(function() for i in function() error("inside", 0) end do end end)) -- expect: false	inside
print(pcall(function() for i in function() error({}) end do end end) == false) -- expect: true
