import { measuresCoverage, packageTests } from "@luster/build-config/vitest";
import { configDefaults } from "vitest/config";

// The resumable form is derived when the package is built: there are no sources of it whose lines could be counted.
const derived = measuresCoverage ? ["test/compilation.test.ts"] : [];

export default packageTests({ test: { exclude: [...configDefaults.exclude, ...derived], coverage: { thresholds: { lines: 90 } } } });
