-- Protected calls within protected calls, in loops, and with upvalues kept intact.
local log = {}
local function risky(n) if n % 3 == 0 then error("three", 0) elseif n % 3 == 1 then error({ n = n }) end return n end
for i = 1, 6 do
  local ok, e = pcall(risky, i)
  log[#log + 1] = tostring(ok) .. ":" .. (type(e) == "table" and "n=" .. e.n or tostring(e))
end
print(table.concat(log, " ")) -- expect: false:n=1 true:2 false:three false:n=4 true:5 false:three
print(pcall(function() return pcall(function() return pcall(error, "deepest", 0) end) end)) -- expect: true	true	false	deepest
local x = 0
local function count() x = x + 1; error("after change", 0) end
pcall(count); pcall(count)
print(x) -- expect: 2
local function recurse(n) if n == 0 then error("bottom", 0) end local ok, e = pcall(recurse, n - 1); error(e .. n, 0) end
print(pcall(recurse, 5)) -- expect: false	bottom12345
local results = {}
for i = 1, 3 do results[i] = select(2, pcall(function() local v = i; error(function() return v end) end))() end
print(table.concat(results, " ")) -- expect: 1 2 3
local function finally(f, g) local r = table.pack(pcall(f)); g(); if r[1] then return table.unpack(r, 2, r.n) end error(r[2], 0) end
print(pcall(finally, function() error("thrown", 0) end, function() print("cleanup") end))
-- expect: cleanup
-- expect: false	thrown
print(finally(function() return 1, nil, 3 end, function() print("cleanup") end))
-- expect: cleanup
-- expect: 1	nil	3
print(select("#", pcall(function(...) return ... end, nil, nil))) -- expect: 3
local s = 0
for i = 1, 10000 do if not pcall(error) then s = s + 1 end end
print(s) -- expect: 10000
