-- Long brackets of any level; escapes mean nothing; a first line break is dropped.
print([[plain]], [[a\nb]], #[[]]) -- expect: plain	a\nb	0
local dropped = [[
first break dropped]]
print(dropped) -- expect: first break dropped
local kept = [[


]]
print(#kept) -- expect: 2
print([==[ ]] ]=] ]==]) -- expect:  ]] ]=] 
print([[ ["quoted"] 'both' ]]) -- expect:  ["quoted"] 'both' 
print([=[]]]=]) -- expect: ]]
local empty = [=[
]=]
print(#empty) -- expect: 0
local two = [[
a
b]]
print(two)
-- expect: a
-- expect: b
local bracket = [=[]
]]]=]
print(bracket == "]\n]]", #[=[[[]]]=]) -- expect: true	4
