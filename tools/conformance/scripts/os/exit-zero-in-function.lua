-- os.exit works at any depth, also inside pcall and coroutines.
coroutine.wrap(function() pcall(function() print("inside"); os.exit(0) end) end)() -- expect: inside
print("never")
