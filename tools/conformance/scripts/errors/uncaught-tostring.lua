-- ... unless it has __tostring.
error(setmetatable({}, { __tostring = function() return "described by itself" end })) -- expect error: described by itself
