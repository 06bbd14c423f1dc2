import { packageTests } from "@luster/build-config/vitest";

// Each test starts TypeScript or Node on an installed project; they share two cores with other tasks.
export default packageTests({ test: { include: ["test/**/*.test.js"], testTimeout: 60_000 } });
