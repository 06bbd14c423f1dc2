// Our own command as this repository builds it.
import { fileURLToPath } from "node:url";

/** Node with the bundled `luster` command; a script's file name is to follow. */
export const LUSTER_COMMAND = [process.execPath, fileURLToPath(new URL("../../../packages/cli/dist/luster.js", import.meta.url))] as const;
