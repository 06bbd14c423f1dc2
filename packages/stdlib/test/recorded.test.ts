// Every recorded case gives what PUC-Rio Lua 5.4.8 gives: results and messages, byte for byte. See recorded/record.mjs.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { systemClock } from "@luster/stdlib";
import { createNodeHost } from "@luster/stdlib/node";
import { encodeUtf8, type RunOptions } from "@luster/vm";
import { Machine } from "./machine.js";

/** The module that the recording script shares, which is JavaScript so that Node runs it as it is. */
interface Cases {
  caseNames(): string[];
  casesOf(name: string): string[];
  driverOf(name: string): string;
  isGenerated(name: string): boolean;
  writtenCount(): number;
}

const folder = new URL("./recorded/", import.meta.url);
const { caseNames, casesOf, driverOf, isGenerated, writtenCount } = (await import(new URL("cases.mjs", folder).href)) as Cases;

// Recorded with TZ=UTC.
const environment = (name: string): string | undefined => (name === "TZ" ? "UTC" : undefined);
const clock = { ...systemClock, offsetSeconds: () => 0, zoneName: () => "UTC" };

function outputsOf(name: string, cases: readonly string[], options?: RunOptions): readonly string[] {
  const machine = new Machine();
  const text = encodeUtf8(cases.join("\n") + "\n");
  const { files: nodeFiles, process } = createNodeHost();
  const files = {
    ...nodeFiles!,
    open: (file: string, mode: "r") => (file === name ? machine.files.open(file, mode) : nodeFiles!.open(file, mode)),
  };
  const run = new Machine({ host: { files, process, clock, environment } });
  machine.files.writeFile(name, text);
  const driver = driverOf(name);
  return run.run(readFileSync(new URL(driver, folder), "utf8"), options, [name], `@${driver}`).split("\n");
}

function differences(name: string, options?: RunOptions): readonly string[] {
  const cases = casesOf(name);
  const outputs = outputsOf(name, cases, options);
  const expected = readFileSync(new URL(`${name}.out`, folder), "latin1").split("\n");
  return cases.flatMap((source, i) =>
    outputs[i] === expected[i] ? [] : [`${source}\n  PUC-Rio: ${expected[i]}\n  here:    ${outputs[i]}`],
  );
}

/** All functions, by the names that programs know them by. */
function functionNames(): string[] {
  const program = `
    for name, value in pairs(_G) do
      if type(value) == "function" then print(name) end
      for key, f in pairs(type(value) == "table" and value ~= _G and value or {}) do
        if type(f) == "function" then print(name .. "." .. key) end
      end
    end`;
  return new Machine().run(program).trim().split("\n").sort();
}

describe("recorded outputs of PUC-Rio Lua 5.4.8", { timeout: 120_000 }, () => {
  test.each(caseNames())("%s", (name) => {
    expect(differences(name)).toEqual([]);
  });

  test("there are enough of them", () => {
    expect(caseNames().reduce((count, name) => count + casesOf(name).length, 0)).toBeGreaterThan(39_000);
    expect(writtenCount()).toBeGreaterThan(4500);
  });

  test("every function of every library is among those written by hand", () => {
    const written = caseNames().filter((name) => !isGenerated(name));
    const sources = written.flatMap(casesOf).join("\n");
    const missing = functionNames().filter((name) => !sources.includes(name));
    // It waits for a person.
    expect(missing).toEqual(["debug.debug"]);
  });
});

const functionTables = caseNames().filter((name) => name.startsWith("functions-"));

// With slices of a few units every function that can be left in the middle is left, wherever it can be.
describe("the same in very short slices", { timeout: 120_000 }, () => {
  test.each(["string", "table", "format", "utf8", "base", "coroutine", "debug", "os-io", "patterns", "fuzz", ...functionTables])(
    "%s",
    (name) => {
      expect(differences(name, { sliceFuel: 20 })).toEqual([]);
    },
  );
});
