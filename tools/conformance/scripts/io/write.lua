-- io.write takes strings and numbers and returns the file.
io.write("a", 1, 2.0, 1.5, "\n") -- expect: a121.5
print(io.write("") == io.stdout, io.output() == io.stdout, io.input() == io.stdin) -- expect: true	true	true
io.write(math.mininteger, " ", 2^53, " ", -0.0, "\n") -- expect: -9223372036854775808 9.007199254741e+15 -0
io.stdout:write("method ", "chain"):write(" works\n") -- expect: method chain works
print(pcall(io.write, nil)) -- expect: false	bad argument #1 to 'io.write' (string expected, got nil)
print(pcall(io.write, {})) -- expect: false	bad argument #1 to 'io.write' (string expected, got table)
print(pcall(io.write, "partial ", true)) -- expect: partial false	bad argument #2 to 'io.write' (string expected, got boolean)
print(io.type(io.stdout), io.type(42), io.type({})) -- expect: file	nil	nil
print(tostring(io.stdout):match("^file %(")) -- expect: file (
io.write("no line break at the end") -- expect: no line break at the end
