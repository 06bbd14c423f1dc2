import { fileURLToPath } from "node:url";
import { resumable } from "@luster/build-config/resumable";
import { library } from "@luster/build-config/tsup";

export default { ...library(), esbuildPlugins: [resumable(fileURLToPath(new URL("src", import.meta.url)))] };
