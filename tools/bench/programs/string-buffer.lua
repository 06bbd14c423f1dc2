-- Text built in three ways, then taken apart: concatenation, table.concat, format, byte, reverse.
-- Argument: lines (default 500000).
local n = tonumber(arg and arg[1]) or 500000

local parts = {}
for i = 1, n do
  parts[#parts + 1] = string.format("%06d: %s %s\n", i, ("ab"):rep(i % 7 + 1), i % 2 == 0 and "even" or "odd")
end
local by_table = table.concat(parts)

local chunks, by_concatenation = {}, ""
for i = 1, n do
  by_concatenation = by_concatenation .. parts[i]
  if #by_concatenation > 4000 then
    chunks[#chunks + 1] = by_concatenation
    by_concatenation = ""
  end
end
by_concatenation = table.concat(chunks) .. by_concatenation
assert(by_concatenation == by_table)

local appended = ""
for i = 1, n / 10 do appended = appended .. (i % 10) end

local checksum = 0
for i = 1, #by_table, 3 do checksum = (checksum * 33 + by_table:byte(i)) % 1000003 end
local upper, lines = 0, 0
for line in by_table:gmatch("[^\n]+") do
  lines = lines + 1
  if line:reverse():sub(1, 3) == "ddo" then upper = upper + #line:upper() end
end
print(string.format("%d bytes, %d lines, %d, checksum %d", #by_table, lines, upper, checksum))
print(#appended, appended:sub(-12))
