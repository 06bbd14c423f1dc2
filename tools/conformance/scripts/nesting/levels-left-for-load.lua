local function ok(n, open, close, pre) local f = load((pre or 'return ')..string.rep(open,n)..'1'..string.rep(close,n)) return f ~= nil end
local function max(open, close, pre) local lo, hi = 0, 400 while lo < hi do local m = (lo+hi+1)//2 if ok(m,open,close,pre) then lo = m else hi = m-1 end end return lo end
local function all(tag)
  print(tag, max('(',')'), max('{','}'), max('-- \n-',''), max('f(',')'), max('function() return ',' end '), max('1 .. ',''), max('2^',''), max('do ',' end', 'local x = '))
end
all('main') -- expect: main	195	195	400	195	97	195	195	0
pcall(all, 'pcall') -- expect: pcall	194	194	400	194	97	194	194	0
pcall(pcall, all, 'pcall2') -- expect: pcall2	193	193	400	193	96	193	193	0
coroutine.wrap(all)('coro') -- expect: coro	194	194	400	194	97	194	194	0
coroutine.wrap(function() coroutine.wrap(all)('coro2') end)() -- expect: coro2	193	193	400	193	96	193	193	0
local t = setmetatable({}, {__index=function(t,k) all('index') return 1 end}) local x = t.x -- expect: index	194	194	400	194	97	194	194	0
string.gsub('a','a',function() all('gsub') end) -- expect: gsub	194	194	400	194	97	194	194	0
table.sort({1,2}, function(a,b) all('sort') return a<b end) -- expect: sort	194	194	400	194	97	194	194	0
local function blk(n) return load(string.rep('do ', n)..string.rep(' end', n)) ~= nil end
local n=0 for i=150,220 do if blk(i) then n=i end end print('blocks', n) -- expect: blocks	197
pcall(function() local n=0 for i=150,220 do if blk(i) then n=i end end print('blocks', n) end) -- expect: blocks	196
load(function() all('reader') return nil end) -- expect: reader	194	194	400	194	97	194	194	0
local d = 0
local function rec(k) if k == 0 then all('rec') else string.gsub('a','a',function() rec(k-1) end) end end
rec(10) rec(100)
-- expect: rec	185	185	400	185	92	185	185	0
-- expect: rec	95	95	400	95	47	95	95	0
