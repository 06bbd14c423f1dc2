-- \u{X} gives the UTF-8 bytes of any value below 2^31.
print("\u{48}\u{0049}\u{00000021}") -- expect: HI!
print(("\u{0}"):byte(1, -1)) -- expect: 0
print(("\u{7F}\u{80}"):byte(1, -1)) -- expect: 127	194	128
print(("\u{7FF}\u{800}"):byte(1, -1)) -- expect: 223	191	224	160	128
print(("\u{D800}"):byte(1, -1)) -- expect: 237	160	128
print(("\u{FFFF}\u{10000}"):byte(1, -1)) -- expect: 239	191	191	240	144	128	128
print(("\u{10FFFF}\u{110000}"):byte(1, -1)) -- expect: 244	143	191	191	244	144	128	128
print(("\u{1FFFFF}\u{200000}"):byte(1, -1)) -- expect: 247	191	191	191	248	136	128	128	128
print(("\u{3FFFFFF}\u{4000000}"):byte(1, -1)) -- expect: 251	191	191	191	191	252	132	128	128	128	128
print(("\u{7FFFFFFF}"):byte(1, -1)) -- expect: 253	191	191	191	191	191
