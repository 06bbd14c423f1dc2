import type { ViteUserConfig } from "vitest/config";

/** The test configuration of a package; `overrides` are merged over it. */
export function packageTests(overrides?: ViteUserConfig): ViteUserConfig;
