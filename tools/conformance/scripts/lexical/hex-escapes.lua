-- \xXX takes exactly two hexadecimal digits.
print("\x41\x6C\x6c") -- expect: All
print(("\x00\xfF\x7f"):byte(1, -1)) -- expect: 0	255	127
print("\x414" == "A4") -- expect: true
