-- package.preload holds loaders by name; package.loaded is consulted first.
package.preload["made"] = function(name, extra) return { name = name, extra = extra } end
local made = require("made")
print(made.name, made.extra, require("made") == made) -- expect: made	:preload:	true
package.loaded["given"] = "a string"
print(require("given")) -- expect: a string
package.preload["sets"] = function(name) package.loaded[name] = "set by loader" end
print(require("sets")) -- expect: set by loader	:preload:
package.preload["fails"] = function() error("preload failed", 0) end
print(pcall(require, "fails")) -- expect: false	preload failed
print(package.loaded.string == string, package.loaded._G == _G, require("table") == table) -- expect: true	true	true
print(type(package.path), type(package.preload), type(package.loaded), type(package.searchers)) -- expect: string	table	table	table
print(package.config:sub(1, 1), #package.searchers >= 2) -- expect: /	true
