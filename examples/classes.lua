-- A small class library in fifty lines - inheritance, mixins, operators, class fields -
-- and a program that uses it: shapes on a canvas, an event log, and exact fractions.

-- class(name, parent) makes a class; calling a class makes an instance and runs `init`.
-- Metamethods are inherited like methods, which plain metatables do not do.
local Object = { name = "Object" }
Object.__index = Object
function Object:init() end
function Object.is(instance, class)
  local current = getmetatable(instance)
  while current do
    if current == class then return true end
    current = current.parent
  end
  return false
end
Object.__tostring = function(self) return "a " .. self.name end

local function make(class, ...)
  local instance = setmetatable({}, class)
  instance:init(...)
  return instance
end

local function class_text(class) return "class " .. class.name end

local function class(name, parent)
  parent = parent or Object
  local new = { name = name, parent = parent }
  for key, value in pairs(parent) do
    if key:find("^__") then new[key] = value end
  end
  new.__index = new
  return setmetatable(new, { __index = parent, __call = make, __tostring = class_text })
end

-- Copies the methods of each mixin into the class; a method that the class has already, stays.
local function include(class_, ...)
  for _, mixin in ipairs({ ... }) do
    for key, method in pairs(mixin) do
      if rawget(class_, key) == nil then class_[key] = method end
    end
    if mixin.included then mixin.included(class_) end
  end
  return class_
end

-- Mixins ------------------------------------------------------------------------------------

-- Needs __lt; gives the other orderings by name.
local Comparable = {
  clamp = function(self, low, high)
    if self < low then return low elseif high < self then return high end
    return self
  end,
  max = function(self, other) return self < other and other or self end,
}

local Observable = {
  on = function(self, event, listener)
    self.listeners = self.listeners or {}
    self.listeners[event] = self.listeners[event] or {}
    table.insert(self.listeners[event], listener)
    return self
  end,
  emit = function(self, event, ...)
    for _, listener in ipairs(self.listeners and self.listeners[event] or {}) do listener(self, ...) end
    return self
  end,
  included = function(class_) print("(" .. tostring(class_) .. " is observable)") end,
}

-- Fractions: operators ------------------------------------------------------------------------

local Fraction = class("Fraction")

local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end

function Fraction:init(numerator, denominator)
  denominator = denominator or 1
  if denominator == 0 then error("a fraction needs a denominator", 3) end
  if denominator < 0 then numerator, denominator = -numerator, -denominator end
  local divisor = gcd(math.abs(numerator), denominator)
  self.numerator, self.denominator = numerator // divisor, denominator // divisor
end

local function fraction(value)
  return math.type(value) == "integer" and Fraction(value) or value
end

local function binary(operation)
  return function(a, b)
    a, b = fraction(a), fraction(b)
    return operation(a.numerator, a.denominator, b.numerator, b.denominator)
  end
end

