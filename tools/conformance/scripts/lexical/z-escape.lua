-- \z skips the blanks that follow, line breaks among them.
print("a\z   b") -- expect: ab
local joined = "one \z
       two \z

       three"
print(joined) -- expect: one two three
print(#"\z", "\z  \z  x") -- expect: 0	x
print("a\z\65") -- expect: aA
