-- A number is a message too.
error(42, 0) -- expect error: 42
