-- Typical uses: templates, escapes, splitting, camel case, a small parser of CSV.
local function split(s, sep) local out = {}; for piece in (s .. sep):gmatch("(.-)" .. sep:gsub("%p", "%%%0")) do out[#out + 1] = piece end return out end
print(table.concat(split("a.b..c", "."), "|"), #split("", ","), table.concat(split("1--2--3", "--"), "|")) -- expect: a|b||c	1	1|2|3
local function escape(s) return (s:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" })) end
print(escape('<a href="x">b & c</a>')) -- expect: &lt;a href=&quot;x&quot;&gt;b &amp; c&lt;/a&gt;
print((("%41bc%20d"):gsub("%%(%x%x)", function(h) return string.char(tonumber(h, 16)) end))) -- expect: Abc d
print((("hello_big_world"):gsub("_(%l)", function(c) return c:upper() end)), (("helloBigWorld"):gsub("%u", function(c) return "_" .. c:lower() end))) -- expect: helloBigWorld	hello_big_world
print((("1234567.891"):reverse():gsub("(%d%d%d)", "%1,"))) -- expect: 198,.765,432,1
local function commas(n) local s = tostring(n); while true do local k; s, k = s:gsub("^(-?%d+)(%d%d%d)", "%1,%2"); if k == 0 then return s end end end
print(commas(1), commas(1234), commas(-1234567), commas(1234567890)) -- expect: 1	1,234	-1,234,567	1,234,567,890
local function csv(line) local out = {}; line = line .. ","; local i = 1
  repeat
    if line:find('^"', i) then local a, c; local j = i; repeat a, j, c = line:find('"("?)', j + 1) until c ~= '"'; out[#out + 1] = line:sub(i + 1, j - 1):gsub('""', '"'); i = line:find(",", j) + 1
    else local j = line:find(",", i); out[#out + 1] = line:sub(i, j - 1); i = j + 1 end
  until i > #line
  return out end
print(table.concat(csv('a,"b, c",,"say ""hi"""'), "|")) -- expect: a|b, c||say "hi"
print((("  many   blanks  here "):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))) -- expect: many blanks here
print((("a1b22c333"):gsub("%d+", function(d) return "<" .. #d .. ">" end))) -- expect: a<1>b<2>c<3>
print((("x"):rep(3, " "):gsub("x", function() return "y" end, 2))) -- expect: y y x
print(("path/to/file.tar.gz"):match("([^/]+)$"), ("path/to/file.tar.gz"):match("^(.*)/"), ("file.tar.gz"):match("%.([^.]+)$")) -- expect: file.tar.gz	path/to	gz
