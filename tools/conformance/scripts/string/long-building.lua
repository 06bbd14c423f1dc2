-- Strings built piece by piece in several ways are equal and usable as keys.
local a = ""
for i = 1, 2000 do a = a .. string.char(97 + i % 26) end
local parts = {}
for i = 1, 2000 do parts[i] = string.char(97 + i % 26) end
local b = table.concat(parts)
local c = ""
for i = 2000, 1, -1 do c = string.char(97 + i % 26) .. c end
print(#a, a == b, b == c, a:sub(1, 5), a:sub(-5), a:byte(1000)) -- expect: 2000	true	true	bcdef	uvwxy	109
local t = { [a] = "found" }
print(t[b], t[c], t[a .. ""], t[a .. "x"]) -- expect: found	found	found	nil
print(a:find("xyz"), a:find("zab", 100), #a:gsub("a", ""), a:rep(3):len(), a:upper():lower() == a) -- expect: 23	103	1924	6000	true
local s = ("0123456789"):rep(1000)
local n = 0
for i = 1, #s, 7 do n = n + s:byte(i) end
print(n, s:sub(5001, 5010), s:sub(-3), #s:sub(11, -11)) -- expect: 75024	0123456789	789	9980
local half = s:sub(1, 5000) .. s:sub(5001)
print(half == s, half < s, half <= s, #(half .. s)) -- expect: true	false	true	20000
