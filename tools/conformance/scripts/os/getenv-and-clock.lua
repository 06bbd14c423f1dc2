-- getenv gives nil for what is not set; clock grows.
print(os.getenv("SURELY_NOT_SET_ANYWHERE")) -- expect: nil
print(pcall(os.getenv)) -- expect: false	bad argument #1 to 'os.getenv' (string expected, got no value)
local before = os.clock()
local x = 0
for i = 1, 100000 do x = x + i end
print(os.clock() >= before, type(os.clock())) -- expect: true	number
print(os.getenv("PATH") ~= nil) -- expect: true
