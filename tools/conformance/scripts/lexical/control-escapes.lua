-- The escapes of one letter, and the escaped quote, backslash and line break.
print(("\a\b\f\n\r\t\v"):byte(1, -1)) -- expect: 7	8	12	10	13	9	11
print("\\ \" \'", '\\ \" \'') -- expect: \ " '	\ " '
local broken = "one\
two"
print(broken == "one\ntwo") -- expect: true
local only_break = "\
"
print(#only_break) -- expect: 1
