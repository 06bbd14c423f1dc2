local function f() local x <close> = setmetatable({}, {__close=function(_, e) print('closing', e) error('in close') end}) error('orig') end
f()
-- expect: closing	close-uncaught.lua:1: orig
-- expect: stack traceback:
-- expect: 	[C]: in function 'error'
-- expect: 	close-uncaught.lua:1: in local 'f'
-- expect: 	close-uncaught.lua:2: in main chunk
-- expect: 	[C]: in ?
-- expect error: close-uncaught.lua:1: in close
