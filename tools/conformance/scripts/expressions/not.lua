-- Only nil and false are false.
print(not nil, not false, not true, not 0, not "", not {}, not print) -- expect: true	true	false	false	false	false	false
print(not not 0, not not nil) -- expect: true	false
local a = 0
if a then print("0 is true") end -- expect: 0 is true
if "" then print("'' is true") end -- expect: '' is true
while not a do error("never") end
print(a and "yes" or "no") -- expect: yes
