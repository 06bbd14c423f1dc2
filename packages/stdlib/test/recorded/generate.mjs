// Cases that are made by rule: every function with bad arguments, and random formats, patterns, packings, numerals and arithmetic.
// Deterministic: the same cases each time, so only their outputs are recorded.

import { fuzzCalls } from "./fuzz.mjs";
import { randomFrom } from "./random.mjs";

/** A Lua string literal of these bytes. */
function quote(text) {
  let out = '"';
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char === '"' || char === "\\") out += `\\${char}`;
    else out += code >= 32 && code < 127 ? char : `\\x${code.toString(16).padStart(2, "0")}`;
  }
  return `${out}"`;
}

// ------------------------------------------------------------------------------------------------------------- bad arguments

const VALUES = [
  "nil",
  "true",
  "0",
  "-1",
  "1.5",
  "0/0",
  "1/0",
  "math.mininteger",
  "math.maxinteger",
  '""',
  '"abc"',
  '"10"',
  '"a\\0\\200\\255"',
  "{}",
  "rawlen",
  "coroutine.create(rawlen)",
  "io.stdout",
];

// Functions that end the process, wait for input, or whose results depend on the machine are left out.
const FUNCTIONS = [
  "assert getmetatable ipairs load next pairs rawequal rawget rawlen rawset select setmetatable tonumber tostring type",
  "string.byte string.char string.find string.format string.gmatch string.gsub string.len string.lower string.match string.pack string.packsize",
  "string.reverse string.sub string.unpack string.upper string.rep",
  "table.concat table.insert table.move table.pack table.remove table.sort table.unpack",
  "math.abs math.acos math.asin math.atan math.ceil math.deg math.exp math.floor math.fmod math.log math.max math.min math.modf math.rad",
  "math.sqrt math.tointeger math.type math.ult",
  "utf8.char utf8.codepoint utf8.codes utf8.len utf8.offset",
  "coroutine.close coroutine.create coroutine.isyieldable coroutine.resume coroutine.status coroutine.wrap",
  "os.date os.difftime os.time os.setlocale io.type io.close io.lines io.open",
]
  .join(" ")
  .split(" ");

/** Calls that would take all memory or time under PUC-Rio too, or change what later cases see. */
function isExcluded(name, args) {
  if (name === "io.close" || name === "io.lines" || name === "io.open")
    return args.length === 0 || args.some((a) => a.startsWith('"') || a === "io.stdout" || a === "nil");
  if (name === "string.rep") return args.slice(1).includes("math.maxinteger");
  if (name === "os.date") return args.length < 2 || args[1] === "nil";
  if (name === "setmetatable" && args[0]?.startsWith('"')) return true;
  // Now is another time at each run; transcendental functions may differ in the last digit.
  return (name === "os.time" && (args[0] ?? "nil") === "nil") || (name === "math.atan" && args.length === 2);
}

function badArguments() {
  const cases = [];
  const pairs = VALUES.filter((_, i) => [0, 2, 3, 4, 7, 8, 9, 10, 13, 14].includes(i));
  for (const name of FUNCTIONS) {
    if (!isExcluded(name, [])) cases.push(`${name}()`);
    for (const a of VALUES) if (!isExcluded(name, [a])) cases.push(`${name}(${a})`);
  }
  for (const name of FUNCTIONS.filter((f) => f.includes("."))) {
    for (const a of pairs) for (const b of pairs) if (!isExcluded(name, [a, b])) cases.push(`${name}(${a}, ${b})`);
  }
  return cases;
}

// -------------------------------------------------------------------------------------------------------------------- formats

const FLOATS = [
  "0.0",
  "-0.0",
  "1.5",
  "0.1",
  "-2.5",
  "1e15",
  "1e16",
  "123456789.125",
  "1e-5",
  "1e100",
  "5e-324",
  "1.7976931348623157e308",
  "1/0",
  "-1/0",
  "1/3",
  "2^53",
  "-1e-10",
  "0.5",
  "1.25",
  "99999.5",
  "1e21",
  "3.0",
];
const INTEGERS = [
  "0",
  "1",
  "-1",
  "7",
  "-42",
  "255",
  "65536",
  "123456789",
  "-2147483648",
  "4294967296",
  "9007199254740993",
  "math.maxinteger",
  "math.mininteger",
];
const TEXTS = ["", "a", "abc", "hello world", "x".repeat(30), "y".repeat(120), "\xe4\xf6", "tab\t"];

