import { program } from "@luster/build-config/tsup";

export default program({
  entry: { main: "src/main.ts", "mode-child": "src/mode-child.ts", "suite-main": "src/suite-main.ts", "suite-child": "src/suite-child.ts" },
});
