import { Lua, LuaError, asProgram } from "@luster/lua";
import { describe, expect, it } from "vitest";

/** The value of the error that a script ends with. */
function errorOf(source: string): unknown {
  try {
    new Lua().run(source, { ...asProgram, chunkName: "@a.lua" });
  } catch (error) {
    if (error instanceof LuaError) return error.value;
    throw error;
  }
  throw new Error("no error");
}

describe("asProgram", () => {
  it("puts the traceback into the error", () => {
    expect(errorOf("error('x')")).toBe("a.lua:1: x\nstack traceback:\n\t[C]: in function 'error'\n\ta.lua:1: in main chunk\n\t[C]: in ?");
  });

  it("names the type of an error without text", () => {
    expect(errorOf("error({})")).toMatch(/^\(error object is a table value\)\nstack traceback:\n/);
    expect(errorOf("error()")).toMatch(/^\(error object is a nil value\)\nstack traceback:\n/);
    expect(errorOf("error(12)")).toMatch(/^12\nstack traceback:\n/);
  });

  it("takes what __tostring gives for all of the text, if it is a string", () => {
    expect(errorOf("error(setmetatable({}, { __tostring = function() return 'own' end }))")).toBe("own");
    expect(errorOf("error(setmetatable({}, { __tostring = function() return 5 end }))")).toMatch(
      /^\(error object is a table value\)\nstack/,
    );
  });

  it("handles an error in __tostring, too", () => {
    expect(errorOf("error(setmetatable({}, { __tostring = function() error('again', 0) end }))")).toMatch(/^again\nstack traceback:\n/);
  });

  it("shows the text to __close, on top of the host's call", () => {
    const close = "setmetatable({}, { __close = function(_, e) error(e:match('^[^\\n]*') .. '!', 0) end })";
    expect(errorOf(`local x <close> = ${close} error('x', 0)`)).toBe(
      "x!\nstack traceback:\n\t[C]: in function 'error'\n\ta.lua:1: in function <a.lua:1>\n\t[C]: in ?",
    );
  });
});
