-- Coroutines as processes: a ring that passes a token, a chain of filters, and tree walkers.
-- Argument: rounds of the token (default 140000).
local rounds = tonumber(arg and arg[1]) or 140000
local wrap, yield = coroutine.wrap, coroutine.yield

local ring = {}
for i = 1, 100 do
  ring[i] = wrap(function(token)
    local passed = 0
    while true do
      passed = passed + 1
      token = yield(token + i % 3 - 1 + passed % 2)
    end
  end)
end
local token = 0
for _ = 1, rounds do
  for i = 1, #ring do token = ring[i](token) end
end
print(string.format("token %d", token))

local function numbers(limit) return wrap(function() for i = 2, limit do yield(i) end end) end
local function without(prime, source)
  return wrap(function() for i in source do if i % prime ~= 0 then yield(i) end end end)
end
local primes, source = {}, numbers(rounds / 4 + 100)
while #primes < 40 do
  local prime = source()
  primes[#primes + 1] = prime
  source = without(prime, source)
end
local rest = 0
for _ in source do rest = rest + 1 end
print(string.format("40th prime %d, %d numbers left", primes[40], rest))

local function tree(depth, key)
  if depth == 0 then return nil end
  return { left = tree(depth - 1, key * 2), key = key, right = tree(depth - 1, key * 2 + 1) }
end
local function walk(node)
  if node then
    walk(node.left)
    yield(node.key)
    walk(node.right)
  end
end
local root, sum, place = tree(12, 1), 0, 0
for _ = 1, math.floor(rounds / 200) do
  for key in wrap(function() walk(root) end) do
    place = place % 7 + 1
    sum = (sum + key * place) % 1000003
  end
end
print(string.format("walked %d", sum))
