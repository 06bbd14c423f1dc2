-- Every operator with operands of every kind and size, as registers and as constants: one checksum per operator of what PUC-Rio gives.

local values = {
  0, 1, -1, 2, -2, 3, 7, 31, 32, 33, 63, 64, -31, 255, 65535, 0x7FFFFFFF, 0x80000000, -0x80000000, -0x80000001, 0xFFFFFFFF, 0x100000000, -0x100000000,
  0x200000005, 0x10000000000001, 0x1FFFFFFFFFFFFF, 0x20000000000000, 0x20000000000001, -0x1FFFFFFFFFFFFF, -0x20000000000000,
  math.maxinteger, math.mininteger, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, 1e10, 0x1p31, 0x1p32, 0x1p53, -0x1p53, 0x1p63, -0x1p63, 1e300, 1 / 0, -1 / 0,
  3.7, -3.7, "10", "0x10", "3.5", true,
}
local constants = { "1", "-1", "3", "2.0", "0.5", "0xFFFFFFFF", "255", "40", "2", "31", "-5", "4294967296", "9007199254740993" }

local function text(ok, value)
  if not ok then return "error" end
  if value ~= value then return "nan" end
  return math.type(value) == "float" and string.format("%a", value) or tostring(value)
end

local function checksum(op)
  local sum = 0
  local function add(...)
    local s = text(...)
    for i = 1, #s do sum = (sum * 31 + s:byte(i)) % 4294967291 end
  end
  local registers = load("return function(a, b) return a " .. op .. " b end")()
  for _, a in ipairs(values) do
    for _, b in ipairs(values) do add(pcall(registers, a, b)) end
  end
  for _, constant in ipairs(constants) do
    local right = load("return function(a) return a " .. op .. " " .. constant .. " end")()
    local left = load("return function(a) return " .. constant .. " " .. op .. " a end")()
    for _, a in ipairs(values) do
      add(pcall(right, a))
      add(pcall(left, a))
    end
  end
  return sum
end

print("+", checksum("+")) -- expect: +	18439900
print("-", checksum("-")) -- expect: -	2926355114
print("*", checksum("*")) -- expect: *	939534216
print("/", checksum("/")) -- expect: /	3192112712
print("%", checksum("%")) -- expect: %	3469493930
print("//", checksum("//")) -- expect: //	3736499977
print("&", checksum("&")) -- expect: &	63656747
print("|", checksum("|")) -- expect: |	603511793
print("~", checksum("~")) -- expect: ~	672771077
print("<<", checksum("<<")) -- expect: <<	429081630
print(">>", checksum(">>")) -- expect: >>	1717887684
print("<", checksum("<")) -- expect: <	3857570628
print("<=", checksum("<=")) -- expect: <=	3196166165
print("==", checksum("==")) -- expect: ==	1711673096
print("~=", checksum("~=")) -- expect: ~=	297951844

local unary = 0
for _, a in ipairs(values) do
  local s = text(pcall(function() return -a end)) .. text(pcall(function() return ~a end))
  for i = 1, #s do unary = (unary * 31 + s:byte(i)) % 4294967291 end
end
print("unary", unary) -- expect: unary	958070795
