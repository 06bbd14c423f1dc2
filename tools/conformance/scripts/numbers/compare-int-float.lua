-- Integers and floats are compared by their exact mathematical values (manual 3.4.4).
local p53 = 2 ^ 53
print(9007199254740992 == p53, 9007199254740993 == p53, 9007199254740993 > p53, 9007199254740993 <= p53) -- expect: true	false	true	false
print(9007199254740993 < p53 + 2, 9007199254740991 < p53, -9007199254740993 < -p53, -9007199254740993 == -p53) -- expect: true	true	true	false
local max, min = math.maxinteger, math.mininteger
print(max < 2^63, max <= 2^63, max == 2^63, max > 2^63, max >= 2^63) -- expect: true	true	false	false	false
print(2^63 > max, 2^63 >= max, 2^63 <= max, 2^63 < max) -- expect: true	true	false	false
print(min == -2^63, min <= -2^63, min >= -2^63, min < -2^63, min > -2^63) -- expect: true	true	true	false	false
print(min - 0.0 == min, max - 0.0 == max, max + 0.0 == 2^63, min + 0.0 == -2^63) -- expect: true	false	true	true
print(max < math.huge, min > -math.huge, max > -math.huge, min < -math.huge) -- expect: true	true	true	false
local nan = 0 / 0
print(1 < nan, 1 > nan, 1 <= nan, 1 >= nan, 1 == nan, 1 ~= nan) -- expect: false	false	false	false	false	true
print(max < nan, nan < max, min <= nan, nan >= min, nan == nan, nan ~= nan) -- expect: false	false	false	false	false	true
print(1 < 1.5, 2 > 1.5, 1 <= 1.0, 1 >= 1.0, -1 < -0.5, -1 > -1.5, 0 == -0.0, 0 <= -0.0, 0 < 1e-300) -- expect: true	true	true	true	true	true	true	true	true
print(9223372036854774784 == 9223372036854774784.0, 9223372036854774785 == 9223372036854774784.0) -- expect: true	false
print(9223372036854774785 > 9223372036854774784.0, 9223372036854774783 < 9223372036854774784.0) -- expect: true	true
print(-9223372036854775807 > -2^63, -9223372036854775807 < -2^63, -9223372036854775807 == -2^63) -- expect: true	false	false
print(max // 1 < 1e19, max < 1e18, 10^18 == 1000000000000000000, 1000000000000000001 == 10^18) -- expect: true	false	true	false
print(math.max(max, 2^63), math.min(min, -2^64), math.max(9007199254740993, p53)) -- expect: 9.2233720368548e+18	-1.844674407371e+19	9007199254740993
