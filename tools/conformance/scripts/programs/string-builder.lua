-- Text layout: wrapping, run lengths, Roman numerals, number bases, a caesar cipher.
local function wrap(text, width)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if #line + #word + 1 > width and line ~= "" then lines[#lines + 1] = line; line = word else line = line == "" and word or line .. " " .. word end
  end
  lines[#lines + 1] = line
  return lines
end
for _, l in ipairs(wrap("A line of text that is longer than the page is wide must be wrapped somewhere.", 24)) do print("|" .. l .. (" "):rep(24 - #l) .. "|") end
-- expect: |A line of text that is  |
-- expect: |longer than the page is |
-- expect: |wide must be wrapped    |
-- expect: |somewhere.              |
local function rle(s)
  local out, i = {}, 1
  while i <= #s do
    local c = s:sub(i, i)
    local j = i
    while s:sub(j, j) == c do j = j + 1 end
    out[#out + 1] = (j - i > 1 and j - i or "") .. c
    i = j
  end
  return table.concat(out)
end
print(rle("..,,,;x"), rle(""), rle("!?")) -- expect: 2.3,;x		!?
local function roman(n) local r = ""; for _, p in ipairs({ { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } }) do r = r .. p[2]:rep(n // p[1]); n = n % p[1] end return r end
print(roman(1994), roman(2024), roman(49), roman(3999)) -- expect: MCMXCIV	MMXXIV	XLIX	MMMCMXCIX
local function base(n, b) local d = ""; repeat local r = n % b; d = ("0123456789abcdefghijklmnopqrstuvwxyz"):sub(r + 1, r + 1) .. d; n = n // b until n == 0; return d end
print(base(255, 2), base(255, 16), base(123456789, 36), tonumber(base(987654321, 36), 36)) -- expect: 11111111	ff	21i3v9	987654321
local function caesar(s, k) return (s:gsub("%a", function(c) local a = c:find("%l") and 97 or 65; return string.char((c:byte() - a + k) % 26 + a) end)) end
print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3)) -- expect: Khoor, Zruog!	Hello, World!
print(("%-10s|%10s|"):format("left", "right"), ("="):rep(10, "-"), ("x"):rep(0, "y") == "") -- expect: left      |     right|	=-=-=-=-=-=-=-=-=-=	true
