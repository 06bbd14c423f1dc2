// `npm start -- script.lua args...`: prepares the checkout if need be, then becomes the `luster` command.
// The command runs in this process, so its arguments, streams, signals and exit code are the ones that npm sees.
import { pathToFileURL } from "node:url";
import { PreparationError, build, command, install, requireNode } from "./prepare.js";

try {
  requireNode();
  install();
  build();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  process.stderr.write(`luster: ${error.message}\n`);
  process.exit(1);
}

// npm runs scripts in the root; the paths of a script are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
process.argv[1] = command;
await import(pathToFileURL(command).href);
