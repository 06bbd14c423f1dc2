-- Heapsort of random floats: array reads and writes.
-- Argument: how many (default 1200000).
local n = tonumber(arg and arg[1]) or 1200000

local function sort(a, count)
  local function sift(root, last)
    local value = a[root]
    while true do
      local child = 2 * root
      if child > last then break end
      if child < last and a[child] < a[child + 1] then child = child + 1 end
      if value >= a[child] then break end
      a[root] = a[child]
      root = child
    end
    a[root] = value
  end
  for root = math.floor(count / 2), 1, -1 do sift(root, count) end
  for last = count, 2, -1 do
    a[1], a[last] = a[last], a[1]
    sift(1, last - 1)
  end
end

local seed = 42
local list = {}
for i = 1, n do
  seed = (seed * 3877 + 29573) % 139968
  list[i] = seed / 139968
end
sort(list, n)
for i = 2, n do assert(list[i - 1] <= list[i]) end
print(string.format("%.12f %.12f %.12f", list[1], list[math.floor(n / 2)], list[n]))
