import { packageTests } from "@luster/build-config/vitest";

export default packageTests();
