-- Builds and walks many perfect binary trees: allocation and collection of small tables.
-- Argument: depth of the largest tree (default 15).
local depth = tonumber(arg and arg[1]) or 15

local function build(d)
  if d == 0 then return {} end
  return { build(d - 1), build(d - 1) }
end

local function count(tree)
  local left = tree[1]
  if not left then return 1 end
  return 1 + count(left) + count(tree[2])
end

local long_lived = build(depth)
for d = 4, depth, 2 do
  local rounds = 2 ^ (depth - d + 4)
  local nodes = 0
  for _ = 1, rounds do nodes = nodes + count(build(d)) end
  print(string.format("%d trees of depth %d: %d nodes", rounds, d, nodes))
end
print(string.format("the long lived tree of depth %d: %d nodes", depth, count(long_lived)))
