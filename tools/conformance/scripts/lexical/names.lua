-- Names are case sensitive, may hold digits and underscores, and keywords are reserved.
local a, A, _a, a1, __ = 1, 2, 3, 4, 5
print(a, A, _a, a1, __) -- expect: 1	2	3	4	5
local And, END = "And", "END"
print(And, END) -- expect: And	END
local t = { ["and"] = 1, ["end"] = 2 }
print(t["and"], t["end"]) -- expect: 1	2
for _, word in ipairs({ "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" }) do
  assert(not load("local " .. word .. " = 1"), word)
end
print(type(load("local Goto, attrib, const, close = 1"))) -- expect: function
