/** The same generated examples in every run; FAST_CHECK_SEED=… looks for others. */

import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });
