-- What open and lines say of files that are not there.
print(io.open("no-such-folder/no-such-file")) -- expect: nil	no-such-folder/no-such-file: No such file or directory	2
print(io.open("no-such-folder/x", "w")) -- expect: nil	no-such-folder/x: No such file or directory	2
print(pcall(io.open, "x", "rw")) -- expect: false	bad argument #2 to 'io.open' (invalid mode)
print(pcall(io.open, "x", "q")) -- expect: false	bad argument #2 to 'io.open' (invalid mode)
print(pcall(io.open)) -- expect: false	bad argument #1 to 'io.open' (string expected, got no value)
print(pcall(io.lines, "no-such-file")) -- expect: false	cannot open file 'no-such-file' (No such file or directory)
print(pcall(function() for _ in io.lines("no-such-file") do end end)) -- expect: false	open-errors.lua:8: cannot open file 'no-such-file' (No such file or directory)
print(pcall(io.open, {})) -- expect: false	bad argument #1 to 'io.open' (string expected, got table)
