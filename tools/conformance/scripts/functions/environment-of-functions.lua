-- A function keeps its definition's globals; parameters and locals hide them.
v = "global v"
local function reads() return v end
print(reads()) -- expect: global v
local function hides(v) return v end
print(hides("param"), v) -- expect: param	global v
local function sets() v = "set"; w = "new" end
sets()
print(v, w) -- expect: set	new
local function later() return defined_later end
print(later()) -- expect: nil
defined_later = "now"
print(later()) -- expect: now
v, w, defined_later = nil, nil, nil
print(v, w, defined_later) -- expect: nil	nil	nil
