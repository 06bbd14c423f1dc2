import { packageTests } from "@luster/build-config/vitest";

export default packageTests({ test: { include: ["test/**/*.test.js"] } });
