// A user of the facade on Node: scripts see files, the environment and standard output.
import { Lua } from "@luster/lua/node";
import { Lua as PortableLua } from "@luster/lua";

const lua = new Lua();
lua.run(`
  local name = os.tmpname()
  local file = assert(io.open(name, "w"))
  file:write("first line\\n", 42, "\\n")
  file:close()
  for line in io.lines(name) do print("read:", line) end
  os.remove(name)
  print("gone:", io.open(name) == nil)
`);

lua.globals.set("path", "script.lua");
lua.run("local f <close> = io.open(path, 'w') f:write('#!/usr/bin/env luster\\nlocal a, b = 6, 7\\nreturn a * b, ...')");
console.log("ran a file:", ...lua.runFile("script.lua"));
console.log("one class:", lua instanceof PortableLua);
