-- Generic for over iterators that yield, written as functions, and as coroutines inside coroutines.
local co = coroutine.wrap(function()
  for k in function(_, k) return coroutine.yield("want a key") end do print("got", k) end
  return "finished"
end)
print(co()) -- expect: want a key
print(co("a"))
-- expect: got	a
-- expect: want a key
print(co("b"))
-- expect: got	b
-- expect: want a key
print(co(nil)) -- expect: finished
local function tree(n) if n == 0 then return nil end return { left = tree(n - 1), value = n, right = tree(n - 1) } end
local function walk(t) if t then walk(t.left); coroutine.yield(t.value); walk(t.right) end end
local out = {}
for v in coroutine.wrap(function() walk(tree(3)) end) do out[#out + 1] = v end
print(table.concat(out, " ")) -- expect: 1 2 1 3 1 2 1
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function filter(p, g) return coroutine.wrap(function() for v in g do if p(v) then coroutine.yield(v) end end end) end
local list = {}
for v in filter(function(v) return v % 3 == 0 end, filter(function(v) return v % 2 == 0 end, gen(30))) do list[#list + 1] = v end
print(table.concat(list, " ")) -- expect: 6 12 18 24 30
local function permute(a, n) n = n or #a; if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do a[n], a[i] = a[i], a[n]; permute(a, n - 1); a[n], a[i] = a[i], a[n] end end end
local all = {}
for p in coroutine.wrap(function() permute({ "a", "b", "c" }) end) do all[#all + 1] = p end
print(table.concat(all, " ")) -- expect: bca cba cab acb bac abc
