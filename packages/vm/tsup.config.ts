import { library } from "@luster/build-config/tsup";

export default library({ entry: ["src/index.ts", "src/tier.ts"] });
