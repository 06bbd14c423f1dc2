-- Character classes, sets, ranges, complements.
local s = "aZ3 _\t.Ã©"
local function all(p) local out = {}; for c in s:gmatch(p) do out[#out + 1] = ("%q"):format(c) end return table.concat(out, "") end
for _, class in ipairs({ "%a", "%c", "%d", "%g", "%l", "%p", "%s", "%u", "%w", "%x" }) do print(class, all(class), class:upper(), #all(class:upper())) end
-- expect: %a	"a""Z"	%A	22
-- expect: %c	"\9"	%C	24
-- expect: %d	"3"	%D	25
-- expect: %g	"a""Z""3""_""."	%G	13
-- expect: %l	"a"	%L	25
-- expect: %p	"_""."	%P	22
-- expect: %s	" ""\9"	%S	21
-- expect: %u	"Z"	%U	25
-- expect: %w	"a""Z""3"	%W	19
-- expect: %x	"a""3"	%X	22
print(all("."), #all("[%a_]"), all("[^%a]"), all("[a-z]"), all("[^a-z]"), all("[%d%s]")) -- expect: "a""Z""3"" ""_""\9"".""Ã""©"	9	"3"" ""_""\9"".""Ã""©"	"a"	"Z""3"" ""_""\9"".""Ã""©"	"3"" ""\9"
print(("x-y]z^"):gsub("[]^-]", "*")) -- expect: x*y*z*	3
print(("x-y]z^"):gsub("[^]^-]", "*")) -- expect: *-*]*^	3
print(("a-z"):gsub("[a%-]", "*")) -- expect: **z	2
print(("abc123"):match("[a-c]+"), ("abc123"):match("[0-9]+"), ("abc"):match("[x-]"), ("a-b"):match("[+-]")) -- expect: abc	123	nil	-
print(("%d"):match("%%d"), ("a.b"):match("%."), ("[x]"):match("%[(.-)%]"), ("^$"):match("^%^%$$")) -- expect: %d	.	x	^$
print(("a]b"):match("[]]"), ("a^b"):match("[%^]"), ("hello"):match("[^%s]+"), ("Ã©"):match("[\xc3][\xa9]") == "Ã©") -- expect: ]	^	hello	true
print(("\0a\0"):match("%z") == "\0", ("a\0b"):find("[\0]"), ("a\0b"):match(".%z."):len()) -- expect: true	2	3
