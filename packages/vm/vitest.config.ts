import { packageTests } from "@luster/build-config/vitest";

export default packageTests({ test: { coverage: { thresholds: { lines: 90 } } } });
