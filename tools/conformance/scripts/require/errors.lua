-- What require says of a missing module, of one with a syntax error, and of one that throws.
package.path = "./fixtures/?.lua;./?/init.lua"
package.cpath = ""
local ok, message = pcall(require, "no.such")
print(ok, (message:match("^.-init.lua'"):gsub("\n", "|"))) -- expect: false	module 'no.such' not found:|	no field package.preload['no.such']|	no file './fixtures/no/such.lua'|	no file './no/such/init.lua'
print(pcall(require, "bad-syntax"))
-- expect: false	error loading module 'bad-syntax' from file './fixtures/bad-syntax.lua':
-- expect: 	./fixtures/bad-syntax.lua:1: unexpected symbol near '='
print(pcall(require, "throws")) -- expect: false	./fixtures/throws.lua:1: thrown while loading
print(package.loaded["throws"], package.loaded["bad-syntax"]) -- expect: nil	nil
print(pcall(require)) -- expect: false	bad argument #1 to 'require' (string expected, got no value)
print(pcall(require, {})) -- expect: false	bad argument #1 to 'require' (string expected, got table)
