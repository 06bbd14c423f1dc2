import { library } from "@luster/build-config/tsup";

export default library({ entry: ["src/index.ts", "src/inspect.ts", "src/debug.ts"], libs: ["esnext.disposable"] });
