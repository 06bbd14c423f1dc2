-- Small whole programs: sorting and searching by hand.
local function quicksort(t, lo, hi)
  lo, hi = lo or 1, hi or #t
  if lo < hi then
    local p, i = t[hi], lo - 1
    for j = lo, hi - 1 do if t[j] <= p then i = i + 1; t[i], t[j] = t[j], t[i] end end
    t[i + 1], t[hi] = t[hi], t[i + 1]
    quicksort(t, lo, i); quicksort(t, i + 2, hi)
  end
  return t
end
print(table.concat(quicksort({ 5, 2, 9, 1, 5, 6, -3, 0 }), " ")) -- expect: -3 0 1 2 5 5 6 9
local function bsearch(t, x) local lo, hi = 1, #t; while lo <= hi do local mid = (lo + hi) // 2; if t[mid] == x then return mid elseif t[mid] < x then lo = mid + 1 else hi = mid - 1 end end end
local sorted = {}
for i = 1, 100 do sorted[i] = i * 3 end
print(bsearch(sorted, 150), bsearch(sorted, 151), bsearch(sorted, 3), bsearch(sorted, 300)) -- expect: 50	nil	1	100
local function mergesort(t)
  if #t < 2 then return t end
  local mid, a, b = #t // 2, {}, {}
  for i = 1, #t do if i <= mid then a[#a + 1] = t[i] else b[#b + 1] = t[i] end end
  a, b = mergesort(a), mergesort(b)
  local out, i, j = {}, 1, 1
  while i <= #a or j <= #b do
    if j > #b or (i <= #a and a[i] <= b[j]) then out[#out + 1] = a[i]; i = i + 1 else out[#out + 1] = b[j]; j = j + 1 end
  end
  return out
end
print(table.concat(mergesort({ 3, 1, 2, 3, 1, 2 }), " ")) -- expect: 1 1 2 2 3 3
