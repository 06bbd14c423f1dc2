-- string.byte and string.char.
print(("ABC"):byte(), ("ABC"):byte(2), ("ABC"):byte(-1), ("ABC"):byte(1, 3)) -- expect: 65	66	67	65	66	67
print(("ABC"):byte(0), ("ABC"):byte(4), ("ABC"):byte(-5), (""):byte()) -- expect: nil	nil	nil
print(("ABC"):byte(2, 10), select("#", ("ABC"):byte(3, 2)), ("ABC"):byte(-2, -1), ("ABC"):byte(-100, 100)) -- expect: 66	0	66	65	66	67
print(("\0\255\128"):byte(1, -1)) -- expect: 0	255	128
print(string.char(), string.char(72, 101, 108, 108, 111), #string.char(0, 0), string.char(65.0, "66")) -- expect: 	Hello	2	AB
print(pcall(string.char, 256)) -- expect: false	bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, 65, -1)) -- expect: false	bad argument #2 to 'string.char' (value out of range)
print(pcall(string.char, 65.5)) -- expect: false	bad argument #1 to 'string.char' (number has no integer representation)
print(pcall(string.char, "x")) -- expect: false	bad argument #1 to 'string.char' (number expected, got string)
print(pcall(string.byte)) -- expect: false	bad argument #1 to 'string.byte' (string expected, got no value)
print(pcall(string.byte, "x", "y")) -- expect: false	bad argument #2 to 'string.byte' (number expected, got string)
print(string.byte(123, 1, -1)) -- expect: 49	50	51
print(string.char(("every byte"):byte(1, -1))) -- expect: every byte
local all = {}
for i = 0, 255 do all[i + 1] = string.char(i) end
local joined = table.concat(all)
print(#joined, joined:byte(1), joined:byte(129), joined:byte(256)) -- expect: 256	0	128	255
