-- ^ and $ anchor only at the ends; in gmatch and gsub too.
print(("hello"):match("^h"), ("hello"):match("^e"), ("hello"):match("o$"), ("hello"):match("l$"), ("hello"):match("^hello$")) -- expect: h	nil	o	nil	hello
print(("a^b"):match("a^b"), ("a$b"):match("a$b"), ("^a"):match("%^a"), ("a$"):match("a%$"), ("x"):match("^$"), (""):match("^$")) -- expect: a^b	a$b	^a	a$	nil	
print(("hello"):find("^l", 3), ("hello"):find("^l", 4), ("hello"):find("l$", 1), ("abc"):match("^b", 2)) -- expect: 3	4	nil	b
print(("aaa"):gsub("^a", "b"), ("aaa"):gsub("a$", "b"), ("abc"):gsub("^", ">"), ("abc"):gsub("$", "<")) -- expect: baa	aab	>abc	abc<	1
for m in ("aaa"):gmatch("^a") do io.write(m, " ") end print() -- expect:
for m in ("line1\nline2"):gmatch("[^\n]+") do io.write(m, "|") end print() -- expect: line1|line2|
print(("a\nb"):match("a$"), ("a\nb"):match("b$"), ("^^"):gsub("^^", "x")) -- expect: nil	b	x^	1
