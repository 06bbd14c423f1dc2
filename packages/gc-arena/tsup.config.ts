import { library } from "@luster/build-config/tsup";

export default library({
  entry: ["index", "derive", "containers", "inspect", "debug"].map((name) => `src/${name}.ts`),
  libs: ["esnext.disposable"],
});
