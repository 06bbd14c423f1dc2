-- Writing a file and reading it back with every format.
local path = (os.getenv("CONFORMANCE_TMP") or ".") .. "/conformance-files.txt"
local f = assert(io.open(path, "w"))
print(io.type(f), f:write("first line\n", 42, " ", 3.5, "\n\nlast without break") == f) -- expect: file	true
print(f:close(), io.type(f), tostring(f)) -- expect: true	closed file	file (closed)
f = assert(io.open(path))
print(f:read()) -- expect: first line
print(f:read("n"), f:read("n"), f:read("l"), f:read("L"), f:read("l"), f:read("l"))
-- expect: 42	3.5		
-- expect: 	last without break	nil
f:close()
f = io.open(path, "r")
print(f:read("a") == "first line\n42 3.5\n\nlast without break", f:read("a"), f:read("l"), f:read(0), f:read(1)) -- expect: true		nil	nil	nil
f:close()
f = io.open(path)
print(f:read(5), f:read(0), f:read("L"), f:read(2, "n", "l"))
-- expect: first		 line
-- expect: 	42	3.5	
print(f:read("l", "a")) -- expect: 	last without break
f:close()
f = io.open(path, "a")
f:write("\nappended\n"); f:close()
local lines = {}
for line in io.lines(path) do lines[#lines + 1] = line end
print(#lines, lines[1], lines[3] == "", lines[4], lines[5]) -- expect: 5	first line	true	last without break	appended
for l in io.lines(path, "L") do io.write("[", (l:gsub("\n", "$")), "]") end print() -- expect: [first line$][42 3.5$][$][last without break$][appended$]
for a, b in io.lines(path, 1, 2) do io.write(a, "|", b, " "); if a == "l" then break end end print() -- expect: f|ir s|t  l|in 
f = io.open(path, "rb")
local n = 0
for l in f:lines() do n = n + #l end
print(n, io.type(f), f:read("a"), f:close()) -- expect: 42	file		true
print(pcall(f.read, f)) -- expect: false	attempt to use a closed file
print(pcall(f.close, f)) -- expect: false	attempt to use a closed file
print(pcall(f.write, f, "x")) -- expect: false	attempt to use a closed file
f = io.open(path, "w"); f:close()
f = io.open(path)
print(f:read("l"), f:read("a"), f:read("n"), f:read(0)) -- expect: nil		nil	nil
f:close()
