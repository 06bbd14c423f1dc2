-- gsub with strings, functions, tables, limits, and false results.
local function g(...) local r, n = string.gsub(...); return ("%s/%d"):format(r, n) end
print(g("hello world", "o", "0"), g("hello", "l", "L", 1), g("hello", "l", "L", 0), g("hello", "x", "y")) -- expect: hell0 w0rld/2	heLlo/1	hello/0	hello/0
print(g("hello", "", "-"), g("", "", "x"), g("abc", ".", "%0%0"), g("abc", "b", "%%")) -- expect: -h-e-l-l-o-/6	x/1	aabbcc/3	a%c/1
print(g("hello world", "(%w+)", "<%1>"), g("a b", "(%w) (%w)", "%2 %1"), g("abc", "%w", { a = "1", b = "2" })) -- expect: <hello> <world>/2	b a/1	12c/3
print(g("$name is $age", "%$(%w+)", { name = "Ada", age = 36 }), g("abc", "%w", { a = false, b = "B" })) -- expect: Ada is 36/2	aBc/3
print(g("hello", "l", function() end), g("hello", "l", function() return false end), g("hello", "l", function(c) return c:upper() end)) -- expect: hello/2	hello/2	heLLo/2
print(g("abc", "(a)(b)", function(x, y) return y .. x end), g("abc", "()", function(p) return p end), g("a1", "%d", function(d) return d + 1 end)) -- expect: bac/1	1a2b3c4/4	a2/1
print(g("abc", "b", 5), g("abc", "b", 1.5), g("a.b", "%.", "%%."), g("x", "x", "%0%0%%")) -- expect: a5c/1	a1.5c/1	a%.b/1	xx%/1
print(g("abc def", "%w+", string.upper, 1), g("x = 1", "%s", ""), g("abc", "", "-", 2), g("abc", ".", "x", -1)) -- expect: ABC def/1	x=1/2	-a-bc/2	abc/0
print(g("abc", "%w", "%0,", 2), g("aaa", "a", "b", 2.0), g("a,b,c", ",", ";", "1"), g(12321, 2, 9)) -- expect: a,b,c/2	bba/2	a;b,c/1	19391/2
print(g("abc", "b", setmetatable({}, { __index = function(_, k) return k .. k end })), g("x y", "%w", { x = 1 })) -- expect: abbc/1	1 y/2
print(g("one;two", ";", "\n") == "one\ntwo/1", g("a\0b", "%z", "0"), g("abc", "$", "!"), g("abc", "^a", "!")) -- expect: true	a0b/1	abc!/1	!bc/1
print(pcall(string.gsub, "x", "x", "%")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.gsub, "x", "x", "%a")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.gsub, "x", "x", "%2")) -- expect: false	invalid capture index %2
print(pcall(string.gsub, "x", "x", function() return {} end)) -- expect: false	invalid replacement value (a table)
print(pcall(string.gsub, "x", "x", { x = {} })) -- expect: false	invalid replacement value (a table)
print(pcall(string.gsub, "x", "x", { x = true })) -- expect: false	invalid replacement value (a boolean)
print(pcall(string.gsub, "x", "x")) -- expect: false	bad argument #3 to 'string.gsub' (string/function/table expected, got no value)
print(pcall(string.gsub, "x", "x", nil)) -- expect: false	bad argument #3 to 'string.gsub' (string/function/table expected, got nil)
print(pcall(string.gsub, "x", "x", "y", "z")) -- expect: false	bad argument #4 to 'string.gsub' (number expected, got string)
print(pcall(string.gsub, "x", "x", function() error("in replacement", 0) end)) -- expect: false	in replacement
