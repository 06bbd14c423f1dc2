-- Any value but nil and NaN may be a key.
local f, co, tk = function() end, coroutine.create(print), {}
local t = { [true] = "true", [false] = "false", [f] = "function", [co] = "thread", [tk] = "table", [1.5] = "float", [""] = "empty", [print] = "builtin" }
print(t[true], t[false], t[f], t[co], t[tk], t[1.5], t[""], t[print], t[{}], t[function() end]) -- expect: true	false	function	thread	table	float	empty	builtin	nil	nil
t["1"] = "string one"; t[1] = "number one"
print(t["1"], t[1], t["1.0"], t[1.0]) -- expect: string one	number one	nil	number one
t[-1] = "minus"; t[0] = "zero"; t[-0.0] = "still zero"; t[1e300] = "big"; t[math.mininteger] = "min"
print(t[-1], t[0], t[1e300], t[math.mininteger], #t) -- expect: minus	still zero	big	min	1
local n = 0
for k, v in pairs(t) do n = n + 1 end
print(n) -- expect: 14
t[true] = nil; t[f] = nil; t[1.5] = nil
print(t[true], t[f], t[1.5], t[false]) -- expect: nil	nil	nil	false
print(next({ [tk] = 1 }) == tk, next({ [false] = 1 }), (next({ [2^31] = 1 })), (next({ [-2^31] = 1 }))) -- expect: true	false	2147483648	-2147483648
local count = 0
for i = 1, 100 do t["key" .. i] = i end
for i = 1, 100, 2 do t["key" .. i] = nil end
for k in pairs(t) do if type(k) == "string" and k:find("^key") then count = count + 1 end end
print(count, t.key2, t.key1) -- expect: 50	2	nil
