-- The collector as scripts see it: options and their results, finalizers, weak tables, the end of the state.
print(collectgarbage('isrunning'), collectgarbage('stop'), collectgarbage('isrunning'), collectgarbage('restart'), collectgarbage('isrunning')) -- expect: true	0	false	0	true
print(collectgarbage('incremental'), collectgarbage('generational'), collectgarbage('generational'), collectgarbage('incremental'), collectgarbage('incremental', 100, 200, 10)) -- expect: generational	incremental	generational	generational	incremental
print(collectgarbage('setpause', 150), collectgarbage('setpause', 200), collectgarbage('setstepmul', 300), collectgarbage('setstepmul', 100)) -- expect: 100	148	200	300
print(collectgarbage('incremental', 300, 400, 9), collectgarbage('setpause',200), collectgarbage('setstepmul',100), collectgarbage('incremental',0,0,0), collectgarbage('setpause',200), collectgarbage('generational',30,40), collectgarbage('incremental'), collectgarbage('setpause',1000), collectgarbage('setpause',1001), collectgarbage('setpause',200), collectgarbage('setpause', 10000), collectgarbage('setpause', -4), collectgarbage('setpause',200)) -- expect: incremental	300	400	incremental	200	incremental	generational	200	1000	1000	200	784	1020
print(collectgarbage('generational', 50, 300), collectgarbage('incremental')) -- expect: incremental	generational
print(collectgarbage(), collectgarbage('collect'), collectgarbage(nil), math.type(collectgarbage('count'))) -- expect: 0	0	0	float
local n = 0 repeat n = n + 1 local e = collectgarbage('step') until e or n > 1e6 print(type(n), n > 0) -- expect: number	true
print(collectgarbage('step', 1e6), collectgarbage('step', 0) ~= nil) -- expect: true	true
print(pcall(collectgarbage, 'foo')) print(pcall(collectgarbage, {})) print(pcall(collectgarbage,'step','x')) print(pcall(collectgarbage,'step',2^40))
-- expect: false	bad argument #1 to 'collectgarbage' (invalid option 'foo')
-- expect: false	bad argument #1 to 'collectgarbage' (string expected, got table)
-- expect: false	bad argument #2 to 'collectgarbage' (number expected, got string)
-- expect: true	true
do local order = {} for i=1,5 do setmetatable({}, {__gc=function() order[#order+1]=i end}) end collectgarbage() print(table.concat(order,' ')) end -- expect: 5 4 3 2 1
do local res local mt = {__gc=function(o) res = o end} local t = setmetatable({x=1}, mt) t=nil collectgarbage() print(res and res.x) local c=0 setmetatable(res, {__gc=function() c=c+1 end}) res=nil collectgarbage() print(c) end
-- expect: 1
-- expect: 1
do local w = setmetatable({}, {__mode='v'}) w[1] = {} w[2]='s' w[3]=12 w.x = function() end local keep = {} w.k = keep collectgarbage() print(w[1], w[2], w[3], w.x, w.k == keep) end -- expect: nil	s	12	nil	true
do local w = setmetatable({}, {__mode='k'}) local k = {} w[k] = 1 w[{}] = 2 w[1]={} w['s']={} collectgarbage() local c=0 for _ in pairs(w) do c=c+1 end print(c, w[k]) end -- expect: 3	1
do local e = setmetatable({}, {__mode='k'}) local k = {} e[k] = {k} local a = {} for i=1,100 do local n = {} e[a]=n a = n end k = nil a = nil collectgarbage() print(next(e)) end -- expect: nil
do local e = setmetatable({}, {__mode='kv'}) local k={} e[k]={} e[1]=k collectgarbage() print(e[k], e[1]==k) end -- expect: nil	true
do print(collectgarbage('count') > 0) setmetatable({}, {__gc=function() print('in gc', collectgarbage(), collectgarbage('step'), collectgarbage('count') ~= nil, collectgarbage('isrunning'), collectgarbage('stop'), collectgarbage('generational')) end}) collectgarbage() end
-- expect: true
-- expect: in gc	nil	nil	false	nil	nil	nil
do local w = setmetatable({}, {__mode='v'}) local order={} for i=1,3 do local o = setmetatable({i=i}, {__gc=function(o) order[#order+1]=tostring(w[o.i])==tostring(nil) end}) w[i]=o end collectgarbage() print(table.concat({tostring(order[1]),tostring(order[2]),tostring(order[3])},' '), #order) end -- expect: true true true	3
do local w = setmetatable({}, {__mode='k'}) local seen for i=1,1 do local o = setmetatable({}, {__gc=function(o) seen = w[o] end}) w[o]='val' end collectgarbage() print(seen, type(next(w))) collectgarbage() print(next(w)) end
-- expect: val	table
-- expect: nil
do local c0 = collectgarbage('count') local t = {} for i=1,10000 do t[i]={} end local c1 = collectgarbage('count') t=nil collectgarbage() local c2=collectgarbage('count') print(c1>c0+300, c2<c1-300) end -- expect: true	true
do local s = string.rep('x', 1000000) local c = collectgarbage('count') s = s..'y' print(collectgarbage('count') - c > 900) s=nil collectgarbage() print(collectgarbage('count')-c < -900) end
-- expect: true
-- expect: true
do local t = setmetatable({}, {__gc=true}) getmetatable(t).__gc = function() print('later gc') end t=nil collectgarbage() end -- expect: later gc
do local t = setmetatable({}, {}) getmetatable(t).__gc = function() print('never') end t=nil collectgarbage() end
do local mt={__gc=function(o) print('gc',o.n) end} local t1=setmetatable({n=1},mt) local t2=setmetatable({n=2},mt) setmetatable(t1,nil) setmetatable(t1,mt) t1,t2=nil collectgarbage() end
-- expect: gc	2
-- expect: gc	1
do local co = coroutine.create(function() local x <close> = setmetatable({}, {__close=function() print('never closed') end}) coroutine.yield() end) coroutine.resume(co) co=nil collectgarbage() print('ok') end -- expect: ok
do local t = setmetatable({}, {__gc=function() coroutine.yield() end}) t=nil warn('@on') collectgarbage() warn('@off') end
do local n=0 local function mk() setmetatable({}, {__gc=function() n=n+1 if n<5 then mk() end end}) end mk() for i=1,10 do collectgarbage() end print(n) end -- expect: 5
setmetatable({}, {__gc=function() print('closing 1') end}) setmetatable({}, {__gc=function() print('closing 2') setmetatable({}, {__gc=function() print('closing nested') end}) end})
local t <close> = setmetatable({}, {__close=function() print('main close') end})
X = setmetatable({}, {__gc=function(o) print('X', o.name, print ~= nil) error('e') end, __name='XX'}) X.name = 'n'
-- expect: main close
-- expect: X	n	true
-- expect: closing 2
-- expect: closing 1
