-- * + - ? and their greed.
print(("aaab"):match("a*"), ("aaab"):match("a+"), ("aaab"):match("a-"), ("aaab"):match("a-b"), ("aaab"):match("a?")) -- expect: aaa	aaa		aaab	a
print(("baaa"):match("a*"), ("baaa"):match("a+"), ("b"):match("a*b"), ("b"):match("a?b"), ("ab"):match("a?b")) -- expect: 	aaa	b	b	ab
print(("<<a>><<b>>"):match("<<(.*)>>"), ("<<a>><<b>>"):match("<<(.-)>>")) -- expect: a>><<b	a
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"), ("  trim  "):match("^%s*(.-)%s*$") .. "|") -- expect: key	trim|
print(("2024-05-17"):match("(%d+)-(%d+)-(%d+)"), ("#ff8000"):match("#(%x%x)(%x%x)(%x%x)")) -- expect: 2024	ff	80	00
print(("aXb"):match("%u"), ("hello"):match(".-l"), ("hello"):match(".*l"), ("abc"):match("a.c"), ("ac"):match("a.c")) -- expect: X	hel	hell	abc	nil
print(("[[x]]"):match("%[%[(.-)%]%]"), ("a,b,,c"):gsub(",-", ";"), ("abc"):gsub("", "-")) -- expect: x	;a;,;b;,;,;c;	-a-b-c-	4
print(("foo123bar"):match("%a+(%d+)%a+"), ("xxyy"):match("x*y*"), ("aab"):match("a-ab"), (""):match(".*"), (""):match(".+")) -- expect: 123	xxyy	aab		nil
print(("a-"):match("a%-"), ("a--b"):match("%-*b"), ("a?"):match("a%?"), ("ab?"):match("b??")) -- expect: a-	--b	a?	b?
print(("-1.5e10"):match("^[+-]?%d+%.?%d*[eE]?[+-]?%d*$"), ("x = -5"):match("=%s*(-?%d+)")) -- expect: -1.5e10	-5
