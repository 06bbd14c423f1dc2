error(setmetatable({}, {__tostring=function() error('x') end})) -- expect error: uncaught-failing-tostring.lua:1: x
