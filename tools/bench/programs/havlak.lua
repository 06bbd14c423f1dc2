-- Havlak's algorithm: finds nested loops in a control flow graph by a depth-first search and union-find.
-- Graphs of objects, arrays of arrays, sets. Argument: rounds (default 16).
local rounds = tonumber(arg and arg[1]) or 16

-- The control flow graph ------------------------------------------------------------------------

local Graph = {}
Graph.__index = Graph
function Graph.new() return setmetatable({ blocks = {}, count = 0 }, Graph) end

function Graph:block(id)
  local block = self.blocks[id]
  if not block then
    block = { id = id, successors = {}, predecessors = {} }
    self.blocks[id] = block
    self.count = self.count + 1
    if not self.start then self.start = block end
  end
  return block
end

function Graph:edge(from, to)
  local a, b = self:block(from), self:block(to)
  a.successors[#a.successors + 1] = b
  b.predecessors[#b.predecessors + 1] = a
end

function Graph:diamond(start)
  self:edge(start, start + 1)
  self:edge(start, start + 2)
  self:edge(start + 1, start + 3)
  self:edge(start + 2, start + 3)
  return start + 3
end

function Graph:straight(start, n)
  for i = 0, n - 1 do self:edge(start + i, start + i + 1) end
  return start + n
end

function Graph:base_loop(from)
  local header = self:straight(from, 1)
  local diamond = self:diamond(header)
  local bottom = self:straight(diamond, 1)
  self:edge(bottom, header)
  return self:straight(bottom, 1)
end

-- Union-find --------------------------------------------------------------------------------------

local Node = {}
Node.__index = Node
function Node.new(block, number)
  local node = setmetatable({ block = block, number = number, loop = nil }, Node)
  node.parent = node
  return node
end

function Node:find()
  local root = self
  while root.parent ~= root do root = root.parent end
  local node = self
  while node ~= root do node, node.parent = node.parent, root end
  return root
end

-- Loops -------------------------------------------------------------------------------------------

local function depth_first(graph)
  local nodes, number_of, last = {}, {}, {}
  local counter = 0
  -- An explicit stack: graphs may be deeper than a recursion should be.
  local stack = { { block = graph.start, next = 1 } }
  counter = 1
  nodes[1] = Node.new(graph.start, 1)
  number_of[graph.start] = 1
  while #stack > 0 do
    local top = stack[#stack]
    local successor = top.block.successors[top.next]
    if successor then
      top.next = top.next + 1
      if not number_of[successor] then
        counter = counter + 1
        number_of[successor] = counter
        nodes[counter] = Node.new(successor, counter)
        stack[#stack + 1] = { block = successor, next = 1 }
      end
    else
      last[number_of[top.block]] = counter
      stack[#stack] = nil
    end
  end
  return nodes, number_of, last, counter
end

local function find_loops(graph)
  local nodes, number_of, last, count = depth_first(graph)
  local function is_ancestor(w, v) return w <= v and v <= last[w] end

  local back, other, header, kind = {}, {}, {}, {}
  for w = 1, count do
    back[w], other[w], header[w], kind[w] = {}, {}, 1, "plain"
    for _, predecessor in ipairs(nodes[w].block.predecessors) do
      local v = number_of[predecessor]
      if v then
        local list = is_ancestor(w, v) and back[w] or other[w]
        list[#list + 1] = v
      end
    end
  end

  local loops = {}
  for w = count, 1, -1 do
    local pool, in_pool = {}, {}
    for _, v in ipairs(back[w]) do
      if v ~= w then
        local root = nodes[v]:find()
        if not in_pool[root] then
          in_pool[root] = true
          pool[#pool + 1] = root
        end
      else
        kind[w] = "self"
      end
    end
    if #pool > 0 then kind[w] = "reducible" end
    local at = 1
    while pool[at] do
      local x = pool[at]
      at = at + 1
      for _, y in ipairs(other[x.number]) do
        local root = nodes[y]:find()
        if not is_ancestor(w, root.number) then
          kind[w] = "irreducible"
          other[w][#other[w] + 1] = root.number
        elseif root.number ~= w and not in_pool[root] then
          in_pool[root] = true
          pool[#pool + 1] = root
        end
      end
    end
    if #pool > 0 or kind[w] == "self" then
      local loop = { header = nodes[w].block, blocks = { nodes[w].block }, children = {}, kind = kind[w] }
      nodes[w].loop = loop
      for _, node in ipairs(pool) do
        header[node.number] = w
        node.parent = nodes[w]
        if node.loop then
          node.loop.parent = loop
          loop.children[#loop.children + 1] = node.loop
        else
          loop.blocks[#loop.blocks + 1] = node.block
        end
      end
      loops[#loops + 1] = loop
    end
  end
  return loops
end

local function summary(loops)
  local deepest, blocks, irreducible = 0, 0, 0
  local function visit(loop, depth)
    deepest = math.max(deepest, depth)
    blocks = blocks + #loop.blocks
    if loop.kind == "irreducible" then irreducible = irreducible + 1 end
    for _, child in ipairs(loop.children) do visit(child, depth + 1) end
  end
  for _, loop in ipairs(loops) do if not loop.parent then visit(loop, 1) end end
  return deepest, blocks, irreducible
end

local function build(parallel)
  local graph = Graph.new()
  graph:block(0)
  graph:base_loop(0)
  graph:block(1)
  graph:edge(0, 2)
  local n = 2
  for _ = 1, parallel do
    graph:edge(2, n + 1)
    n = n + 1
    for _ = 1, 20 do
      local top = n
      n = graph:straight(n, 1)
      for _ = 1, 5 do n = graph:base_loop(n) end
      local bottom = graph:straight(n, 1)
      graph:edge(n, top)
      n = bottom
    end
    graph:edge(n, 1)
  end
  return graph
end

for round = 1, rounds do
  local graph = build(round * 3)
  local loops = find_loops(graph)
  print(string.format("%d blocks, %d loops, deepest %d, %d blocks in loops, %d irreducible", graph.count, #loops, summary(loops)))
end
