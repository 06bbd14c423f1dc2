-- gmatch: iteration, captures, empty matches, start position, and its state.
for w in ("one two  three"):gmatch("%a+") do io.write(w, ".") end print() -- expect: one.two.three.
for k, v in ("a=1, b=2, c=3"):gmatch("(%w+)=(%w+)") do io.write(k, v, " ") end print() -- expect: a1 b2 c3 
for p in ("abc"):gmatch("()") do io.write(p, " ") end print() -- expect: 1 2 3 4 
for a, b in ("abcd"):gmatch("()(.)") do io.write(a, b, " ") end print() -- expect: 1a 2b 3c 4d 
for m in ("abc"):gmatch("x*") do io.write("[", m, "]") end print() -- expect: [][][][]
for m in ("axxb"):gmatch("x*") do io.write("[", m, "]") end print() -- expect: [][xx][]
for m in (""):gmatch("") do io.write("[", m, "]") end print() -- expect: []
for m in (""):gmatch("x") do io.write("never") end print() -- expect:
for m in ("hello world"):gmatch("o", 6) do io.write(m, " ") end print() -- expect: o 
for m in ("abcabc"):gmatch("b%w", -3) do io.write(m, " ") end print() -- expect: bc 
for m in ("abc"):gmatch(".", 10) do io.write(m) end print() -- expect:
local it = ("a b"):gmatch("%a")
print(it(), it(), it(), it()) -- expect: a	b	nil
local n = 0
for _ in ("x"):rep(10000):gmatch("x") do n = n + 1 end
print(n) -- expect: 10000
print(pcall(string.gmatch)) -- expect: false	bad argument #1 to 'string.gmatch' (string expected, got no value)
print(pcall(string.gmatch, "x")) -- expect: false	bad argument #2 to 'string.gmatch' (string expected, got no value)
print(pcall(function() for _ in ("x"):gmatch("(") do end end)) -- expect: false	gmatch.lua:20: unfinished capture
print(type(string.gmatch("a", "a")), select("#", string.gmatch("a", "a"))) -- expect: function	1
for number in ("1, 22, 333"):gmatch("%d+") do io.write(number + 1, " ") end print() -- expect: 2 23 334 
local count = 0
for w in ("the rain in the plain"):gmatch("%f[%a]%a+") do for c in w:gmatch("a") do count = count + 1 end end
print(count) -- expect: 2
