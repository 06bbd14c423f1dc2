// How fast the built compiler is: `node bench/compile-speed.js file.lua...` (after a build). Prints the time of the first compilation
// in this process, and the best and the median rate of the following ones. The files are compiled one by one, several rounds.
import { readFileSync } from "node:fs";
import process from "node:process";
import { compile, parse, skipFileHeader } from "../dist/index.js";

const ROUNDS = 60;

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node bench/compile-speed.js file.lua...");
  process.exit(1);
}
const sources = files.map((file) => ({ source: skipFileHeader(readFileSync(file, "latin1")), chunkName: `@${file}` }));
const megabytes = sources.reduce((sum, { source }) => sum + source.length, 0) / 1e6;

function timed(action) {
  const start = performance.now();
  for (const { source, chunkName } of sources) action(source, { chunkName });
  return performance.now() - start;
}

function rates(action) {
  const times = Array.from({ length: ROUNDS }, () => timed(action)).sort((a, b) => a - b);
  const rate = (ms) => `${((megabytes / ms) * 1000).toFixed(1)} MB/s`;
  return `best ${rate(times[0])}, median ${rate(times[ROUNDS >> 1])}`;
}

console.log(`${files.length} files, ${megabytes.toFixed(2)} MB`);
console.log(`cold compile: ${timed(compile).toFixed(0)} ms`);
console.log(`compile: ${rates(compile)}`);
console.log(`parse:   ${rates(parse)}`);
