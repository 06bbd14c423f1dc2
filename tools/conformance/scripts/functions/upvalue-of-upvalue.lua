-- A variable used three levels further in is one variable.
local log = {}
local function level1()
  local v = 1
  local function level2()
    local function level3()
      v = v + 1
      return function() v = v * 10; return v end
    end
    log[#log + 1] = v
    return level3()
  end
  local f = level2()
  log[#log + 1] = v
  local r = f()
  log[#log + 1] = v
  return r, f
end
local r, f = level1()
print(r, f(), table.concat(log, " ")) -- expect: 20	200	1 2 20
local up1, up2, up3 = 1, 2, 3
local function a() local function b() local function c() up1, up2, up3 = up3, up1, up2 end c() end b() end
a()
print(up1, up2, up3) -- expect: 3	1	2
