-- Short and long comments; a comment may end the chunk without a line break.
print(1) --[[ long ]] print(2)
-- expect: 1
-- expect: 2
--[==[ print("hidden")
]] ]=]
]==] print(3) -- expect: 3
---[[ not long
print(4) -- expect: 4
--]]
--[ not long either
print(load("return 5 -- end")()) -- expect: 5
print(type(load("--"))) -- expect: function
print(load("--[[ open", "=c")) -- expect: nil	c:1: unfinished long comment (starting at line 1) near <eof>
