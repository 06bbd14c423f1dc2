-- The longest symbol wins; blanks separate.
local a, b = 7, 2
print(a--[[]]-b, a- -b, a - - -b) -- expect: 5	9	5
print(a//b, a/ b, a~b, a~=b, ~a, a>>b, a<<b, a>=b, a<=b) -- expect: 3	3.5	5	true	-8	1	28	true	false
print(..., a..b, a ..b, a .. b, 1 ..2) -- expect: nil	72	72	72	12
print(#"x"..#"yy") -- expect: 12
local t = {1;2,3;}
print(#t, t[1]+t[2]) -- expect: 3	3
do ; ; end ;;
local function f(...) return ... end
print((f(1,2)), f(1,2)) -- expect: 1	1	2
