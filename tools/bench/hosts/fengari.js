// Runs a Lua file with fengari (PUC-Rio's Lua rewritten in JavaScript): node hosts/fengari.js file.lua [argument ...]
import { readFileSync } from "node:fs";
import fengari from "fengari";

const { lua, lauxlib, lualib, to_luastring: toLuaString } = fengari;
const [file, ...scriptArguments] = process.argv.slice(2);
const L = lauxlib.luaL_newstate();
lualib.luaL_openlibs(L);
lua.lua_createtable(L, scriptArguments.length, 1);
[file, ...scriptArguments].forEach((argument, index) => {
  lua.lua_pushstring(L, toLuaString(argument));
  lua.lua_rawseti(L, -2, index);
});
lua.lua_setglobal(L, toLuaString("arg"));

const source = readFileSync(file);
const failed =
  lauxlib.luaL_loadbuffer(L, source, source.length, toLuaString(`@${file}`)) !== lua.LUA_OK || lua.lua_pcall(L, 0, 0, 0) !== lua.LUA_OK;
if (failed) {
  console.error(lua.lua_tojsstring(L, -1));
  process.exitCode = 1;
}
