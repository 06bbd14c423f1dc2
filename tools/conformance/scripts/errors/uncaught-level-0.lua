-- A message without a position stays without.
error("just the message", 0) -- expect error: just the message
