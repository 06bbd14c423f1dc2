-- Where an integer is needed a float with integral value will do, and a string in most functions.
print(("x"):rep(3.0), ("x"):rep("3"), ("abc"):sub("2", 3.0), string.char(72.0, "105")) -- expect: xxx	xxx	bc	Hi
print(pcall(string.rep, "x", 1.5)) -- expect: false	bad argument #2 to 'string.rep' (number has no integer representation)
print(pcall(string.rep, "x", "1.5")) -- expect: false	bad argument #2 to 'string.rep' (number has no integer representation)
print(pcall(string.rep, "x", "many")) -- expect: false	bad argument #2 to 'string.rep' (number expected, got string)
print(pcall(string.rep, "x", 2^63)) -- expect: false	bad argument #2 to 'string.rep' (number has no integer representation)
print(("%d"):format(3.0), ("%d"):format("10"), ("%x"):format("0x10"), ("%5.2f"):format("3")) -- expect: 3	10	10	 3.00
print(pcall(string.format, "%d", 3.5)) -- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", "3.5")) -- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(select(2.0, "a", "b"), select("-1", "a", "b")) -- expect: b	b
print(({ 10, 20, 30 })["2"], ({ 10, 20, 30 })[2.0]) -- expect: nil	20
print(table.concat({ 1, 2.0, "3" }, " "), table.unpack({ 1, 2, 3 }, "2")) -- expect: 1 2.0 3	2	3
print(math.floor("3.7"), math.sqrt("16"), math.max("10", "9")) -- expect: 3	4.0	9
