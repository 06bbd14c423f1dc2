-- The edges of %.
print(math.mininteger % -1, math.mininteger // -1, 5 % math.huge, -5 % math.huge, 5 % -math.huge) -- expect: 0	-9223372036854775808	5.0	inf	-inf
