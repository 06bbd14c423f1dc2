-- load compiles text and returns a function, or nil and a message.
print(load("return 1 + 1")()) -- expect: 2
print(load("x = ")) -- expect: nil	[string "x = "]:1: unexpected symbol near <eof>
print(load("return", "name")()) -- expect:
print(select(2, load("x x", "@file.lua"))) -- expect: file.lua:1: syntax error near 'x'
print(select(2, load("x x", "=custom"))) -- expect: custom:1: syntax error near 'x'
print(select(2, load("x x", "some text"))) -- expect: [string "some text"]:1: syntax error near 'x'
print(select(2, load("x x"))) -- expect: [string "x x"]:1: syntax error near 'x'
print(select(2, load("\n\nx x"))) -- expect: [string "..."]:3: syntax error near 'x'
print(select(2, load("x x\ny"))) -- expect: [string "x x..."]:1: syntax error near 'x'
print(select(2, load("local t = {}\nx x " .. ("a"):rep(100)))) -- expect: [string "local t = {}..."]:2: syntax error near 'x'
print(select(2, load("x x", ("n"):rep(200)))) -- expect: [string "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn..."]:1: syntax error near 'x'
print(select(2, load("x x", "@" .. ("p/"):rep(100)))) -- expect: ...p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/p/:1: syntax error near 'x'
print(select(2, load("x x", "=" .. ("q"):rep(100)))) -- expect: qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq:1: syntax error near 'x'
print(select(2, load("x x", "line one\nline two"))) -- expect: [string "line one..."]:1: syntax error near 'x'
print(select(2, load("x x", ""))) -- expect: [string ""]:1: syntax error near 'x'
print(pcall(load, nil)) -- expect: false	bad argument #1 to 'load' (function expected, got nil)
print(pcall(load, 5)) -- expect: true	nil	[string "5"]:1: unexpected symbol near '5'
print(load("return _VERSION")()) -- expect: Lua 5.4
print(load(("x = 1 "):rep(1000) .. "return x")()) -- expect: 1