Fraction.__add = binary(function(an, ad, bn, bd) return Fraction(an * bd + bn * ad, ad * bd) end)
Fraction.__sub = binary(function(an, ad, bn, bd) return Fraction(an * bd - bn * ad, ad * bd) end)
Fraction.__mul = binary(function(an, ad, bn, bd) return Fraction(an * bn, ad * bd) end)
Fraction.__div = binary(function(an, ad, bn, bd) return Fraction(an * bd, ad * bn) end)
Fraction.__idiv = binary(function(an, ad, bn, bd) return an * bd // (ad * bn) end)
Fraction.__mod = function(a, b) return a - b * (a // b) end
Fraction.__eq = binary(function(an, ad, bn, bd) return an == bn and ad == bd end)
Fraction.__lt = binary(function(an, ad, bn, bd) return an * bd < bn * ad end)
Fraction.__le = binary(function(an, ad, bn, bd) return an * bd <= bn * ad end)
Fraction.__unm = function(a) return Fraction(-a.numerator, a.denominator) end
Fraction.__pow = function(a, n)
  local result = Fraction(1)
  for _ = 1, math.abs(n) do result = result * a end
  return n < 0 and 1 / result or result
end
Fraction.__concat = function(a, b) return tostring(a) .. tostring(b) end
Fraction.__len = function(a) return #tostring(a) end
Fraction.__call = function(a, digits) return ("%." .. digits .. "f"):format(a.numerator / a.denominator) end
Fraction.__tostring = function(a)
  if a.denominator == 1 then return tostring(a.numerator) end
  return a.numerator .. "/" .. a.denominator
end
include(Fraction, Comparable)

print("Fractions")
local half, third = Fraction(1, 2), Fraction(2, 6)
print("  1/2 and 2/6      ", half, third)
print("  + - * /          ", half + third, half - third, half * third, half / third)
print("  with integers    ", half + 1, 1 - third, 4 * third, 1 / third)
print("  // % ^           ", Fraction(7, 2) // third, Fraction(7, 2) % third, third ^ 4, third ^ -2)
print("  == < <= >        ", half == Fraction(3, 6), half < third, half <= half, half > third)
print("  unary - and #    ", -half, #half)
print("  concatenation    ", half .. " and " .. third)
print("  called           ", Fraction(22, 7)(10))
print("  clamp and max    ", Fraction(9, 4):clamp(half, Fraction(2)), half:max(third))
local harmonic = Fraction(0)
for n = 1, 20 do harmonic = harmonic + Fraction(1, n) end
print("  harmonic number  ", harmonic, harmonic(12))
local sorted = { Fraction(2, 3), Fraction(1, 7), Fraction(-1, 2), Fraction(5), Fraction(3, 5) }
table.sort(sorted)
for i, value in ipairs(sorted) do sorted[i] = tostring(value) end
print("  sorted           ", table.concat(sorted, " < "))
print("  zero denominator ", select(2, pcall(function() return Fraction(1, 0) end)):match("[^:]*$"))

-- Shapes: inheritance and super calls -----------------------------------------------------------

print("\nShapes")
local Shape = class("Shape")
Shape.count = 0
function Shape:init(x, y)
  self.x, self.y = x, y
  Shape.count = Shape.count + 1
end
function Shape:area() return 0 end
function Shape:describe()
  return ("%s at (%g, %g) of area %.2f"):format(self.name, self.x, self.y, self:area())
end
Shape.__tostring = function(self) return self:describe() end
Shape.__lt = function(a, b) return a:area() < b:area() end

local Circle = class("Circle", Shape)
function Circle:init(x, y, radius)
  self.parent.init(self, x, y)
  self.radius = radius
end
function Circle:area() return math.pi * self.radius ^ 2 end

local Rectangle = class("Rectangle", Shape)
function Rectangle:init(x, y, width, height)
  Shape.init(self, x, y)
  self.width, self.height = width, height
end
function Rectangle:area() return self.width * self.height end

local Square = class("Square", Rectangle)
function Square:init(x, y, side) Rectangle.init(self, x, y, side, side) end
function Square:describe() return Rectangle.describe(self) .. ", all sides " .. self.width end
include(Square, Comparable)

local shapes = { Circle(0, 0, 1.5), Rectangle(1, 2, 3, 4), Square(-1, 0.5, 2), Shape(9, 9) }
for _, shape in ipairs(shapes) do print("  " .. tostring(shape)) end
table.sort(shapes)
local names = {}
for i, shape in ipairs(shapes) do names[i] = shape.name end
print("  by area:", table.concat(names, ", "))
print("  made:", Shape.count, "seen through a subclass:", Square.count)
print("  is Square a Rectangle, a Shape, a Circle?",
  Object.is(shapes[2], Rectangle), Object.is(shapes[2], Shape), Object.is(shapes[2], Circle))
print("  classes print as", Square, Square.parent, Square.parent.parent, Shape.parent.name)
print("  clamped:", Square(0, 0, 9):clamp(Square(0, 0, 1), Square(0, 0, 3)))
print("  an Object:", class("Plain")())

-- Accounts: mixins, events and properties ----------------------------------------------------------

print("\nAccounts")
local Account = include(class("Account"), Observable)
function Account:init(owner, balance) self.owner, self.balance = owner, balance or 0 end
function Account:deposit(amount)
  self.balance = self.balance + amount
  return self:emit("change", amount)
end
function Account:withdraw(amount)
  if amount > self.balance then
    error(setmetatable({ owner = self.owner, short = amount - self.balance }, {
      __tostring = function(e) return e.owner .. " is short of " .. e.short end,
    }))
  end
  return self:deposit(-amount)
end

local Savings = class("Savings", Account)
function Savings:add_interest(percent) return self:deposit(self.balance * percent // 100) end
function Savings:withdraw(amount)
  self:emit("withdraw", amount)
  return Account.withdraw(self, amount)
end

local savings = Savings("Ada", 1000)
  :on("change", function(self, amount) print(("  %s %+d -> %d"):format(self.owner, amount, self.balance)) end)
  :on("withdraw", function(_, amount) print("  asked for " .. amount) end)
savings:deposit(250):add_interest(4):withdraw(300)
local ok, problem = pcall(savings.withdraw, savings, 5000)
print("  withdrawn:", ok, tostring(problem), problem.short)

-- Read-only views and computed properties: __index and __newindex as functions.
local function read_only(object)
  return setmetatable({}, {
    __index = object,
    __newindex = function(_, key) error("field '" .. key .. "' is read-only", 2) end,
    __len = function() return #object end,
    __pairs = function() return pairs(object) end,
    __metatable = "locked",
  })
end
local view = read_only(savings)
print("  through a view:", view.owner, view.balance)
print("  writing to it:", select(2, pcall(function() view.balance = 0 end)):match("[^:]*$"))
print("  its metatable:", getmetatable(view), pcall(setmetatable, view, nil))
