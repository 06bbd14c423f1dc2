-- Captures: nested, empty (positions), back references, and their order.
print(("hello"):match("(h)(e)(l)"), ("hello"):match("((h)(e))"), ("hello"):match("()ll()"), ("hello"):match("(h(e(l)))")) -- expect: h	he	3	hel	el	l
print(("abcabc"):match("(abc)%1"), ("abab"):match("(a)(b)%1%2"), ([["quoted"]]):match([[(["'])(.-)%1]]), ("'a\"b'"):match("(['\"])(.-)%1")) -- expect: abc	a	"	'	a"b
print(("key=val"):match("(%w+)=(%w*)"), ("=val"):match("(%w*)=(%w*)"), ("abc"):match("()"), ("abc"):match("b()")) -- expect: key		1	3
print(("hello"):find("(l)(l)"), ("hello"):find("()", 3), ("hello"):find("l()"), ("x"):find("(y)")) -- expect: 3	3	3	nil
print(("abc"):gsub("(a)(b)(c)", "%3%2%1%0"), ("abc"):gsub("%w", "%0%0"), ("abc"):gsub("%w", "%1"), ("hello world"):gsub("o()", "%1")) -- expect: cbaabc	aabbcc	abc	hell6 w9rld	2
print(select("#", ("x"):match("(x)(x?)(x?)")), ("x"):match("(x)(y?)"), (""):match("(.*)")) -- expect: 3	x	
print(pcall(string.match, "x", "(x")) -- expect: false	unfinished capture
print(pcall(string.match, "x", "x)")) -- expect: false	invalid pattern capture
print(pcall(string.match, "x", "%1")) -- expect: false	invalid capture index %1
print(pcall(string.match, "x", "(x)%2")) -- expect: false	invalid capture index %2
print(pcall(string.match, "xx", "(x%1)")) -- expect: false	invalid capture index %1
print(pcall(string.match, "x", ("(x)"):rep(33))) -- expect: true	nil
print(select("#", (("x"):rep(32)):match(("(x)"):rep(32)))) -- expect: 32
