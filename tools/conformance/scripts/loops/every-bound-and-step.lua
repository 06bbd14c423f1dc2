-- Checksums of what loops do from, to and by all that is special.
local sum = 0
local function run(a,b,c) local out,n = {},0 local ok, e = pcall(function() if c == nil then for i=a,b do n=n+1 out[n]=tostring(i)..math.type(i):sub(1,1) if n>=6 then break end end else for i=a,b,c do n=n+1 out[n]=tostring(i)..math.type(i):sub(1,1) if n>=6 then break end end end end) local text=table.concat({tostring(a),tostring(b),tostring(c),tostring(ok),tostring(e):gsub('^[^:]*:%d+: ',''),table.concat(out,' ')},'|') for i=1,#text do sum=(sum*31+text:byte(i))%1000000007 end end
local M,m = math.maxinteger, math.mininteger
local vs = {1,3,0,-1,1.0,3.5,0.5,-0.5,M,m,M-2,m+2,math.huge,-math.huge,0/0,2^63,-2^63,1e308,"1","3","x","0x3"}
local ss = {1,-1,0,2,-2,0.5,-0.5,0.0,M,m,math.huge,-math.huge,0/0,"1",1.0}
for _,a in ipairs(vs) do for _,b in ipairs(vs) do run(a,b) for _,c in ipairs(ss) do run(a,b,c) end end print(a, sum) end
-- expect: 1	529394520
-- expect: 3	499429973
-- expect: 0	669395409
-- expect: -1	833287077
-- expect: 1.0	352605855
-- expect: 3.5	182192040
-- expect: 0.5	490027302
-- expect: -0.5	88947659
-- expect: 9223372036854775807	617057842
-- expect: -9223372036854775808	13660973
-- expect: 9223372036854775805	50533841
-- expect: -9223372036854775806	902307159
-- expect: inf	743614613
-- expect: -inf	716062497
-- expect: -nan	569693145
-- expect: 9.2233720368548e+18	418593182
-- expect: -9.2233720368548e+18	140608794
-- expect: 1e+308	902211873
-- expect: 1	266012465
-- expect: 3	338860243
-- expect: x	298904505
-- expect: 0x3	154780406
for i = 3, 1 do print('never') end
for i = 1, 3 do local j = i i = 10 print(i, j) end
-- expect: 10	1
-- expect: 10	2
-- expect: 10	3
do local t = {} for i=1,3 do t[i] = function() i = i + 1 return i end end print(t[1](), t[1](), t[2]()) end -- expect: 2	3	3
