-- Where a label may stand: same name in sibling and nested functions, at the end of a block after locals.
do ::a:: end
do ::a:: end
local function f() goto a; ::a:: return "inner" end
print(f()) -- expect: inner
do goto done; local x = 1; ::done:: end
do goto done; local x; ::done:: ; ::other:: end
print("ok") -- expect: ok
if true then goto e; local y = 2; print(y) ::e:: end
do if true then goto cont end; local z = 1; ::cont:: end
::_1:: ::_2:: ::_3::
print(load("goto a; do ::a:: end")) -- expect: nil	[string "goto a; do ::a:: end"]:1: no visible label 'a' for <goto> at line 1
print(load("do goto a end; ::a:: return 'outer'")()) -- expect: outer
