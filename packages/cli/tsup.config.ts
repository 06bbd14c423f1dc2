import { program } from "@luster/build-config/tsup";

export default program({ entry: { luster: "src/main.ts" } });
