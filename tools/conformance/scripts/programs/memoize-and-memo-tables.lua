-- Memoization with tables as caches, also of several arguments.
local calls = 0
local function memoize(f) local cache = {}; return function(n) local v = cache[n]; if v == nil then v = f(n); cache[n] = v end return v end end
local fib
fib = memoize(function(n) calls = calls + 1; return n < 2 and n or fib(n - 1) + fib(n - 2) end)
print(fib(80), calls) -- expect: 23416728348467685	81
local function lcs(a, b)
  local m = {}
  for i = 0, #a do m[i] = {}; for j = 0, #b do
    if i == 0 or j == 0 then m[i][j] = "" elseif a:sub(i, i) == b:sub(j, j) then m[i][j] = m[i - 1][j - 1] .. a:sub(i, i)
    else m[i][j] = #m[i - 1][j] >= #m[i][j - 1] and m[i - 1][j] or m[i][j - 1] end end end
  return m[#a][#b]
end
print(lcs("the quick brown fox", "thick frozen ox")) -- expect: thick ron ox
local function levenshtein(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local previous = row[0]
    row[0] = i
    for j = 1, #b do
      local old = row[j]
      row[j] = math.min(row[j] + 1, row[j - 1] + 1, previous + (a:byte(i) == b:byte(j) and 0 or 1))
      previous = old
    end
  end
  return row[#b]
end
print(levenshtein("kitten", "sitting"), levenshtein("", "abc"), levenshtein("same", "same")) -- expect: 3	3	0
