-- os.time and os.date with fixed moments, in UTC where the zone would matter.
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%Y-%m-%d %H:%M:%S", 1234567890), os.date("!%x %X %p", 86399)) -- expect: 1970-01-01 00:00:00	2009-02-13 23:31:30	01/01/70 23:59:59 PM
print(os.date("!%A %a %B %b %d %j %U %w %W %y %%", 1000000000), os.date("!%c", 0), os.date("!%D %F %T %R", 1e9 | 0)) -- expect: Sunday Sun September Sep 09 252 36 0 36 01 %	Thu Jan  1 00:00:00 1970	09/09/01 2001-09-09 01:46:40 01:46
print(os.date("!%I %M %S %e %h %n%t|", 3661), os.date("!%G %g %V %u", 1700000000), os.date("!%C", 0))
-- expect: 01 01 01  1 Jan 
-- expect: 	|	2023 23 46 2	19
local t = os.date("!*t", 1234567890)
print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst) -- expect: 2009	2	13	23	31	30	6	44	false
print(type(os.time()), math.type(os.time()), type(os.clock()), math.type(os.clock())) -- expect: number	integer	number	float
local now = os.time({ year = 2024, month = 2, day = 29, hour = 12 })
local back = os.date("*t", now)
print(back.year, back.month, back.day, back.hour, back.min, back.sec) -- expect: 2024	2	29	12	0	0
local norm = { year = 2023, month = 14, day = -3, hour = 25, min = 61, sec = 61 }
os.time(norm)
print(norm.year, norm.month, norm.day, norm.hour, norm.min, norm.sec) -- expect: 2024	1	29	2	2	1
print(os.time({ year = 2024, month = 1, day = 1, hour = 12 }) - os.time({ year = 2023, month = 12, day = 31, hour = 12 })) -- expect: 86400
print(os.time({ year = "2024", month = "1", day = "1", hour = 0 }) == os.time({ year = 2024, month = 1, day = 1, hour = 0 })) -- expect: true
print(os.difftime(10, 4), os.date("!%H", 3600.0)) -- expect: 6.0	01
print(pcall(os.time, {})) -- expect: false	field 'year' missing in date table
print(pcall(os.time, { year = 2024 })) -- expect: false	field 'month' missing in date table
print(pcall(os.time, { year = 2024, month = 1, day = "x" })) -- expect: false	field 'day' is not an integer
print(pcall(os.time, { year = 2024, month = 1.5, day = 1 })) -- expect: false	field 'month' is not an integer
print(pcall(os.time, { year = 1 << 40, month = 1, day = 1 })) -- expect: false	field 'year' is out-of-bound
print(pcall(os.date, "%Q")) -- expect: false	bad argument #1 to 'os.date' (invalid conversion specifier '%Q')
print(pcall(os.date, "%E")) -- expect: false	bad argument #1 to 'os.date' (invalid conversion specifier '%E')
print(pcall(os.date, "%")) -- expect: false	bad argument #1 to 'os.date' (invalid conversion specifier '%')
print(pcall(os.date, "*t", "x")) -- expect: false	bad argument #2 to 'os.date' (number expected, got string)
print(pcall(os.date, "*t", 1 << 60)) -- expect: false	date result cannot be represented in this installation
print(#os.date() > 10, os.date("", 0), os.date("!no directives", 0)) -- expect: true		no directives
