-- require runs a file once, with its name and path, and remembers its value.
package.path = "./fixtures/?.lua"
local m = require("simple")
print(m.name, m.arguments, m.path) -- expect: simple	2	./fixtures/simple.lua
print(require("simple") == m, package.loaded["simple"] == m) -- expect: true	true
print(select(2, require("simple"))) -- expect:
print(simple_loads) -- expect: 1
package.loaded["simple"] = nil
print(require("simple") ~= m, simple_loads) -- expect: true	2
print(require("nested.inner").value) -- expect: inner nested.inner
print(require("returns-nothing"), package.loaded["returns-nothing"]) -- expect: true	true
print(require("returns-false"), package.loaded["returns-false"]) -- expect: false	false
