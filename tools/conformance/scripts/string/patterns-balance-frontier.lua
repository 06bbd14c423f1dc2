-- %b and %f.
print(("f(a(b)c)d"):match("%b()"), ("((x)"):match("%b()"), ("(x"):match("%b()"), ("a[b[c]d]e"):match("%b[]"), ("if x end"):match("%bie")) -- expect: (a(b)c)	(x)	nil	[b[c]d]	if x e
print(("x(1)(2)"):gsub("%b()", "<>"), ("||a||"):match("%b||"), ("(()())"):find("%b()"), ("\0a\1"):match("%b\0\1"):len()) -- expect: x<><>	||	1	3
print(("THE (quick) fox"):find("%f[%a]%a+%f[%A]"), ("THE (quick) fox"):match("%f[%l]%l+"), ("hello world"):gsub("%f[%w]%w", string.upper)) -- expect: 1	quick	Hello World	2
print(("foo.bar_baz"):gsub("%f[%w_]", "<"), ("word"):match("%f[%w].*%f[\0]"), ("[x]"):gsub("%f[x]", "!")) -- expect: <foo.<bar_baz	word	[!x]	1
for w in ("the cat, the dog"):gmatch("%f[%a]the%f[%A]") do io.write(w, ";") end print() -- expect: the;the;
print(pcall(string.match, "x", "%b")) -- expect: false	malformed pattern (missing arguments to '%b')
print(pcall(string.match, "x", "%bx")) -- expect: false	malformed pattern (missing arguments to '%b')
print(pcall(string.match, "x", "%f")) -- expect: false	missing '[' after '%f' in pattern
print(pcall(string.match, "x", "%fa")) -- expect: false	missing '[' after '%f' in pattern
print(pcall(string.match, "x", "[a")) -- expect: false	malformed pattern (missing ']')
print(pcall(string.match, "x", "[]")) -- expect: false	malformed pattern (missing ']')
print(pcall(string.match, "x", "[^]")) -- expect: false	malformed pattern (missing ']')
print(pcall(string.match, "x", "[a%")) -- expect: false	malformed pattern (missing ']')
print(pcall(string.match, "x", "[a-%")) -- expect: false	malformed pattern (missing ']')
print(pcall(string.match, "x", "x%")) -- expect: false	malformed pattern (ends with '%')
