-- The mode says whether text or binary chunks are allowed.
print(load("return 1", "=m", "t")(), load("return 1", "=m", "bt")()) -- expect: 1	1
print(load("return 1", "=m", "b")) -- expect: nil	attempt to load a text chunk (mode is 'b')
print(load("return 1", "chunk name", "b")) -- expect: nil	attempt to load a text chunk (mode is 'b')
print(load("\27Lua", "=m", "t")) -- expect: nil	attempt to load a binary chunk (mode is 't')
print(load("\27Lua", "=m", "b") == nil) -- expect: true
