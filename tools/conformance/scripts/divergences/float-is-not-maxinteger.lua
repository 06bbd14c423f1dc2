-- 2^63 is not the largest integer, and not converted to it.
print(2^63 == math.maxinteger, 2^63 > math.maxinteger, math.tointeger(2^63), pcall(function() return 2^63 | 0 end)) -- expect: false	true	nil	false	float-is-not-maxinteger.lua:2: number has no integer representation
