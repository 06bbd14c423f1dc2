-- The limits: 200 locals, 255 upvalues, and what the compiler says beyond them.
local names = {}
for i = 1, 200 do names[i] = "a" .. i end
local source = "local " .. table.concat(names, ",") .. "; a200 = 'last'; return a1, a200"
print(load(source)()) -- expect: nil	last
names[201] = "a201"
print(select(2, load("local " .. table.concat(names, ","), "=l"))) -- expect: l:1: too many local variables (limit is 200) in main function near <eof>
local parts = {}
for i = 1, 250 do parts[i] = "local b" .. i .. " = " .. i end
local outer = {}
for i = 1, 2 do
  local list = {}
  for j = 1, 125 do list[j] = "local b" .. i .. "_" .. j .. " = " .. j end
  outer[i] = table.concat(list, "\n")
end
local uses = {}
for i = 1, 2 do for j = 1, 125 do uses[#uses + 1] = "b" .. i .. "_" .. j end end
local nested = outer[1] .. "\nreturn (function() " .. outer[2] .. "\nreturn (function() return " .. table.concat(uses, "+") .. " end)() end)()"
print(load(nested)()) -- expect: 15750
