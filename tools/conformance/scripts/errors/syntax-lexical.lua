-- Errors of the lexer: strings, numbers, escapes, long brackets, odd characters.
local function try(source) print((select(2, load(source, "=l")))) end
try("x = 'abc") -- expect: l:1: unfinished string near <eof>
try('x = "abc') -- expect: l:1: unfinished string near <eof>
try("x = 'abc\ndef'") -- expect: l:1: unfinished string near ''abc'
try("x = '\\") -- expect: l:1: unfinished string near <eof>
try("x = 'a\\q'") -- expect: l:1: invalid escape sequence near ''a\q'
try("x = 'abc\\xyz'") -- expect: l:1: hexadecimal digit expected near ''abc\xy'
try("x = '\\x1'") -- expect: l:1: hexadecimal digit expected near ''\x1''
try("x = '\\x'") -- expect: l:1: hexadecimal digit expected near ''\x''
try("x = '\\xg0 text'") -- expect: l:1: hexadecimal digit expected near ''\xg'
try("x = '\\256'") -- expect: l:1: decimal escape too large near ''\256''
try("x = '\\300 more'") -- expect: l:1: decimal escape too large near ''\300 '
try("x = '\\999'") -- expect: l:1: decimal escape too large near ''\999''
try("x = '\\u'") -- expect: l:1: missing '{' near ''\u''
try("x = '\\u{'") -- expect: l:1: hexadecimal digit expected near ''\u{''
try("x = '\\u{}'") -- expect: l:1: hexadecimal digit expected near ''\u{}'
try("x = '\\u{110000000}'") -- expect: l:1: UTF-8 value too large near ''\u{110000000'
try("x = '\\u{12'") -- expect: l:1: missing '}' near ''\u{12''
try("x = '\\u{xyz}'") -- expect: l:1: hexadecimal digit expected near ''\u{x'
try("x = '\\u41'") -- expect: l:1: missing '{' near ''\u4'
try("x = '\\u{80000000}'") -- expect: l:1: UTF-8 value too large near ''\u{80000000'
try("x = [[abc") -- expect: l:1: unfinished long string (starting at line 1) near <eof>
try("x = [=[abc]]") -- expect: l:1: unfinished long string (starting at line 1) near <eof>
try("x = [=abc") -- expect: l:1: invalid long string delimiter near '[='
try("x = [==abc]==]") -- expect: l:1: invalid long string delimiter near '[=='
try("--[[ open") -- expect: l:1: unfinished long comment (starting at line 1) near <eof>
try("--[==[ open ]]") -- expect: l:1: unfinished long comment (starting at line 1) near <eof>
try("x = [[\n\n\nopen") -- expect: l:4: unfinished long string (starting at line 1) near <eof>
try("[=") -- expect: l:1: invalid long string delimiter near '[='
try("x = 3x") -- expect: l:1: malformed number near '3x'
try("x = 0x") -- expect: l:1: malformed number near '0x'
try("x = 0xg") -- expect: l:1: malformed number near '0xg'
try("x = 1e") -- expect: l:1: malformed number near '1e'
try("x = 1e+") -- expect: l:1: malformed number near '1e+'
try("x = 1.2.3") -- expect: l:1: malformed number near '1.2.3'
try("x = 1..2") -- expect: l:1: malformed number near '1..2'
try("x = 0x1p") -- expect: l:1: malformed number near '0x1p'
try("x = 0x1p+") -- expect: l:1: malformed number near '0x1p+'
try("x = 08a") -- expect: l:1: malformed number near '08a'
try("x = 3.4e5e6") -- expect: l:1: malformed number near '3.4e5e6'
try("x = 1_000") -- expect: l:1: malformed number near '1_'
try("x = 0b101") -- expect: l:1: malformed number near '0b101'
try("x = 5.e") -- expect: l:1: malformed number near '5.e'
try("x = .5.5") -- expect: l:1: malformed number near '.5.5'
try("x = 0x.p1") -- expect: l:1: malformed number near '0x.p1'
try("x = 12abc34") -- expect: l:1: malformed number near '12abc34'
try("x = #") -- expect: l:1: unexpected symbol near <eof>
try("x = ~") -- expect: l:1: unexpected symbol near <eof>
try("x = :") -- expect: l:1: unexpected symbol near ':'
try("x = ;") -- expect: l:1: unexpected symbol near ';'
try("x = \1") -- expect: l:1: unexpected symbol near '<\1>'
try("x = \127") -- expect: l:1: unexpected symbol near '<\127>'
try("x = \200") -- expect: l:1: unexpected symbol near '<\200>'
try("x = \0") -- expect: l:1: unexpected symbol
try("x = 'ok'\0") -- expect: l:1: unexpected symbol
try("x = \27") -- expect: l:1: unexpected symbol near '<\27>'
try("$") -- expect: l:1: unexpected symbol near '$'
try("x = 'a\\\n\\z  \n b") -- expect: l:3: unfinished string near <eof>
try("x = 'long " .. ("text "):rep(30)) -- expect: l:1: unfinished string near <eof>
try("x = " .. ("name"):rep(40) .. " y") -- expect: l:1: syntax error near <eof>
try("x = '\\u{7FFFFFFFF}'") -- expect: l:1: UTF-8 value too large near ''\u{7FFFFFFFF'
