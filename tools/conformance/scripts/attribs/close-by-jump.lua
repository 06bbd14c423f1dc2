-- break, goto and return close on their way out; return values are computed before.
local function closer(name) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) end }) end
for i = 1, 3 do local x <close> = closer("break"); if i == 2 then break end end
-- expect: close break	nil
-- expect: close break	nil
do
  do local x <close> = closer("goto"); goto out end
  ::out:: -- expect: close goto	nil
  print("after goto") -- expect: after goto
end
do
  local n = 0
  ::again::
  do local x <close> = closer("again " .. n); n = n + 1; if n < 3 then goto again end end
  -- expect: close again 0	nil
  -- expect: close again 1	nil
  -- expect: close again 2	nil
end
local function f()
  local x <close> = closer("return x")
  local y <close> = closer("return y")
  return print("evaluated first") or "value", 2, 3
end
print(f())
-- expect: evaluated first
-- expect: close return y	nil
-- expect: close return x	nil
-- expect: value	2	3
local function g() local x <close> = closer("tail"); return f() end
print(g())
-- expect: evaluated first
-- expect: close return y	nil
-- expect: close return x	nil
-- expect: close tail	nil
-- expect: value	2	3
local function h(...) local x <close> = closer("varargs"); return ... end
print(h(1, nil, 3))
-- expect: close varargs	nil
-- expect: 1	nil	3
local function none() local x <close> = closer("none"); return end
print(none())
-- expect: close none	nil
-- expect:
local function changes() local v = 1; local x <close> = setmetatable({}, { __close = function() v = 2 end }); return v end
print(changes()) -- expect: 1
