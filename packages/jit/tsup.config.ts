import { library } from "@luster/build-config/tsup";

export default library();
