-- Assignment to a constant is an error wherever it stands.
for _, source in ipairs({
  "local c <const> = 1; c = 2", "local c <const> = 1; local d; d, c = 1, 2", "local c <const> = 1; function c() end",
  "local c <const> = 1; return function() c = 2 end", "local c <const> = 1; do local d; c = d end", "local c <close> = nil; c = 1",
  "local c <const> = {}; for i = 1, 2 do c = i end", "local c <const> = 1; repeat c = 2 until true",
}) do print((select(2, load(source, "=c")))) end
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
-- expect: c:1: attempt to assign to const variable 'c'
