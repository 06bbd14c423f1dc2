// Nothing of a script gets into the text of compiled functions but numbers.

import { expect, it } from "vitest";
import { run } from "../machine.js";

const HOSTILE = [
  "${x}",
  "`",
  "*/",
  "//",
  "\\\\",
  '\\"',
  "\\'",
  "\\n",
  "\\u{2028}",
  "]]>",
  "</script>",
  "__proto__",
  "constructor",
  "process",
];

it("has no name, string, label or comment of the script in it", () => {
  const texts: string[] = [];
  const lines = HOSTILE.map((text, i) => `local secret${i} = "SECRET${text}"; t["SECRET${text}"] = secret${i}; f(t["SECRET${text}"])`);
  const source = `local t, f = {}, function(x) return x end
    -- SECRET */ \`
    for i = 1, 10 do ${lines.join("\n")} ; t.SECRET_field = i; t.__proto__ = 1; print(t.constructor, t.__proto__, t.SECRET_field) ::SECRET_label:: end`;
  const { output } = run(source, { jit: { threshold: 0, onCompile: ({ text }) => texts.push(text) } });
  expect(output).toContain("nil\t1\t10");
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    expect(text).not.toMatch(/secret|process|constructor|__proto__/i);
    // All that is quoted are names of types; there are no comments and no templates.
    expect(text.replaceAll(/"use strict"|"(number|string|boolean|object)"/g, "")).not.toMatch(/["'`]|\/\/|\/\*/);
  }
});
