-- create, resume, yield: values go both ways.
local co = coroutine.create(function(a, b)
  print("started with", a, b)
  local c = coroutine.yield(a + b)
  print("resumed with", c)
  local d, e = coroutine.yield()
  print("then with", d, e)
  return "done", 99
end)
print(coroutine.status(co)) -- expect: suspended
print(coroutine.resume(co, 1, 2))
-- expect: started with	1	2
-- expect: true	3
print(coroutine.resume(co, "c"))
-- expect: resumed with	c
-- expect: true
print(coroutine.status(co)) -- expect: suspended
print(coroutine.resume(co, "d", "e"))
-- expect: then with	d	e
-- expect: true	done	99
print(coroutine.status(co)) -- expect: dead
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
print(coroutine.resume(co, "again")) -- expect: false	cannot resume dead coroutine
print(type(co), tostring(co):match("^thread: ") ~= nil) -- expect: thread	true
print(select("#", coroutine.resume(coroutine.create(function() end)))) -- expect: 1
print(coroutine.resume(coroutine.create(function(...) return select("#", ...), ... end), nil, nil)) -- expect: true	2	nil	nil
