// The compiler in its resumable form: `compile` as a generator that yields when `pauses.left` is used up. The build puts the derived
// module in the place of this declaration; `resumable.js` in tools/build-config says how.

import type { Proto } from "@luster/bytecode";
import type { CompileOptions } from "./compile.js";

export declare function compileResumably(source: string, options: CompileOptions): Generator<void, Proto, void>;
