-- The "n" format reads numerals as the language has them.
local path = (os.getenv("CONFORMANCE_TMP") or ".") .. "/conformance-numbers.txt"
local function numbers(text, count)
  local f = assert(io.open(path, "w")); f:write(text); f:close()
  f = io.open(path)
  local out = {}
  for i = 1, count do out[i] = tostring(f:read("n")) end
  out[#out + 1] = "rest:" .. tostring(f:read("a"))
  f:close()
  return table.concat(out, " ")
end
print(numbers("1 2.5 -3 +4 0x10 1e3", 6)) -- expect: 1 2.5 -3 4 16 1000.0 rest:
print(numbers("  \n\t7\n8", 2)) -- expect: 7 8 rest:
print(numbers("0xA.8p1 .5 5. -.5e-1", 4)) -- expect: 21.0 0.5 5.0 -0.05 rest:
print(numbers("12abc", 2)) -- expect: 12 nil rest:abc
print(numbers("abc", 1)) -- expect: nil rest:abc
print(numbers("1e+", 1)) -- expect: nil rest:
print(numbers("9223372036854775807 9223372036854775808", 2)) -- expect: 9223372036854775807 9.2233720368548e+18 rest:
print(numbers("", 1)) -- expect: nil rest:
print(numbers("1,2", 2)) -- expect: 1 nil rest:,2
print(numbers("nan inf", 1)) -- expect: nil rest:nan inf
