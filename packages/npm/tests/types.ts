// Compiled, not run: the types accept what they should and nothing else.

import { estimate, fits, flops, gpus, models, WattpixError, type EstimateReport } from "wattpix";
import { define } from "wattpix/embed";

const answer: EstimateReport = estimate({ model: "flux1-dev", gpu: "a100", steps: "20", guidance: false, zone: null });
const seconds: number | null = answer.seconds_per_image;
const codes: string[] = answer.caveats.map((caveat) => caveat.code);
const pass: number = flops({ model: "sdxl" }).denoiser_pass.gflops;
const ids: string[] = [...models(), ...gpus(), ...fits()].map((entry) => entry.id);
define(new URL("https://example.org/"));
export { answer, codes, ids, pass, seconds, WattpixError };

// @ts-expect-error: a GPU is needed.
estimate({ model: "flux1-dev" });
// @ts-expect-error: no such setting.
flops({ model: "flux1-dev", gpu: "a100" });
// @ts-expect-error: a number, not an object.
estimate({ model: "flux1-dev", gpu: "a100", steps: {} });
