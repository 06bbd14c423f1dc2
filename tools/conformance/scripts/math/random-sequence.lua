-- The generator is xoshiro256**, seeded as PUC seeds it: the same numbers everywhere.
math.randomseed(42)
print(math.random(0), math.random(0), math.random(0)) -- expect: -1276290044721465627	8333941968102511665	-8358531260401861301
print(math.random(1, 100), math.random(1, 100), math.random(1000000), math.random(math.mininteger, math.maxinteger)) -- expect: 86	54	789056	8557396579841723654
print(("%.14f %.14f"):format(math.random(), math.random())) -- expect: 0.71097689661551 0.27455699358752
math.randomseed(1, 2)
print(math.random(0), math.random(6), math.random(6), math.random(6)) -- expect: 8291693048688576641	1	5	1
math.randomseed(7.0)
print(math.random(0), math.random(-10, 10)) -- expect: -4077065267748579521	-3
math.randomseed(-1)
print(math.random(1 << 40), math.random(3, 3), math.random(0)) -- expect: 52741473074	3	-2650849461319115649
