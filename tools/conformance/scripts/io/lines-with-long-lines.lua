-- Long lines, empty lines, carriage returns and NUL bytes pass through unchanged.
local path = (os.getenv("CONFORMANCE_TMP") or ".") .. "/conformance-lines.txt"
local f = io.open(path, "wb")
f:write(("x"):rep(100000), "\n", "\n", "a\r\n", "b\0c\n", "\200\201\n", "end")
f:close()
local lengths = {}
for line in io.lines(path) do lengths[#lengths + 1] = #line end
print(table.concat(lengths, " ")) -- expect: 100000 0 2 3 2 3
f = io.open(path, "rb")
local all = f:read("a")
print(#all, all:sub(-3), all:find("\0", 1, true), all:byte(-6, -5)) -- expect: 100015	end	100007	200	201
f:close()
f = io.open(path, "rb")
print(#f:read(60000), #f:read(60000), f:read(1), #f:read("a")) -- expect: 60000	40015	nil	0
f:close()
