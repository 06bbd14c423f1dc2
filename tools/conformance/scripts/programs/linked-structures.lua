-- Queues, stacks, binary trees and graphs made of tables.
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({ first = 1, last = 0 }, Queue) end
function Queue:push(v) self.last = self.last + 1; self[self.last] = v end
function Queue:pop() if self.first > self.last then return nil end local v = self[self.first]; self[self.first] = nil; self.first = self.first + 1; return v end
local q = Queue.new()
for i = 1, 5 do q:push(i * i) end
print(q:pop(), q:pop(), q.last - q.first + 1) -- expect: 1	4	3
local function insert(t, k) if not t then return { k = k } elseif k < t.k then t.l = insert(t.l, k) elseif k > t.k then t.r = insert(t.r, k) end return t end
local function each(t, f) if t then each(t.l, f); f(t.k); each(t.r, f) end end
local function height(t) return t and 1 + math.max(height(t.l), height(t.r)) or 0 end
local root
for _, k in ipairs({ 50, 30, 70, 20, 40, 60, 80, 30 }) do root = insert(root, k) end
local keys = {}
each(root, function(k) keys[#keys + 1] = k end)
print(table.concat(keys, " "), height(root)) -- expect: 20 30 40 50 60 70 80	3
local graph = { a = { "b", "c" }, b = { "d" }, c = { "d", "e" }, d = { "f" }, e = { "f" }, f = {} }
local function path(from, to)
  local came, todo = { [from] = from }, Queue.new()
  todo:push(from)
  for node in function() return todo:pop() end do
    if node == to then break end
    for _, n in ipairs(graph[node]) do if not came[n] then came[n] = node; todo:push(n) end end
  end
  local out = { to }
  while out[1] ~= from do table.insert(out, 1, came[out[1]]) end
  return table.concat(out, ">")
end
print(path("a", "f"), path("c", "e"), path("b", "b")) -- expect: a>b>d>f	c>e	b
