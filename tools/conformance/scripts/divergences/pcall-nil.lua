-- pcall of what cannot be called returns false; it does not throw.
print(pcall(nil)) -- expect: false	attempt to call a nil value
print(pcall(nil, 1, 2)) -- expect: false	attempt to call a nil value
print(pcall(5)) -- expect: false	attempt to call a number value
