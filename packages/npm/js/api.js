// The package's functions, over those of the WebAssembly: settings go in as JSON, objects come out.

import * as native from "./native.js";

/** A setting that cannot be used. The message says what was given, what is allowed and what to do. */
export class WattpixError extends Error {
  name = "WattpixError";
}

const call = (name, ...given) => {
  let answer;
  try {
    answer = native[name](...given);
  } catch (refusal) {
    if (typeof refusal === "string") throw new WattpixError(refusal);
    throw refusal;
  }
  return JSON.parse(answer);
};

export const estimate = (settings) => call("estimate", JSON.stringify(settings ?? {}));
export const explain = (settings) => call("explain", JSON.stringify(settings ?? {}));
export const flops = (settings) => call("flops", JSON.stringify(settings ?? {}));
export const models = () => call("models");
export const gpus = () => call("gpus");
export const fits = () => call("fits");
