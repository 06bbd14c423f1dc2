-- \ddd takes up to three decimal digits (manual 3.1).
print("\65\066\0677") -- expect: ABC7
print(#"\0", #"\00", #"\000", #"a\0b") -- expect: 1	1	1	3
print("\1234" == "{4", "\9x" == "\tx") -- expect: true	true
print(("\255\128\0"):byte(1, -1)) -- expect: 255	128	0