function formats(count) {
  const r = randomFrom(1);
  const cases = [];
  while (cases.length < count) {
    const letter = r.pick([..."ddiuoxXceEfgGaAqs"]);
    let flags = "";
    for (const flag of "-+ #0") if (r.chance(0.15)) flags += flag;
    const width = r.chance(0.5) ? String(r.below(r.chance(0.05) ? 150 : 30)) : "";
    const precision = r.chance(0.5) ? `.${r.chance(0.1) ? "" : r.below(r.chance(0.05) ? 120 : 22)}` : "";
    const directive = letter === "q" && r.chance(0.9) ? "%q" : `%${flags}${width}${precision}${letter}`;
    let value = r.pick(FLOATS);
    if ("diuoxXc".includes(letter)) value = r.chance(0.95) ? r.pick(INTEGERS) : r.pick(FLOATS);
    else if (letter === "s" || letter === "q")
      value = r.chance(0.7) ? quote(r.pick(TEXTS)) : r.pick([...FLOATS, ...INTEGERS, "nil", "true"]);
    else if (r.chance(0.3)) value = `${r.below(2) ? "" : "-"}${r.below(1e9)}e${r.below(40) - 20}`;
    cases.push(`string.format("${directive}", ${value})`);
  }
  return cases;
}

// ------------------------------------------------------------------------------------------------------------------- patterns

function item(r, depth) {
  const single = () =>
    r.pick([
      "a",
      "b",
      "c",
      "x",
      ".",
      "%a",
      "%d",
      "%s",
      "%w",
      "%p",
      "%A",
      "%W",
      "%.",
      "%%",
      "[abc]",
      "[^ab]",
      "[a-c]",
      "[%d_]",
      "[^%s]",
      "1",
      " ",
      ",",
      "=",
    ]);
  const p = r.below(20);
  if (p < 12) return single() + r.pick(["", "", "", "*", "+", "-", "?"]);
  if (p < 15 && depth < 3) return `(${sequence(r, depth + 1, 1 + r.below(3))})`;
  if (p === 15) return "()";
  if (p === 16) return r.pick(["%b()", "%bab", "%b<>"]);
  if (p === 17) return r.pick(["%f[%w]", "%f[%W]", "%f[a]", "%f[^a]"]);
  if (p === 18) return `%${1 + r.below(2)}`;
  return r.pick(["%", "[a", "(", ")", "%f", "%b", "[]", "[^]", "^", "$"]);
}

function sequence(r, depth, length) {
  let pattern = "";
  for (let i = 0; i < length; i++) pattern += item(r, depth);
  return pattern;
}

function patterns(count) {
  const r = randomFrom(2);
  const cases = [];
  while (cases.length < count) {
    const pattern = (r.chance(0.2) ? "^" : "") + sequence(r, 0, 1 + r.below(4)) + (r.chance(0.2) ? "$" : "");
    let subject = "";
    for (let i = r.below(14); i > 0; i--) subject += r.pick([..."aaabbbccx1 2,=.%()<>_\0\xe9"]);
    const s = quote(subject);
    const p = quote(pattern);
    switch (r.below(4)) {
      case 0:
        cases.push(`string.find(${s}, ${p}${r.chance(0.2) ? `, ${r.below(16) - 6}` : ""})`);
        break;
      case 1:
        cases.push(`string.match(${s}, ${p}${r.chance(0.2) ? `, ${r.below(16) - 6}` : ""})`);
        break;
      case 2:
        cases.push(
          `string.gsub(${s}, ${p}, ${quote(r.pick(["", "-", "<%0>", "%1", "%2", "%%", "x%0y%0", "%"]))}${r.chance(0.2) ? `, ${r.below(4)}` : ""})`,
        );
        break;
      default:
        cases.push(
          `(function() local r = {} for a, b in string.gmatch(${s}, ${p}) do r[#r + 1] = tostring(a) .. ":" .. tostring(b) end return #r, table.concat(r, "|") end)()`,
        );
    }
  }
  return cases;
}

// -------------------------------------------------------------------------------------------------------------------- packing

