-- An access that has found a field to be nil many times finds it as soon as it is there, wherever on the way it appears.

local function read(object) return object.field end
local function method(object) return object:size() end

local function warm(object)
  for _ = 1, 200 do
    if read(object) ~= nil then error("there is a field already") end
  end
end

-- Without metatable.
local plain = { other = 1 }
warm(plain)
plain.field = "own"
print(read(plain)) -- expect: own
plain.field = nil
warm(plain)
plain.field = false
print(read(plain)) -- expect: false

-- The metatable comes later.
local late = { other = 1 }
warm(late)
setmetatable(late, { __index = { field = "late" } })
print(read(late)) -- expect: late

-- The class gets the field, then its class.
local Base, Class = {}, {}
Base.__index = Base
Class.__index = Class
setmetatable(Class, Base)
local object = setmetatable({ other = 1 }, Class)
warm(object)
Class.field = "class"
print(read(object)) -- expect: class
Class.field = nil
warm(object)
Base.field = "base"
print(read(object)) -- expect: base
Base.field = nil
warm(object)

-- The end of the chain gets a metatable.
setmetatable(Base, { __index = function(_, key) return "computed " .. key end })
print(read(object)) -- expect: computed field
setmetatable(Base, nil)
warm(object)

-- A metatable without `__index` gets one.
local bare = {}
local thing = setmetatable({ other = 1 }, bare)
warm(thing)
bare.__index = function(_, key) return "function " .. key end
print(read(thing)) -- expect: function field
bare.__index = nil
warm(thing)
rawset(bare, "__index", { field = "raw" })
print(read(thing)) -- expect: raw

-- The same shape with another class.
local A, B = {}, {}
A.__index, B.__index = A, B
local a, b = setmetatable({ other = 1 }, A), setmetatable({ other = 1 }, B)
warm(a)
warm(b)
B.field = "of b"
print(read(a), read(b)) -- expect: nil	of b
setmetatable(a, B)
print(read(a)) -- expect: of b

-- An own nil hides nothing, an own value hides the class's.
local C = { field = "class's" }
C.__index = C
local c = setmetatable({ field = 1, other = 2 }, C)
for _ = 1, 200 do
  c.field = nil
  assert(read(c) == "class's")
  c.field = 3
  assert(read(c) == 3)
end
c.field = nil
C.field = nil
warm(c)
print(read(c)) -- expect: nil

-- Methods: of several classes, and of strings.
local classes = {}
for n = 1, 6 do
  local K = { size = function() return n end }
  K.__index = K
  classes[n] = K
end
local sum = 0
for round = 1, 60 do
  for n = 1, 6 do sum = sum + method(setmetatable(round % 2 == 0 and { a = 1 } or { b = 1, c = 2 }, classes[n])) end
end
print(sum) -- expect: 1260
classes[3].size = function() return 100 end
print(method(setmetatable({ a = 1 }, classes[3]))) -- expect: 100
string.size = function(s) return "string of " .. #s end
print(method("abc"), method(setmetatable({ a = 1 }, classes[2]))) -- expect: string of 3	2
string.size = nil
print((pcall(method, "abc"))) -- expect: false
