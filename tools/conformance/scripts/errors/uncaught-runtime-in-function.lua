-- The position is that of the failing instruction.
local function f(a)
  return a
    + 1
end
print(f(1)) -- expect: 2
f({}) -- expect error: uncaught-runtime-in-function.lua:4: attempt to perform arithmetic on a table value (local 'a')
