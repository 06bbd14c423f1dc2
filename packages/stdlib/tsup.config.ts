import { library } from "@luster/build-config/tsup";

// Each library is a file of its own: a bundler that finds no use of it leaves the file out.
const parts = ["base", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8"].map((name) => `src/${name}.ts`);

export default library({ entry: ["src/index.ts", "src/node.ts"], parts, types: ["node"] });
