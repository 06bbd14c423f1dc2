-- The command line is in the global `arg`, the script's name at index 0.
print(arg[0], #arg, arg[1]) -- expect: arg.lua	0	nil
print(type(arg), select("#", ...)) -- expect: table	0
