-- Every way out of the scope of a to-be-closed variable.
local function mk(n, f) return setmetatable({}, {__close=function(o,e) print('close',n,type(e)=='string' and e:gsub(':%d+:',':N:') or e) e = type(e)=='string' and e:gsub(':%d+:',':N:') or e if f then return f(o,e) end end, __name='C'..n}) end
local function try(name,f,...) print('--',name) local r = table.pack(pcall(f,...)) for i=1,r.n do r[i] = tostring(r[i]):gsub(':%d+:',':N:') end print(table.concat(r,' ')) end
try('normal', function() local a <close> = mk('a') local b <close> = mk('b') return 1,2 end)
-- expect: --	normal
-- expect: close	b	nil
-- expect: close	a	nil
-- expect: true 1 2
try('error', function() local a <close> = mk('a') error('E',0) end)
-- expect: --	error
-- expect: close	a	E
-- expect: false E
try('error2', function() local a <close> = mk('a',function(_,e) error('A('..tostring(e)..')',0) end) local b <close> = mk('b',function(_,e) error('B('..tostring(e)..')',0) end) error('E',0) end)
-- expect: --	error2
-- expect: close	b	E
-- expect: close	a	B(E)
-- expect: false A(B(E))
try('error3', function() local a <close> = mk('a',function(_,e) error('A',0) end) local b <close> = mk('b') return 1 end)
-- expect: --	error3
-- expect: close	b	nil
-- expect: close	a	nil
-- expect: false A
try('break', function() for i=1,3 do local a <close> = mk(i) if i==2 then break end end return 'x' end)
-- expect: --	break
-- expect: close	1	nil
-- expect: close	2	nil
-- expect: true x
try('goto', function() do local a <close> = mk('a') goto out end ::out:: do local i = 1 ::top:: local b <close> = mk('b'..i) i=i+1 if i<3 then goto top end end return 'x' end)
-- expect: --	goto
-- expect: close	a	nil
-- expect: close	b1	nil
-- expect: close	b2	nil
-- expect: true x
try('goto2', function() local i=1 ::top:: do local b <close> = mk('b'..i) i=i+1 if i<4 then goto top end end end)
-- expect: --	goto2
-- expect: close	b1	nil
-- expect: close	b2	nil
-- expect: close	b3	nil
-- expect: true
try('while', function() local i=0 while i<3 do i=i+1 local a <close> = mk(i) if i==2 then goto cont end print('body',i) ::cont:: end end)
-- expect: --	while
-- expect: body	1
-- expect: close	1	nil
-- expect: close	2	nil
-- expect: body	3
-- expect: close	3	nil
-- expect: true
try('repeat', function() local i=0 repeat i=i+1 local a <close> = mk(i) until i>=2 end)
-- expect: --	repeat
-- expect: close	1	nil
-- expect: close	2	nil
-- expect: true
try('return call', function() local a <close> = mk('a') return (function() print('called') return 5 end)() end)
-- expect: --	return call
-- expect: called
-- expect: close	a	nil
-- expect: true 5
try('vararg', function(...) local a <close> = mk('a') return ... end, 1, nil, 3)
-- expect: --	vararg
-- expect: close	a	nil
-- expect: true 1 nil 3
try('nil', function() local a <close> = nil local b <close> = false return 'ok' end)
-- expect: --	nil
-- expect: true ok
try('bad', function() local a <close> = mk('a') local bad <close> = {} end)
-- expect: --	bad
-- expect: close	a	close-every-exit.lua:N: variable 'bad' got a non-closable value
-- expect: false close-every-exit.lua:N: variable 'bad' got a non-closable value
try('bad2', function() local bad <close> = 5 end)
-- expect: --	bad2
-- expect: false close-every-exit.lua:N: variable 'bad' got a non-closable value
try('bad3', function() local x <close> = setmetatable({}, {__close=5}) end)
-- expect: --	bad3
-- expect: false close-every-exit.lua:N: attempt to call a number value (metamethod 'close')
try('lost', function() local x <close> = setmetatable({}, {__close=print}) getmetatable(x).__close=nil end)
-- expect: --	lost
-- expect: false close-every-exit.lua:N: attempt to call a nil value (metamethod 'close')
try('lost2', function() local x <close> = setmetatable({}, {__close=print}) getmetatable(x).__close=nil error('e',0) end)
-- expect: --	lost2
-- expect: false attempt to call a nil value
try('for', function() local function it() return function(s,c) if c==nil then return 1 elseif c<3 then return c+1 end end, nil, nil, mk('it') end for i in it() do print(i) end for i in it() do if i==2 then break end end for i in it() do if i==2 then return 'r' end end end)
-- expect: --	for
-- expect: 1
-- expect: 2
-- expect: 3
-- expect: close	it	nil
-- expect: close	it	nil
-- expect: close	it	nil
-- expect: true r
try('for err', function() for i in function() error('iter',0) end, nil, nil, mk('f') do end end)
-- expect: --	for err
-- expect: close	f	iter
-- expect: false iter
try('for bad', function() for i in print, nil, nil, 5 do end end)
-- expect: --	for bad
-- expect: false close-every-exit.lua:N: variable '(for state)' got a non-closable value
try('coro', function() local co = coroutine.wrap(function() local a <close> = mk('a') coroutine.yield(1) local b <close> = mk('b') coroutine.yield(2) return 3 end) print(co(),co(),co()) end)
-- expect: --	coro
-- expect: close	b	nil
-- expect: close	a	nil
-- expect: 1	2	3
-- expect: true
try('coro close', function() local co = coroutine.create(function() local a <close> = mk('a') local b <close> = mk('b', function() error('in b',0) end) coroutine.yield(1) end) coroutine.resume(co) print(coroutine.close(co)) print(coroutine.status(co), coroutine.close(co)) end)
-- expect: --	coro close
-- expect: close	b	nil
-- expect: close	a	in b
-- expect: false	in b
-- expect: dead	true
-- expect: true
try('coro yield in close', function() local co = coroutine.wrap(function() local a <close> = mk('a', function() coroutine.yield('y1') end) local b <close> = mk('b', function() coroutine.yield('y2') end) return 'done' end) print(co()) print(co()) print(co()) end)
-- expect: --	coro yield in close
-- expect: close	b	nil
-- expect: y2
-- expect: close	a	nil
-- expect: y1
-- expect: done
-- expect: true
try('coro err yield in close', function() local co = coroutine.create(function() local a <close> = mk('a', function() coroutine.yield('y1') end) error('X',0) end) print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.status(co)) end)
-- expect: --	coro err yield in close
-- expect: false	X
-- expect: false	cannot resume dead coroutine
-- expect: dead
-- expect: true
try('wrap err', function() local co = coroutine.wrap(function() local a <close> = mk('a') error('W',0) end) co() end)
-- expect: --	wrap err
-- expect: close	a	W
-- expect: false close-every-exit.lua:N: W
try('close self', function() local co co = coroutine.create(function() print(pcall(coroutine.close, co)) end) coroutine.resume(co) end)
-- expect: --	close self
-- expect: false	cannot close a running coroutine
-- expect: true
try('close normal', function() local co co = coroutine.create(function() local co2 = coroutine.create(function() print(pcall(coroutine.close, co)) print(coroutine.status(co)) end) coroutine.resume(co2) end) coroutine.resume(co) end)
-- expect: --	close normal
-- expect: false	cannot close a normal coroutine
-- expect: normal
-- expect: true
try('nested fn', function() local a <close> = mk('a') local function f() local b <close> = mk('b') error('deep',0) end pcall(f) print('after') end)
-- expect: --	nested fn
-- expect: close	b	deep
-- expect: after
-- expect: close	a	nil
-- expect: true
try('close arg', function() local x <close> = setmetatable({}, {__close=function(...) print(select('#',...), ...) end, __name='N', __tostring=function() return 'obj' end}) end)
-- expect: --	close arg
-- expect: 2	obj	nil
-- expect: true
try('close arg err', function() local x <close> = setmetatable({}, {__close=function(...) print(select('#',...), ...) end, __tostring=function() return 'obj' end}) error() end)
-- expect: --	close arg err
-- expect: 2	obj	nil
-- expect: false nil
try('tail', function() local function g() print((debug.traceback('tb'):gsub('%d+','N'))) end local a <close> = mk('a') return g() end)
-- expect: --	tail
-- expect: tb
-- expect: stack traceback:
-- expect: 	close-every-exit.lua:N: in local 'g'
-- expect: 	close-every-exit.lua:N: in function <close-every-exit.lua:N>
-- expect: 	[C]: in function 'pcall'
-- expect: 	close-every-exit.lua:N: in local 'try'
-- expect: 	close-every-exit.lua:N: in main chunk
-- expect: 	[C]: in ?
-- expect: close	a	nil
-- expect: true
try('xpcall', function() print(select('#',xpcall(function() local a <close> = mk('a', function() error('close err') end) error('orig') end, function(m) print((tostring(m):gsub(':%d+:',':N:'))) return m end)))  end)
-- expect: --	xpcall
-- expect: close-every-exit.lua:N: orig
-- expect: close	a	close-every-exit.lua:N: orig
-- expect: close-every-exit.lua:N: close err
-- expect: 2
-- expect: true
local function check(source) local f, message = load(source, '=s') print(message or 'ok') end
check('local x <const> = 1; x = 2') -- expect: s:1: attempt to assign to const variable 'x'
check('local x <close> = 1; x = 2') -- expect: s:1: attempt to assign to const variable 'x'
check('local x <foo> = 1') -- expect: s:1: unknown attribute 'foo'
check('local x <close>, y <close> = 1, 2') -- expect: s:1: multiple to-be-closed variables in local list
check('local a <const> = 5; function f() a = 3 end') -- expect: s:1: attempt to assign to const variable 'a'
check('local a <const> = 5; return function() return function() a = 3 end end') -- expect: s:1: attempt to assign to const variable 'a'
check('for i = 1, 2 do i = 3 end') -- expect: ok
check('local function f() end f <const> = 1') -- expect: s:1: syntax error near '<'
check('local x <const>') -- expect: ok
check('local a <const>, b = 1, 2 a, b = 3, 4') -- expect: s:1: attempt to assign to const variable 'a'
check('local a <const> = {} a.x = 1 return a.x') -- expect: ok
check('goto l1 local a ::l1:: ::l2:: print(a)') -- expect: s:1: <goto l1> at line 1 jumps into the scope of local 'a'
check('goto l1 local a ::l1:: ') -- expect: ok
check('do goto l1 end ::l1:: ::l1::') -- expect: s:1: label 'l1' already defined on line 1
check('::l1:: do ::l1:: end') -- expect: s:1: label 'l1' already defined on line 1
check('break') -- expect: s:1: break outside loop at line 1
check('goto x; do ::x:: end') -- expect: s:1: no visible label 'x' for <goto> at line 1
check('repeat if x then goto cont end local a ::cont:: until a') -- expect: s:1: <goto cont> at line 1 jumps into the scope of local 'a'
check('repeat goto c local a ::c:: until true') -- expect: s:1: <goto c> at line 1 jumps into the scope of local 'a'
