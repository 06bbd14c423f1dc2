// Nothing that a script writes gets into the text of compiled functions, except numbers: the text is the same whatever names, strings,
// labels, comments and chunk names are, and the script does what it says.

import { describe, expect, it } from "vitest";
import { Machine } from "./machine.js";

/** What a program is made with. */
interface Material {
  /** Of variables, fields, methods and labels: at least eight. */
  readonly names: readonly string[];
  /** Bytes of string constants: at least four. */
  readonly strings: readonly string[];
  readonly comment: string;
  readonly chunkName: string;
}

const HARMLESS: Material = {
  names: ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"],
  strings: ["one", "two", "three", "four"],
  comment: "a comment",
  chunkName: "=harmless",
};

const ENDINGS = [
  '"; throw 1; "', "'; throw 1; '", "`${throw_1}`", "\\", '\\"', "*/ throw 1 /*", "// throw", "</script>", "\n throw 1 \n", "\r\n", "\0",
  "\xe2\x80\xa8", "\xe2\x80\xa9", "\x85", "${1}", "]]", "--[[", "<!--", "-->", "#!", "@import", "\xff\xfe", "\\u0022", "\\x27", "%s$&$1$'",
] as const; // prettier-ignore

const HOSTILE: readonly Material[] = [
  {
    names: ["__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "eval", "arguments"],
    strings: ["__lookupGetter__", "isPrototypeOf", "__proto__.x", "__defineGetter__"],
    comment: "*/ throw 1 /*",
    chunkName: "@__proto__",
  },
  {
    names: ["var", "let", "class", "new", "this", "await", "yield", "throw"],
    strings: ["use strict", "return", "SUSPEND", "operations"],
    comment: "${}`",
    chunkName: "=return process.exit(1)//",
  },
  {
    names: ["r0", "k0", "u0", "L0", "B0", "E8", "cx", "c"],
    strings: ["r1", "sites", "K[0]", "cx.fuel"],
    comment: "r0 = 1;",
    chunkName: "cx.fuel = 1e9;",
  },
  ...ENDINGS.map((ending, index) => ({
    names: ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"].map((name) => `${name}_${index}`),
    strings: [ending, `x${ending}`, `${ending}x`, `${ending}${ending}`],
    comment: ending.replace(/[\r\n]/g, " "),
    chunkName: `@${ending}`,
  })),
];

/** A Lua string constant, as a decimal escape for each byte or, if possible, as it is. */
function constant(bytes: string): string {
  const raw = `[==[${bytes}]==]`;
  return /[\r\n]/.test(bytes) || bytes.endsWith("]")
    ? `"${Array.from(bytes, (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`).join("")}"`
    : raw;
}

/** A program that uses what it is given in all places where names and strings can stand. */
function program({ names, strings, comment }: Material): string {
  const [a, b, c, d, e, f, g, h] = names as [string, string, string, string, string, string, string, string];
  const [s, t, u, v] = strings.map(constant) as [string, string, string, string];
  return `
    --[==[ ${comment} ]==]
    local ${a} = {${b} = 1, [ ${s} ] = 2, ${c} = {${d} = ${t}}} -- ${comment.replaceAll("]==]", "")}
    function ${a}:${e}(${f}, ...) self.${b} = self.${b} + ${f}; return self.${b}, ${u}, ... end
    ${g} = 0
    local function ${h}(${f}) local ${d} = ${f} .. ${v}; if ${d} == ${t} then return ${s} end return ${d}, #${d} end
    for ${f} = 1, 30 do
      local ${d} <const> = ${a}[ ${s} ] or ${t}
      if ${f} % 3 == 0 then goto ${c} end
      ${g} = ${g} + ${f}
      ${a}[ ${t} .. ${f}] = ${d}
      ${a}.${c}.${d}, ${a}.${c}[ ${u} ] = ${h}(${v})
      ::${c}::
    end
    local ${d}, ${f}, ${b} = ${a}:${e}(2, ${s})
    print(${d}, ${f}, ${b}, ${g}, ${h}(${s}), ${h}(1))
    local names = {}
    for ${f} in pairs(${a}) do names[#names + 1] = type(${f}) .. #${f} .. ${f} end
    for ${f} in pairs(${a}.${c}) do names[#names + 1] = ${f} end
    print(table.concat(names, " "))
    print(pcall(function() return ${a}.${c}.${b}.${d} end))
    print(pcall(function() return ${a} + ${s} end))
    for i = 1, 3 do print(pcall(function(...) local ${h} <close> = setmetatable({}, {__close = function() ${g} = ${s} end}); error(${u}) end)) end
    return ${g}`;
}

/** Texts of what was compiled, and what was printed. */
function compiled(material: Material, threshold: number | undefined): { readonly texts: readonly string[]; readonly output: string } {
  const texts: string[] = [];
  const machine = new Machine(threshold === undefined ? {} : { jit: { threshold, onCompile: ({ text }) => texts.push(text) } });
  const { output, error } = machine.run(program(material), material.chunkName);
  expect(error).toBeUndefined();
  return { texts, output };
}

describe.each(HOSTILE)("$strings.0 $names.0", (material) => {
  it.each([0, 5])("is not in the text, with threshold %d", (threshold) => {
    const { texts, output } = compiled(material, threshold);
    expect(texts.length).toBeGreaterThan(3);
    expect(texts).toEqual(compiled(HARMLESS, threshold).texts);
    expect(output).toBe(compiled(material, undefined).output);
  });
});

it("has a text that is no more than code and numbers", () => {
  const { texts } = compiled(HARMLESS, 0);
  const literals = new Set(texts.flatMap((text) => text.match(/"[^"]*"/g) ?? []));
  expect([...literals].sort()).toEqual(expect.arrayContaining(['"number"', '"use strict"']));
  for (const literal of literals) expect(literal).toMatch(/^"[a-z ]+"$/);
  for (const text of texts) expect(text).not.toMatch(/['`\\]|\/\/|\/\*|[^\x20-\x7e\n]/);
});
