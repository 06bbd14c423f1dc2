-- \r, \n, \r\n and \n\r are one line break each; inside strings all become \n.
local function value(source) return load("return " .. source)() end
print(value("[[a\rb]]") == "a\nb", value("[[a\r\nb]]") == "a\nb", value("[[a\n\rb]]") == "a\nb") -- expect: true	true	true
print(#value("[[a\r\rb]]"), #value("[[a\r\n\r\nb]]"), #value("[[a\n\r\nb]]")) -- expect: 4	4	4
print(value("'a\\\r\nb'") == "a\nb", value("'a\\\rb'") == "a\nb") -- expect: true	true
print(value("[[\r\nx]]"), value("[[\n\rx]]"), #value("[[\n\nx]]")) -- expect: x	x	2
print(select(2, load("\r\n\r\nx = = 1", "=lines"))) -- expect: lines:3: unexpected symbol near '='
print(select(2, load("\n\r\r\rx = = 1", "=lines"))) -- expect: lines:4: unexpected symbol near '='
