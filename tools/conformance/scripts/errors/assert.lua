-- assert gives back its arguments, or throws its message.
print(assert(1, 2, 3)) -- expect: 1	2	3
print(assert("s")) -- expect: s
print(select("#", assert(true, nil, nil))) -- expect: 3
print(pcall(assert, false)) -- expect: false	assertion failed!
print(pcall(assert, nil)) -- expect: false	assertion failed!
print(pcall(assert, nil, "message")) -- expect: false	message
print(pcall(assert, false, nil)) -- expect: false	nil
print(pcall(assert)) -- expect: false	bad argument #1 to 'assert' (value expected)
print(pcall(assert, false, 42)) -- expect: false	42
print(select(2, pcall(assert, false, { "t" }))[1]) -- expect: t
print(pcall(function() assert(1 == 2, "no position added") end)) -- expect: false	assert.lua:12: no position added
print(pcall(function() assert(false) end)) -- expect: false	assert.lua:13: assertion failed!
