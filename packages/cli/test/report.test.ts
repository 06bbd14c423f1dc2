import { Lua, createHost } from "@luster/lua";
import { describe, expect, it } from "vitest";
import { report } from "../src/report.js";

/** What is reported of the error that a script ends with, which may call `fail`. */
function reportOf(source: string, fail: () => unknown = () => undefined): string {
  let text = "";
  const host = createHost({ stderr: { write: (bytes) => void (text += bytes) } });
  const lua = new Lua();
  lua.globals.set("fail", fail);
  try {
    lua.run(source, { chunkName: "@a.lua" });
  } catch (error) {
    report(host, "luster", error);
  }
  return text;
}

describe("the report of an error", () => {
  it("of a host function has the message alone, and the Lua traceback", () => {
    const fail = () => {
      throw new TypeError("no such thing");
    };
    expect(reportOf("\nfail()", fail)).toBe(
      "luster: no such thing\nstack traceback:\n\t[C]: in function 'fail'\n\ta.lua:2: in main chunk\n\t[C]: in ?\n",
    );
  });

  it("of a run that would have had to wait has both too", () => {
    expect(reportOf("fail()", async () => 1)).toBe(
      "luster: 'fail' returned a promise in a synchronous run; use the asynchronous one\nstack traceback:\n" +
        "\t[C]: in function 'fail'\n\ta.lua:1: in main chunk\n\t[C]: in ?\n",
    );
  });
});
