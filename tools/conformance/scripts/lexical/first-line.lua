#!/usr/bin/env lua -- the first line of a file is skipped if it begins with '#'
print("ran") -- expect: ran
print(load("# not skipped by load")) -- expect: nil	[string "# not skipped by load"]:1: unexpected symbol near '#'
