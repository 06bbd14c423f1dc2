-- print separates by tabs and calls __tostring, not the global tostring.
print("a", "b", "c") -- expect: a	b	c
print() -- expect:
print(nil, nil) -- expect: nil	nil
print("multi\nline")
-- expect: multi
-- expect: line
local real = tostring
tostring = function() return "replaced" end
print(1, {} ~= nil) -- expect: 1	true
tostring = real
print(("x"):rep(3), #"tab\there", "tab\there") -- expect: xxx	8	tab	here
print(setmetatable({}, { __tostring = function() return "custom" end }), setmetatable({}, { __name = "N", __tostring = function() return "wins over name" end })) -- expect: custom	wins over name
