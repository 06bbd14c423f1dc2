-- Strings are ordered by their bytes.
local words = { "b", "a", "B", "A", "aa", "ab", "", "10", "9", "a b", "a\0", "a\255", "\127", "\200" }
table.sort(words)
for i, w in ipairs(words) do words[i] = ("%q"):format(w) end
print(table.concat(words, " ")) -- expect: "" "10" "9" "A" "B" "a" "a\0" "a b" "aa" "ab" "aÿ" "b" "\127" "È"
print("a" < "b", "a" < "aa", "Z" < "a", "" < "\0", "a\0b" < "a\0c", "a\0" < "a", "\200" > "a", "10" < "9") -- expect: true	true	true	true	true	false	true	true
print("a" <= "a", "a" >= "b", "abc" == "abc", "abc" ~= "abd", "a\0b" == "a\0b", "a\0b" == "a\0c") -- expect: true	false	true	true	true	false
print(("x"):rep(1000) < ("x"):rep(1001), ("x"):rep(1000) .. "a" < ("x"):rep(1000) .. "b", ("x"):rep(50) == ("x"):rep(25) .. ("x"):rep(25)) -- expect: true	true	true
local t = { [("k"):rep(3)] = 1 }
print(t["kkk"], t["kk" .. "k"], t[("k"):rep(4)]) -- expect: 1	1	nil
