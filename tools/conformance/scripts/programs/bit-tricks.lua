-- Hashes and checksums with 64-bit and 32-bit arithmetic.
local function fnv1a(s) local h = 0xcbf29ce484222325; for i = 1, #s do h = (h ~ s:byte(i)) * 0x100000001b3 end return h end
print(("%016x %016x"):format(fnv1a(""), fnv1a("hello"))) -- expect: cbf29ce484222325 a430d84680aabd0b
local crc_table = {}
for i = 0, 255 do local c = i; for _ = 1, 8 do c = c & 1 == 1 and (c >> 1) ~ 0xEDB88320 or c >> 1 end crc_table[i] = c end
local function crc32(s) local c = 0xFFFFFFFF; for i = 1, #s do c = crc_table[(c ~ s:byte(i)) & 0xFF] ~ (c >> 8) end return c ~ 0xFFFFFFFF end
print(("%08x %08x"):format(crc32("123456789"), crc32(""))) -- expect: cbf43926 00000000
local function adler32(s) local a, b = 1, 0; for i = 1, #s do a = (a + s:byte(i)) % 65521; b = (b + a) % 65521 end return b << 16 | a end
print(("%08x"):format(adler32("Wikipedia"))) -- expect: 11e60398
local function popcount(x) local n = 0; while x ~= 0 do x = x & (x - 1); n = n + 1 end return n end
print(popcount(0), popcount(255), popcount(-1), popcount(math.mininteger), popcount(0x5555555555555555)) -- expect: 0	8	64	1	32
local function xorshift(s) s = s ~ (s << 13); s = s ~ (s >> 7); return s ~ (s << 17) end
local s = 88172645463325252
for _ = 1, 5 do s = xorshift(s) end
print(s) -- expect: 8204724074003728306
local lcg = 1
for _ = 1, 100 do lcg = lcg * 6364136223846793005 + 1442695040888963407 end
print(lcg, lcg >> 33, lcg // 3, lcg % 1000, lcg & 0xFFFFFFFF) -- expect: 8413008054331981093	979403040	2804336018110660364	93	1526021413
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
print(gcd(1071, 462), gcd(2^40 | 0, 2^20 | 0), gcd(-12, 18)) -- expect: 21	1048576	6
local function powmod(b, e, m) local r = 1; b = b % m; while e > 0 do if e & 1 == 1 then r = r * b % m end b = b * b % m; e = e >> 1 end return r end
print(powmod(2, 100, 1000000007), powmod(3, 1000000, 998244353), powmod(7, 0, 13)) -- expect: 976371285	383419790	1
local function rotl(x, k) return x << k | x >> (64 - k) end
print(rotl(1, 63), rotl(-2, 1), rotl(0x123456789ABCDEF0, 20)) -- expect: -9223372036854775808	-3	7460683158682411845
