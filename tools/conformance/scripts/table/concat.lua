-- concat with separators and ranges, of strings and numbers.
print(table.concat({ 1, 2, 3 }), table.concat({ 1, 2, 3 }, ", "), table.concat({}, ","), table.concat({ "a" }, ",")) -- expect: 123	1, 2, 3		a
print(table.concat({ 1, 2.5, "x", 3.0 }, "|"), table.concat({ "a", "b", "c" }, "-", 2), table.concat({ "a", "b", "c" }, "-", 2, 2), table.concat({ "a", "b" }, "-", 2, 1)) -- expect: 1|2.5|x|3.0	b-c	b	
print(table.concat({ "a", "b", "c" }, "", 1, 3), table.concat({ [5] = "five", [6] = "six" }, "+", 5, 6), table.concat({ 1, 2 }, 0)) -- expect: abc	five+six	102
print(table.concat({ "x", "y" }, "\0") == "x\0y", table.concat({ "a", "b" }, nil), table.concat({}, "x", 1, 0)) -- expect: true	ab	
print(#table.concat({ ("x"):rep(1000), ("y"):rep(1000) }, ("-"):rep(10))) -- expect: 2010
print(pcall(table.concat, { 1, {}, 3 })) -- expect: false	invalid value (table) at index 2 in table for 'concat'
print(pcall(table.concat, { 1, nil, 3 }, ",", 1, 3)) -- expect: false	invalid value (nil) at index 2 in table for 'concat'
print(pcall(table.concat, { true })) -- expect: false	invalid value (boolean) at index 1 in table for 'concat'
print(pcall(table.concat, { 1, 2 }, {})) -- expect: false	bad argument #2 to 'table.concat' (string expected, got table)
print(pcall(table.concat, 5)) -- expect: false	bad argument #1 to 'table.concat' (table expected, got number)
print(pcall(table.concat, { 1 }, ",", 1, 2)) -- expect: false	invalid value (nil) at index 2 in table for 'concat'
print(table.concat(setmetatable({}, { __index = function(_, i) return "v" .. i end, __len = function() return 3 end }), " ")) -- expect: v1 v2 v3
print(table.concat({ "a", "b" }, ", ", math.maxinteger, math.maxinteger - 1) == "") -- expect: true
print(pcall(table.concat, {}, ",", math.maxinteger, math.maxinteger)) -- expect: false	invalid value (nil) at index 9223372036854775807 in table for 'concat'
