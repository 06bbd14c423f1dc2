-- os.exit ends the program at once; true is success.
print("before") -- expect: before
os.exit(true)
print("never")
