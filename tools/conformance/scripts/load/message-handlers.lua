-- Errors of a reader function, and sources that nest too deep, go through the message handler in force; syntax errors do not.
local source = "return " .. ("("):rep(250) .. "1" .. (")"):rep(250)
local function strip(text) return (tostring(text):gsub("^[^ ]*:%d+: ", "")) end
local function handler(message)
  print("handler", strip(message))
  return "handled " .. strip(message)
end
print(xpcall(function() return load(source) end, handler))
-- expect: handler	C stack overflow
-- expect: true	nil	handled C stack overflow
print(xpcall(load, handler, source))
-- expect: handler	C stack overflow
-- expect: true	nil	handled C stack overflow
print(pcall(load, source)) -- expect: true	nil	C stack overflow
print(xpcall(load, handler, "x =")) -- expect: true	nil	[string "x ="]:1: unexpected symbol near <eof>
print(xpcall(load, handler, function() error("reader") end))
-- expect: handler	reader
-- expect: true	nil	handled reader
print(xpcall(load, handler, function() return {} end))
-- expect: handler	reader function must return a string
-- expect: true	nil	handled reader function must return a string
print(xpcall(function() return pcall(load, source) end, handler)) -- expect: true	true	nil	C stack overflow
print(coroutine.wrap(function() return load(source) end)()) -- expect: nil	C stack overflow
print(xpcall(function() return coroutine.wrap(function() return load(source) end)() end, handler)) -- expect: true	nil	C stack overflow
print((select(2, load(source)):gsub("%d+", "N"))) -- here the handler is that of the program, which adds a traceback
-- expect: C stack overflow
-- expect: stack traceback:
-- expect: 	[C]: in function 'load'
-- expect: 	message-handlers.lua:N: in main chunk
-- expect: 	[C]: in ?
