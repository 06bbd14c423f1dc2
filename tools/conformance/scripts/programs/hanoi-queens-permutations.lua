-- Recursive puzzles.
local moves = {}
local function hanoi(n, a, b, c) if n > 0 then hanoi(n - 1, a, c, b); moves[#moves + 1] = a .. b; hanoi(n - 1, c, b, a) end end
hanoi(4, "A", "B", "C")
print(#moves, table.concat(moves, " ")) -- expect: 15	AC AB CB AC BA BC AC AB CB CA BA CB AC AB CB
local function queens(n)
  local count, cols, d1, d2 = 0, {}, {}, {}
  local function place(r)
    if r > n then count = count + 1 return end
    for c = 1, n do
      if not (cols[c] or d1[r + c] or d2[r - c]) then
        cols[c], d1[r + c], d2[r - c] = true, true, true
        place(r + 1)
        cols[c], d1[r + c], d2[r - c] = nil, nil, nil
      end
    end
  end
  place(1)
  return count
end
print(queens(4), queens(5), queens(6), queens(7)) -- expect: 2	10	4	40
local function permutations(t, n, out)
  n, out = n or #t, out or {}
  if n == 1 then out[#out + 1] = table.concat(t) else for i = 1, n do permutations(t, n - 1, out); local k = n % 2 == 0 and i or 1; t[k], t[n] = t[n], t[k] end end
  return out
end
local p = permutations({ "a", "b", "c", "d" })
table.sort(p)
print(#p, p[1], p[12], p[24]) -- expect: 24	abcd	bdca	dcba
local function subsets(t, i) i = i or 1; if i > #t then return { "" } end local rest, out = subsets(t, i + 1), {}; for _, s in ipairs(rest) do out[#out + 1] = s; out[#out + 1] = t[i] .. s end return out end
local s = subsets({ "x", "y", "z" })
table.sort(s)
print(#s, table.concat(s, ",")) -- expect: 8	,x,xy,xyz,xz,y,yz,z
local function partitions(n, m) if n == 0 then return 1 elseif n < 0 or m == 0 then return 0 end return partitions(n, m - 1) + partitions(n - m, m) end
print(partitions(20, 20), partitions(5, 5)) -- expect: 627	7
