-- %s %q %% and what arguments they take.
print(("%s|%10s|%-10s|%.2s|%5.1s|"):format("abc", "abc", "abc", "abc", "abc"), ("%s %s %s %s"):format(nil, true, 1, 1.5)) -- expect: abc|       abc|abc       |ab|    a|	nil true 1 1.5
print(("%%|%s%%"):format(50), ("%s"):format("a\0b") == "a\0b", ("%5s|%-5s|"):format(1, 2.0), ("%s"):format(("x"):rep(200)):len()) -- expect: %|50%	true	    1|2.0  |	200
print(("%q"):format("plain"), ("%q"):format('quo"te'), ("%q"):format("back\\slash"), ("%q"):format("\0\1\0012\r\t\127")) -- expect: "plain"	"quo\"te"	"back\\slash"	"\0\1\0012\13\9\127"
print((("%q"):format("line\nbreak"):gsub("\n", "N")), ("%q %q %q"):format(1, 1.5, true), ("%q"):format(nil)) -- expect: "line\Nbreak"	1 0x1.8p+0 true	nil
print(("%q"):format(math.mininteger), ("%q"):format(math.maxinteger), ("%q"):format(0.1), ("%q"):format(1e100)) -- expect: 0x8000000000000000	9223372036854775807	0x1.999999999999ap-4	0x1.249ad2594c37dp+332
print(("%q"):format(1/0), ("%q"):format(-1/0), ("%q"):format(0/0), ("%q"):format(-0.0), ("%q"):format(255)) -- expect: 1e9999	-1e9999	(0/0)	-0x0p+0	255
print(load("return " .. ("%q"):format("any\0thing\r\n\"\\\200"))() == "any\0thing\r\n\"\\\200", load("return " .. ("%q"):format(1/3))() == 1/3) -- expect: true	true
print(("no directives"):format(), ("%s"):format("extra", "arguments"), (""):format(), ("%-5s%5s"):format("ab", "cd")) -- expect: no directives	extra		ab      cd
print(("%s"):format(setmetatable({}, { __tostring = function() return "object" end })), ("%8.3s|"):format(setmetatable({}, { __tostring = function() return "object" end }))) -- expect: object	     obj|
print(pcall(string.format, "%s")) -- expect: false	bad argument #2 to 'string.format' (no value)
print(pcall(string.format, "%d %s", 1)) -- expect: false	bad argument #3 to 'string.format' (no value)
print(pcall(string.format, "%10q", "x")) -- expect: false	specifier '%q' cannot have modifiers
print(pcall(string.format, "%q", print)) -- expect: false	bad argument #2 to 'string.format' (value has no literal form)
print(pcall(string.format, "%")) -- expect: false	bad argument #2 to 'string.format' (no value)
print(pcall(string.format, "%z", 1)) -- expect: false	invalid conversion '%z' to 'format'
print(pcall(string.format, "%-", 1)) -- expect: false	invalid conversion '%-' to 'format'
print(pcall(string.format, "%llf", 1)) -- expect: false	invalid conversion '%l' to 'format'
print(pcall(string.format, "%.s|%.0s", "x", "y")) -- expect: true	|
print(pcall(string.format, "%010s", "x")) -- expect: false	invalid conversion specification: '%010s'
print(pcall(string.format)) -- expect: false	bad argument #1 to 'string.format' (string expected, got no value)
print(pcall(string.format, "%5.3.1f", 1)) -- expect: false	invalid conversion specification: '%5.3.1f'
print(pcall(string.format, "%s", setmetatable({}, { __tostring = function() return 1 end }))) -- expect: true	1
