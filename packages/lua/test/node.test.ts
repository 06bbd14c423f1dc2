import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Lua as PortableLua } from "@luster/lua";
import { Lua } from "@luster/lua/node";

const folder = mkdtempSync(join(tmpdir(), "luster-lua-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("Lua for Node", () => {
  it("is a Lua", () => {
    expect(new Lua()).toBeInstanceOf(PortableLua);
    expect(Lua.core()).toBeInstanceOf(Lua);
  });

  it("reaches files and the environment", () => {
    process.env["LUSTER_TEST"] = "from the environment";
    const lua = new Lua();
    lua.globals.set("path", join(folder, "a.txt"));
    expect(
      lua.run("local f = assert(io.open(path, 'w')) f:write('hello') f:close() return io.open(path):read('a'), os.getenv('LUSTER_TEST')"),
    ).toEqual(["hello", "from the environment"]);
  });

  it("runs files, whose first line may begin with #", async () => {
    const path = join(folder, "script.lua");
    writeFileSync(path, "#!/usr/bin/env luster\nreturn debug == nil, error and 1");
    expect(new Lua().runFile(path)[1]).toBe(1);
    expect((await new Lua().runFileAsync(path))[1]).toBe(1);
    writeFileSync(path, "#!\nerror('x')");
    expect(() => new Lua().runFile(path, { chunkName: "@script.lua" })).toThrow("script.lua:2: x");
  });

  it("names a file that is not there", () => {
    expect(() => new Lua().runFile(join(folder, "none.lua"))).toThrow("ENOENT");
  });
});
