-- Errors of random statements over values of all types: the variable that is to blame, the operation, the line.
local state = 62
local function random(n)
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % n + 1
end
local function pick(list) return list[random(#list)] end
local literals = {
  "nil", "true", "false", "1", "0", "-1", "255", "256", "1.5", "1e308", "'a'", "'10'", "'0x10'", "''", "math.maxinteger", "math.mininteger", "(1/0)", "{}",
  "print", "127", "128", "-128", "3.0", "131072", "{1, 2, 3}", "{x = 1}", "(function() end)", "(...)",
}
local names = {
  "a", "b", "c", "u", "w", "g1", "g2", "K", "S", "t.x", "t.y.z", "t[1]", "t['k k']", "u.x", "g1.f", "t[a]", "t[b].c", "a.b.c", "t[K]", "t[S]", "t[300]",
  "s.x", "s:len()", "t.f(1)", "t:f(2)", "t.none()", "t:none()", "g3()", "u.f:g()", "f(1, 2)", "f()", "(f())", "object.x", "object:call()", "object()",
}
local binary = { "+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>", "..", "==", "~=", "<", ">", "<=", ">=", "and", "or" }
local function expression(depth)
  local r = random(10)
  if depth <= 0 or r <= 2 then return pick(random(2) == 1 and literals or names) end
  if r <= 6 then return expression(depth - 1) .. " " .. pick(binary) .. " " .. expression(depth - 1) end
  if r == 7 then return pick({ "- ", "not ", "#", "~" }) .. expression(depth - 1) end
  if r == 8 then return "(" .. expression(depth - 1) .. ")" end
  if r == 9 then return pick({ "t", "u", "f", "a", "g2" }) .. "[" .. expression(depth - 1) .. "]" end
  return pick({ "f", "type", "u", "g1", "math.floor", "string.rep", "string.len", "t.f", "rawlen", "ipairs", "table.concat" }) .. "(" .. expression(depth - 1) .. ")"
end
local statements = {
  function() return "local x = " .. expression(2) .. " r(x)" end,
  function() return "t[" .. expression(1) .. "] = " .. expression(1) end,
  function() return "if " .. expression(2) .. " then r(1) else r(2) end" end,
  function() return "for i = " .. expression(1) .. ", " .. expression(1) .. " do r(i) break end" end,
  function() return "for k, v in " .. expression(1) .. " do r(k) break end" end,
  function() return "local q = function(...) return " .. expression(2) .. " end r(q())" end,
  function() return "do local z <close> = " .. expression(1) .. " end" end,
  function() return "a, t[" .. expression(1) .. "], b = " .. expression(1) .. ", " .. expression(1) end,
  function() return "r({" .. expression(1) .. ", x = " .. expression(1) .. ", [" .. expression(1) .. "] = 1})" end,
  function() return "r(" .. expression(3) .. ")" end,
}
local function show(value)
  if type(value) == "string" then return #value < 100 and not value:find("0x%x") and value or "#" .. #value end
  return type(value) == "number" and value == value and value ~= 0 and tostring(value) or type(value)
end
for n = 1, 300 do
  local body = {}
  for i = 1, 1 + random(3) do body[i] = pick(statements)() end
  local source = "local r, f, t, u, object, s = ... local w local K <const> = 5 local S <const> = 'str' local a, b, c = 1, 'bee', nil\n"
    .. "local function run(...)\n" .. table.concat(body, "\n") .. "\nend\nreturn run(7)"
  local seen = {}
  local function r(...) seen[#seen + 1] = show((...)) end
  local chunk = assert(load(source, "=s", "t", setmetatable({ g1 = { f = 1 }, g2 = "gee" }, { __index = _G })))
  local t = { x = 1, y = {}, f = function(...) return select("#", ...) end, "one", [5] = {}, str = "st" }
  local object = setmetatable({}, { __name = "Object", __add = function() return 42 end, __concat = function() return "cc" end, __len = function() return 9 end })
  local ok, result = pcall(chunk, r, function(...) return ... end, t, nil, object, "sss")
  print(n, table.concat(seen, ","), ok, show(result))
  -- expect: 1	1,number	false	s:5: attempt to index a nil value (upvalue 'u')
  -- expect: 2		false	s:4: attempt to call a number value (for iterator 'for iterator')
  -- expect: 3		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 4		false	s:4: attempt to call a nil value (global 'g3')
  -- expect: 5		false	s:3: number has no integer representation
  -- expect: 6		false	s:3: attempt to perform bitwise operation on a nil value (upvalue 'c')
  -- expect: 7	-1	false	s:4: attempt to index a nil value (field '?')
  -- expect: 8		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 9		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 10		false	s:3: table index is nil
  -- expect: 11	10	false	s:4: attempt to call a Object value (upvalue 'object')
  -- expect: 12		false	s:3: attempt to index a nil value (field '?')
  -- expect: 13		false	s:3: attempt to perform bitwise operation on a table value (field 'integer index')
  -- expect: 14		false	s:3: attempt to perform bitwise operation on a string value (field 'str')
  -- expect: 15		false	s:4: attempt to divide by zero
  -- expect: 16	table	false	s:4: attempt to perform bitwise operation on a nil value
  -- expect: 17		false	s:3: attempt to call a nil value (method 'none')
  -- expect: 18		false	s:3: attempt to index a nil value (field '?')
  -- expect: 19		false	s:4: attempt to call a nil value (field 'none')
  -- expect: 20	1	false	s:4: attempt to index a nil value (field '?')
  -- expect: 21		false	s:3: attempt to perform arithmetic on a table value
  -- expect: 22		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 23		false	s:3: attempt to perform arithmetic on a nil value (field 'z')
  -- expect: 24		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 25	nil	false	s:4: attempt to perform arithmetic on a nil value (field 'x')
  -- expect: 26		false	s:4: attempt to perform arithmetic on a boolean value
  -- expect: 27		false	s:3: attempt to sub a 'string' with a 'nil'
  -- expect: 28		false	s:3: attempt to compare nil with number
  -- expect: 29		false	s:3: attempt to get length of a nil value (field 'k k')
  -- expect: 30		false	s:3: attempt to call a nil value (upvalue 'u')
  -- expect: 31		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 32		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 33		false	s:3: attempt to call a nil value (upvalue 'u')
  -- expect: 34		false	s:3: attempt to compare function with number
  -- expect: 35		false	s:3: attempt to perform arithmetic on a table value (global 'g1')
  -- expect: 36		false	s:3: attempt to index a function value (upvalue 'f')
  -- expect: 37		false	s:3: attempt to call a nil value (method 'none')
  -- expect: 38		false	s:3: attempt to compare nil with string
  -- expect: 39	nil	false	s:4: attempt to idiv a 'function' with a 'string'
  -- expect: 40	1,1	false	s:5: attempt to perform arithmetic on a table value (global 'g1')
  -- expect: 41		false	s:3: attempt to call a table value (global 'g1')
  -- expect: 42		false	s:3: attempt to get length of a number value
  -- expect: 43	1	false	s:4: bad 'for' limit (number expected, got nil)
  -- expect: 44		false	s:3: attempt to get length of a boolean value
  -- expect: 45	2	false	s:4: attempt to compare two table values
  -- expect: 46		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 47		false	s:3: attempt to add a 'number' with a 'string'
  -- expect: 48		false	s:3: attempt to perform bitwise operation on a boolean value
  -- expect: 49		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 50		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 51		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 52		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 53		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 54		false	s:3: attempt to perform bitwise operation on a string value (field 'integer index')
  -- expect: 55		false	s:3: attempt to perform bitwise operation on a nil value
  -- expect: 56		false	s:3: attempt to mod a 'string' with a 'nil'
  -- expect: 57		false	s:3: attempt to index a nil value (field '?')
  -- expect: 58		false	s:3: variable 'z' got a non-closable value
  -- expect: 59		false	s:3: bad argument #1 to 'len' (string expected, got table)
  -- expect: 60		false	s:3: attempt to perform bitwise operation on a table value
  -- expect: 61		false	s:3: bad 'for' limit (number expected, got nil)
  -- expect: 62		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 63		false	s:3: variable 'z' got a non-closable value
  -- expect: 64		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 65		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 66		false	s:3: attempt to compare number with nil
  -- expect: 67	nil	false	s:4: attempt to call a table value (global 'g1')
  -- expect: 68		false	s:4: attempt to compare table with nil
  -- expect: 69		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 70		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 71		false	s:3: variable 'z' got a non-closable value
  -- expect: 72		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 73		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 74		false	s:3: variable 'z' got a non-closable value
  -- expect: 75		false	s:3: attempt to get length of a nil value (field 'x')
  -- expect: 76		false	s:3: bad argument #2 to 'rep' (number expected, got no value)
  -- expect: 77		false	s:3: attempt to index a function value (upvalue 'f')
  -- expect: 78		false	s:3: variable 'z' got a non-closable value
  -- expect: 79	nil	false	s:4: attempt to perform bitwise operation on a table value (field 'integer index')
  -- expect: 80		false	s:3: attempt to compare string with number
  -- expect: 81		false	s:3: variable 'z' got a non-closable value
  -- expect: 82		false	s:3: variable 'z' got a non-closable value
  -- expect: 83		false	s:3: attempt to compare table with number
  -- expect: 84		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 85		false	s:3: attempt to perform bitwise operation on a string value (constant 'a')
  -- expect: 86		false	s:3: attempt to call a number value (for iterator 'for iterator')
  -- expect: 87		false	s:3: bad 'for' limit (number expected, got nil)
  -- expect: 88		false	s:3: attempt to get length of a number value
  -- expect: 89	1	false	s:4: bad argument #1 to 'rawlen' (table or string expected, got nil)
  -- expect: 90		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 91		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 92		false	s:3: attempt to mul a 'boolean' with a 'string'
  -- expect: 93		false	s:3: bad 'for' limit (number expected, got function)
  -- expect: 94		false	s:3: attempt to mul a 'string' with a 'number'
  -- expect: 95		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 96		false	s:3: attempt to perform arithmetic on a nil value (upvalue 'w')
  -- expect: 97		false	s:3: bad argument #1 to 'len' (string expected, got nil)
  -- expect: 98		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 99		false	s:3: attempt to compare number with string
  -- expect: 100		false	s:3: attempt to index a nil value (field '?')
  -- expect: 101		false	s:3: number has no integer representation
  -- expect: 102		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 103		false	s:3: attempt to get length of a number value
  -- expect: 104		false	s:3: attempt to get length of a number value (field 'mininteger')
  -- expect: 105		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 106		false	s:3: bad argument #1 to 'rawlen' (table or string expected, got number)
  -- expect: 107		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 108		false	s:3: attempt to perform bitwise operation on a nil value
  -- expect: 109		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 110		false	s:3: attempt to compare number with string
  -- expect: 111	1	false	s:4: attempt to compare string with number
  -- expect: 112	1	false	s:4: attempt to call a nil value (method 'none')
  -- expect: 113		false	s:3: attempt to unm a 'string' with a 'string'
  -- expect: 114	3	false	s:4: attempt to get length of a number value
  -- expect: 115		false	s:3: table index is nil
  -- expect: 116		false	s:3: attempt to add a 'string' with a 'boolean'
  -- expect: 117	boolean	false	s:4: attempt to perform bitwise operation on a string value
  -- expect: 118		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 119		false	s:3: attempt to perform bitwise operation on a string value (field 'str')
  -- expect: 120		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 121		false	s:3: attempt to pow a 'number' with a 'string'
  -- expect: 122	table	false	s:4: attempt to call a number value (for iterator 'for iterator')
  -- expect: 123		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 124		false	s:3: attempt to perform bitwise operation on a string value (field '?')
  -- expect: 125		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 126		false	s:3: attempt to call a nil value (method 'none')
  -- expect: 127	1e+308	false	s:4: attempt to compare number with nil
  -- expect: 128	5	false	s:4: attempt to mod a 'nil' with a 'string'
  -- expect: 129		false	s:3: attempt to compare boolean with nil
  -- expect: 130	3.0	false	s:4: attempt to call a number value (for iterator 'for iterator')
  -- expect: 131	function	false	s:4: table index is nil
  -- expect: 132		false	s:3: attempt to perform arithmetic on a nil value (field 'x')
  -- expect: 133		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 134		false	s:3: attempt to perform arithmetic on a boolean value
  -- expect: 135		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 136	1,function	false	s:5: attempt to index a number value (upvalue 'a')
  -- expect: 137		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 138		false	s:3: attempt to concatenate a nil value (field '?')
  -- expect: 139	function	false	s:4: attempt to index a nil value (upvalue 'u')
  -- expect: 140	2	false	s:4: attempt to perform bitwise operation on a boolean value
  -- expect: 141		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 142		false	s:3: attempt to compare nil with number
  -- expect: 143	boolean	false	s:4: attempt to index a function value (upvalue 'f')
  -- expect: 144	3.0	false	s:4: attempt to index a nil value (upvalue 'u')
  -- expect: 145		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 146		false	s:3: attempt to index a nil value (field '?')
  -- expect: 147		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 148		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 149		false	s:3: attempt to call a nil value (upvalue 'u')
  -- expect: 150		false	s:3: attempt to index a function value (upvalue 'f')
  -- expect: 151		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 152		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 153		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 154	9223372036854775807	false	s:5: attempt to index a number value (upvalue 'a')
  -- expect: 155		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 156		false	s:3: variable 'z' got a non-closable value
  -- expect: 157		false	s:3: bad argument #1 to 'len' (string expected, got boolean)
  -- expect: 158		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 159	nil	false	s:4: attempt to index a nil value (field '?')
  -- expect: 160		false	s:3: bad argument #1 to 'concat' (table expected, got number)
  -- expect: 161		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 162		false	s:3: attempt to call a number value (for iterator 'for iterator')
  -- expect: 163	7	false	s:4: attempt to add a 'string' with a 'number'
  -- expect: 164		false	s:3: bad argument #1 to 'concat' (table expected, got number)
  -- expect: 165		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 166		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 167		false	s:3: attempt to index a nil value (field '?')
  -- expect: 168	nil	true	nil
  -- expect: 169		false	s:3: attempt to perform bitwise operation on a string value (constant 'a')
  -- expect: 170		false	s:3: bad argument #1 to 'rep' (string expected, got nil)
  -- expect: 171		false	s:3: bad 'for' limit (number expected, got boolean)
  -- expect: 172		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 173		false	s:3: attempt to call a nil value (for iterator 'for iterator')
  -- expect: 174	table	false	s:4: variable 'z' got a non-closable value
  -- expect: 175		false	s:3: bad 'for' limit (number expected, got nil)
  -- expect: 176		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 177		false	s:3: variable 'z' got a non-closable value
  -- expect: 178		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 179		false	s:3: attempt to call a number value (for iterator 'for iterator')
  -- expect: 180		false	s:3: attempt to perform bitwise operation on a nil value (field 'k k')
  -- expect: 181		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 182		false	s:3: attempt to perform arithmetic on a table value
  -- expect: 183		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 184		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 185		false	s:3: attempt to div a 'nil' with a 'string'
  -- expect: 186	-9223372036854775554	false	s:4: attempt to call a nil value (upvalue 'u')
  -- expect: 187		false	s:3: attempt to get length of a number value
  -- expect: 188		false	s:4: number has no integer representation
  -- expect: 189		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 190		false	s:3: attempt to call a string value (for iterator 'for iterator')
  -- expect: 191		false	s:3: attempt to index a nil value (field '?')
  -- expect: 192		false	s:3: variable 'z' got a non-closable value
  -- expect: 193		false	s:3: attempt to call a number value (for iterator 'for iterator')
  -- expect: 194		false	s:3: attempt to add a 'function' with a 'string'
  -- expect: 195		false	s:3: attempt to perform bitwise operation on a function value (global 'print')
  -- expect: 196	1	false	s:4: attempt to call a table value (global 'g1')
  -- expect: 197		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 198		false	s:3: bad 'for' limit (number expected, got boolean)
  -- expect: 199	one	false	s:4: attempt to unm a 'string' with a 'string'
  -- expect: 200		false	s:3: attempt to index a nil value (field '?')
  -- expect: 201		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 202		false	s:3: attempt to perform bitwise operation on a nil value (field 'x')
  -- expect: 203		false	s:3: attempt to call a string value (for iterator 'for iterator')
  -- expect: 204		false	s:3: attempt to perform arithmetic on a function value (global 'print')
  -- expect: 205		false	s:3: attempt to pow a 'number' with a 'string'
  -- expect: 206		false	s:3: bad argument #1 to 'floor' (number expected, got string)
  -- expect: 207		false	s:3: bad 'for' limit (number expected, got string)
  -- expect: 208		false	s:3: attempt to call a boolean value (for iterator 'for iterator')
  -- expect: 209		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 210	1,table	false	s:5: attempt to call a nil value (method 'call')
  -- expect: 211		false	s:3: attempt to perform arithmetic on a nil value
  -- expect: 212		false	s:3: attempt to index a nil value (field '?')
  -- expect: 213	5	false	s:4: attempt to index a number value (upvalue 'a')
  -- expect: 214		false	s:3: bad 'for' initial value (number expected, got nil)
  -- expect: 215		false	s:3: attempt to call a nil value (upvalue 'u')
  -- expect: 216		false	s:3: attempt to add a 'string' with a 'number'
  -- expect: 217		false	s:3: bad argument #1 to 'concat' (table expected, got number)
  -- expect: 218		false	s:3: attempt to perform arithmetic on a nil value (field '?')
  -- expect: 219		false	s:3: attempt to call a table value (global 'g1')
  -- expect: 220	1	false	s:4: attempt to index a function value (upvalue 'f')
  -- expect: 221		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 222		false	s:3: attempt to perform arithmetic on a table value (field 'integer index')
  -- expect: 223		false	s:3: attempt to index a function value (upvalue 'f')
  -- expect: 224		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 225		false	s:3: bad argument #2 to 'rep' (number expected, got no value)
  -- expect: 226		false	s:3: attempt to compare string with number
  -- expect: 227		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 228		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 229		false	s:3: attempt to call a table value (global 'g1')
  -- expect: 230		false	s:3: bad argument #2 to 'rep' (number expected, got no value)
  -- expect: 231		false	s:3: bad 'for' initial value (number expected, got boolean)
  -- expect: 232		false	s:3: attempt to perform arithmetic on a table value
  -- expect: 233		false	s:3: bad argument #1 to 'concat' (table expected, got number)
  -- expect: 234		false	s:3: attempt to sub a 'number' with a 'string'
  -- expect: 235		false	s:4: attempt to call a nil value (method 'none')
  -- expect: 236	9223372036854775807	false	s:4: attempt to perform bitwise operation on a function value (global 'print')
  -- expect: 237		false	s:3: attempt to perform arithmetic on a nil value (field '?')
  -- expect: 238		false	s:3: attempt to perform bitwise operation on a nil value (field 'x')
  -- expect: 239		false	s:3: attempt to call a nil value (method 'call')
  -- expect: 240	1	false	s:4: attempt to perform bitwise operation on a table value
  -- expect: 241		false	s:4: attempt to call a nil value (for iterator 'for iterator')
  -- expect: 242		false	s:3: attempt to compare nil with number
  -- expect: 243		false	s:3: attempt to call a boolean value (for iterator 'for iterator')
  -- expect: 244		false	s:3: attempt to call a number value (for iterator 'for iterator')
  -- expect: 245		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 246		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 247		false	s:3: bad argument #1 to 'len' (string expected, got table)
  -- expect: 248	one	false	s:5: attempt to call a Object value (upvalue 'object')
  -- expect: 249		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 250		false	s:3: attempt to compare number with nil
  -- expect: 251		false	s:3: attempt to compare number with table
  -- expect: 252	128,1	false	s:5: attempt to call a table value (for iterator 'for iterator')
  -- expect: 253		false	s:3: bad 'for' limit (number expected, got boolean)
  -- expect: 254		false	s:3: bad 'for' initial value (number expected, got nil)
  -- expect: 255		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 256		false	s:3: attempt to compare nil with number
  -- expect: 257		false	s:3: attempt to compare nil with string
  -- expect: 258		false	s:3: attempt to perform bitwise operation on a nil value
  -- expect: 259		false	s:3: bad argument #1 to 'rep' (string expected, got nil)
  -- expect: 260		false	s:3: attempt to compare boolean with nil
  -- expect: 261		false	s:3: attempt to perform bitwise operation on a string value (constant '10')
  -- expect: 262		false	s:3: attempt to perform arithmetic on a nil value (upvalue 'w')
  -- expect: 263		false	s:3: attempt to mod a 'string' with a 'function'
  -- expect: 264	1,nil	true	nil
  -- expect: 265		false	s:3: attempt to perform arithmetic on a nil value
  -- expect: 266		false	s:3: attempt to perform bitwise operation on a string value (global 'g2')
  -- expect: 267		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 268		false	s:3: attempt to call a string value (for iterator 'for iterator')
  -- expect: 269		false	s:3: attempt to call a nil value (method 'none')
  -- expect: 270		false	s:3: attempt to call a nil value (global 'g3')
  -- expect: 271	nil	false	s:4: attempt to perform arithmetic on a function value
  -- expect: 272		false	s:3: attempt to call a nil value (field 'none')
  -- expect: 273	10	false	s:4: attempt to call a nil value (method 'none')
  -- expect: 274		false	s:3: attempt to perform arithmetic on a function value (global 'print')
  -- expect: 275		false	s:3: attempt to mod a 'string' with a 'number'
  -- expect: 276		false	s:4: attempt to call a nil value (method 'none')
  -- expect: 277		false	s:3: attempt to perform arithmetic on a nil value
  -- expect: 278		false	s:3: bad 'for' limit (number expected, got boolean)
  -- expect: 279		false	s:3: attempt to perform bitwise operation on a string value (global 'g2')
  -- expect: 280		false	s:3: attempt to index a function value (upvalue 'f')
  -- expect: 281		false	s:3: attempt to call a Object value (upvalue 'object')
  -- expect: 282		false	s:4: variable 'z' got a non-closable value
  -- expect: 283		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 284		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 285		false	s:3: attempt to perform bitwise operation on a string value (field 'integer index')
  -- expect: 286		false	s:3: attempt to perform bitwise operation on a boolean value
  -- expect: 287		false	s:3: attempt to mul a 'string' with a 'number'
  -- expect: 288		false	s:3: bad argument #1 to 'floor' (number expected, got table)
  -- expect: 289		false	s:3: attempt to perform bitwise operation on a nil value (field '?')
  -- expect: 290		false	s:3: attempt to call a nil value (method 'none')
  -- expect: 291	1,5	true	nil
  -- expect: 292		false	s:3: attempt to index a number value (upvalue 'a')
  -- expect: 293		false	s:3: attempt to call a nil value (upvalue 'u')
  -- expect: 294		false	s:3: attempt to compare function with number
  -- expect: 295		false	s:3: attempt to index a nil value (upvalue 'u')
  -- expect: 296	1	false	s:4: attempt to index a nil value (upvalue 'u')
  -- expect: 297		false	s:3: attempt to perform arithmetic on a nil value (field 'x')
  -- expect: 298	256	false	s:4: attempt to index a nil value (field '?')
  -- expect: 299		false	s:3: bad argument #1 to 'concat' (table expected, got number)
  -- expect: 300		false	s:3: attempt to perform bitwise operation on a nil value
end
