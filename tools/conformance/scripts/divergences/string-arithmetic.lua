-- A numeric string in integer arithmetic gives an integer.
print("10" + 5, math.type("10" + 5), "0x10" * 1, "1e1" + 0) -- expect: 15	integer	16	10.0
