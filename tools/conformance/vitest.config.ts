import { packageTests } from "@luster/build-config/vitest";

// Each case starts a process of its own; more of them at once would only wait for each other.
export default packageTests({ test: { maxConcurrency: 2 } });
