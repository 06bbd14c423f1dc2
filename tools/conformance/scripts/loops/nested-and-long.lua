-- Loops within loops within functions; many iterations.
local total = 0
for i = 1, 100 do for j = 1, 100 do for k = 1, 10 do total = total + i * j - k end end end
print(total) -- expect: 254475000
local s = 0
for i = 1, 1000000 do s = s + (i & 3) end
print(s) -- expect: 1500000
local x = 0.0
for i = 1, 100000 do x = x + 1 / i end
print(x) -- expect: 12.090146129863
local steps, n = 0, 27
while n ~= 1 do n = n % 2 == 0 and n // 2 or 3 * n + 1; steps = steps + 1 end
print(steps) -- expect: 111
local primes = {}
local candidate = 2
repeat
  local is_prime = true
  for _, p in ipairs(primes) do
    if p * p > candidate then break end
    if candidate % p == 0 then is_prime = false; break end
  end
  if is_prime then primes[#primes + 1] = candidate end
  candidate = candidate + 1
until #primes == 100
print(primes[100]) -- expect: 541
