import type { ViteUserConfig } from "vitest/config";

/** Whether this run measures coverage, and so runs sources in the place of built files. */
export const measuresCoverage: boolean;

/** The test configuration of a package; `overrides` are merged over it. */
export function packageTests(overrides?: ViteUserConfig): ViteUserConfig;
