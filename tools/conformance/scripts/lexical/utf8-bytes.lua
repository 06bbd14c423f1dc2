-- Bytes beyond 127 may stand in strings and comments, not in names.
local s = "größe" -- größe
print(#s, s) -- expect: 7	größe
print(select(2, load("größe = 1", "=chunk"))) -- expect: chunk:1: syntax error near '<\195>'
