-- How deep each kind of call nests that takes C stack in PUC-Rio's machine, and how it ends.
debug.sethook() -- a hook would take a level
-- expect: gsub	197	false	C stack overflow
-- expect: sort	197	false	C stack overflow
-- expect: pcall	197	false	C stack overflow
-- expect: xpcall	197	false	C stack overflow
-- expect: wrap	197	false	C stack overflow
-- expect: resume	197	false	C stack overflow
-- expect: index	196	false	C stack overflow
-- expect: newindex	196	false	C stack overflow
-- expect: add	196	false	C stack overflow
-- expect: eq	196	false	C stack overflow
-- expect: lt	196	false	C stack overflow
-- expect: concat	196	false	C stack overflow
-- expect: len	196	false	C stack overflow
-- expect: unm	196	false	C stack overflow
-- expect: close	197	false	C stack overflow
-- expect: tostring	196	false	C stack overflow
-- expect: iter	197	false	C stack overflow
-- expect: load	197	false	C stack overflow
-- expect: dofile	196	false	C stack overflow
-- expect: require	196	false	C stack overflow
-- expect: pairs	196	false	C stack overflow
-- expect: msgh	214	false	n error handling
-- expect: msgh2	214	false	n error handling
local function probe(name, f)
  local depth = 0
  local ok, msg = pcall(f, function() depth = depth + 1 end)
  print(name, depth, ok, (tostring(msg):gsub(':%d+:',':N:'):sub(-16)))
end
probe('gsub', function(inc) local function f() inc() return (string.gsub('a','a',f)) end f() end)
probe('sort', function(inc) local function f(a,b) inc() table.sort({1,2},f) return a<b end f(1,2) end)
probe('pcall', function(inc) local function f() inc() local ok, m = pcall(f) if not ok then error(m, 0) end end f() end)
probe('xpcall', function(inc) local function f() inc() local ok, m = xpcall(f, function(m) return m end) if not ok then error(m, 0) end end f() end)
probe('wrap', function(inc) local function f() inc() return coroutine.wrap(f)() end f() end)
probe('resume', function(inc) local function f() inc() local ok, m = coroutine.resume(coroutine.create(f)) if not ok then error(m,0) end end f() end)
probe('index', function(inc) local t t = setmetatable({}, {__index=function(t,k) inc() return t[k..'x'] end}) return t.a end)
probe('newindex', function(inc) local t t = setmetatable({}, {__newindex=function(t,k,v) inc() t[k..'x'] = v end}) t.a = 1 end)
probe('add', function(inc) local t t = setmetatable({}, {__add=function(a,b) inc() return t + 1 end}) return t+1 end)
probe('eq', function(inc) local mt = {} mt.__eq = function(a,b) inc() return a == b end return setmetatable({},mt) == setmetatable({},mt) end)
probe('lt', function(inc) local mt = {} mt.__lt = function(a,b) inc() return a < b end return setmetatable({},mt) < setmetatable({},mt) end)
probe('concat', function(inc) local mt = {} mt.__concat = function(a,b) inc() return a .. b end return setmetatable({},mt) .. 'x' end)
probe('len', function(inc) local mt = {} mt.__len = function(a) inc() return #a end return #setmetatable({},mt) end)
probe('unm', function(inc) local mt = {} mt.__unm = function(a) inc() return -a end return -setmetatable({},mt) end)
probe('close', function(inc) local function f() inc() local x <close> = setmetatable({}, {__close=function() f() end}) end f() end)
probe('tostring', function(inc) local mt = {} mt.__tostring = function(a) inc() return tostring(a) end return tostring(setmetatable({},mt)) end)
probe('iter', function(inc) local function f() inc() for x in f do end end f() end)
probe('load', function(inc) local function f() inc() local l, m = load(f) error(m, 0) end f() end)
probe('dofile', function(inc) local p = os.tmpname() local h = io.open(p,'w') h:write('DOIT()') h:close() function DOIT() inc() dofile(p) end dofile(p) end)
probe('require', function(inc) package.searchers[2] = function(n) return function() inc() require(n..'x') end end require 'a' end)
probe('pairs', function(inc) local mt = {} mt.__pairs = function(t) inc() return pairs(t) end return pairs(setmetatable({},mt)) end)
probe('msgh', function(inc) local function h(m) inc() error(m) end local ok, m = xpcall(error, h, 'x') error(m,0) end)
probe('msgh2', function(inc) local function h(m) inc() local x = nil; x.y = 1 end local ok, m = xpcall(error, h, 'x') error(m,0) end)
