-- Assigning to existing fields, nil included, is allowed during a traversal.
local t = {}
for i = 1, 20 do t[i] = i end
for i = 1, 20 do t["k" .. i] = i end
local count, sum = 0, 0
for k, v in pairs(t) do count = count + 1; sum = sum + v; t[k] = nil end
print(count, sum, next(t)) -- expect: 40	420	nil
local u = { a = 1, b = 2, c = 3 }
for k, v in pairs(u) do u[k] = v * 10 end
print(u.a, u.b, u.c) -- expect: 10	20	30
local n = 0
for k in pairs({ 1, 2, 3, nil, 5, x = 1, [2.5] = 2 }) do n = n + 1 end
print(n) -- expect: 6
print(pcall(next, {}, "no such key")) -- expect: false	invalid key to 'next'
print(pcall(next, { 1 }, 2)) -- expect: false	invalid key to 'next'
print(next({}), next({}, nil), next({ 7 }), type(next)) -- expect: nil	nil	1	function
local w = { 1, 2, 3 }
for i, v in ipairs(w) do if i == 1 then w[4] = 4 end if i < 8 then w[i + 1] = w[i + 1] or i + 1 end end
print(#w) -- expect: 8
