import { program } from "@luster/build-config/tsup";

export default program({ entry: { main: "src/main.ts" } });