function packings(count) {
  const r = randomFrom(3);
  const cases = [];
  while (cases.length < count) {
    let format = "";
    const values = [];
    for (let i = 1 + r.below(4); i > 0; i--) {
      format += r.pick(["", "", "", "<", ">", "=", "!", "!2", "!4", "!16", " ", "x", "Xi4", "Xd"]);
      const option = r.pick([..."bBhHiIlLjJTfdnsz", "c"]);
      const size =
        "iIs".includes(option) && r.chance(0.7) ? String(1 + r.below(r.chance(0.1) ? 20 : 16)) : option === "c" ? String(r.below(6)) : "";
      format += option + size;
      if ("sz".includes(option) || option === "c") values.push(quote(r.pick(["", "a", "abc", "hello", "\xff\x00"])));
      else if ("fdn".includes(option)) values.push(r.pick(FLOATS));
      else values.push(r.chance(0.5) ? String(r.below(300) - 150) : r.pick(INTEGERS));
    }
    const packed = `string.pack(${[quote(format), ...values].join(", ")})`;
    cases.push(r.chance(0.4) ? packed : `string.unpack(${quote(format)}, ${packed})`);
    if (r.chance(0.3)) cases.push(`string.packsize(${quote(format)})`);
    if (r.chance(0.3))
      cases.push(
        `string.unpack(${quote(format)}, ${quote(r.pick(TEXTS) + "\x01\x02\x03\x80\xff\x00".repeat(r.below(4)))}${r.chance(0.3) ? `, ${r.below(9) - 3}` : ""})`,
      );
  }
  return cases.slice(0, count);
}

// --------------------------------------------------------------------------------------------------- numerals and arithmetic

function numeral(r) {
  const digits = (set, n) => Array.from({ length: n }, () => r.pick([...set])).join("");
  const isHex = r.chance(0.35);
  const set = isHex ? "0123456789abcdefABCDEF" : "0123456789";
  let text = r.pick(["", "", "", "-", "+", " ", "- "]);
  if (isHex) text += r.pick(["0x", "0X", "0x", "0"]);
  text += digits(set, r.below(r.chance(0.2) ? 25 : 8));
  if (r.chance(0.4)) text += "." + digits(set, r.below(8));
  if (r.chance(0.4))
    text +=
      r.pick(isHex ? ["p", "P", "e"] : ["e", "E", "p"]) + r.pick(["", "-", "+"]) + digits("0123456789", r.below(r.chance(0.1) ? 4 : 3));
  return text + r.pick(["", "", "", " ", "\t", "x", "\0"]);
}

function numerals(count) {
  const r = randomFrom(4);
  const cases = [];
  while (cases.length < count) {
    const text = quote(numeral(r));
    cases.push(r.chance(0.15) ? `tonumber(${text}, ${r.below(40)})` : r.chance(0.1) ? `${text} + 0` : `tonumber(${text})`);
  }
  return cases;
}

function number(r) {
  switch (r.below(6)) {
    case 0:
      return r.pick(INTEGERS);
    case 1:
      return r.pick(FLOATS);
    case 2:
      return String(r.below(2000) - 1000);
    case 3:
      return `${r.below(2) ? "" : "-"}0x${r.below(2 ** 31).toString(16)}${r
        .below(2 ** 31)
        .toString(16)
        .padStart(8, "0")}`;
    case 4:
      return `${r.below(2) ? "" : "-"}${r.below(1e6)}.${r.below(1000)}`;
    default:
      return `${r.below(2) ? "" : "-"}${r.below(1e9)}e${r.below(30) - 15}`;
  }
}

function arithmetic(count) {
  const r = randomFrom(5);
  const cases = [];
  while (cases.length < count) {
    const a = number(r);
    const b = number(r);
    const op = r.pick(["+", "-", "*", "/", "//", "%", "^", "<", "<=", "==", "~=", "&", "|", "~", "<<", ">>", "..", ">"]);
    // C's pow and JavaScript's may differ in the last digit.
    if (op === "^") cases.push(`string.format("%.12g", (${a}) ^ ${r.below(9) - 3})`);
    else if (r.chance(0.1)) cases.push(`-(${a}), ~(${INTEGERS[r.below(INTEGERS.length)]}), math.type(${a})`);
    else if (r.chance(0.2)) cases.push(`tostring(${a}), math.tointeger(${a}), math.floor(${a})`);
    else if (r.chance(0.12)) cases.push(`math.fmod(${a}, ${b}), math.ult(1, 2)`);
    else cases.push(`(${a}) ${op} (${b})`);
  }
  return cases;
}

/** All generated cases by name. */
export const generated = {
  "bad-arguments": badArguments,
  formats: () => formats(6000),
  patterns: () => patterns(6500),
  packings: () => packings(3500),
  numerals: () => numerals(2500),
  arithmetic: () => arithmetic(4000),
  fuzz: () => fuzzCalls(1, 6000),
};
