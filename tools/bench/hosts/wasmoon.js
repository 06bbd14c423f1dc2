// Runs a Lua file with wasmoon (PUC-Rio's Lua as WebAssembly): node hosts/wasmoon.js file.lua [argument ...]
import { readFileSync } from "node:fs";
import { LuaFactory } from "wasmoon";

const [file, ...scriptArguments] = process.argv.slice(2);
const quoted = scriptArguments.map((argument) => JSON.stringify(argument)).join(", ");
const lua = await new LuaFactory().createEngine();
lua.doStringSync(`arg = { [0] = ${JSON.stringify(file)}, ${quoted} }`);
lua.doStringSync(readFileSync(file, "latin1"));
