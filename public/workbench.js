// WebAssembly modules in workers that start when they are first needed: what panels of their own compute. `call` asks for a function of the
// module by name; `stop` ends the worker with whatever it does.

import { countries, ownFits } from "./figures.js";
import { allWords, say } from "./language.js";

/// The module whose worker is started by `open`. `lost` is called when it ended by itself, with whatever it held.
export function workbench(open, lost = () => {}) {
  let worker;
  let calls = 0;
  const waiting = new Map();

  function start(lines) {
    const started = open();
    started.addEventListener("message", ({ data: { id, bytes, value, error, broken } }) => {
      if (started !== worker) return;
      if (broken) return end(error);
      const call = waiting.get(id);
      if (!call) return;
      if (bytes !== undefined) return call.progress(bytes);
      waiting.delete(id);
      if (error === undefined) call.resolve(value);
      else call.reject(new Error(error));
    });
    // It did not arrive, or it broke down: it starts anew with the next call.
    started.addEventListener("error", (event) => {
      event.preventDefault();
      end(say("stopped"));
    });
    started.postMessage({ id: 0, name: "speak", values: [lines] });
    return started;
  }

  /// What a function of the module gives. `progress` is told how many bytes of a file among the values are read.
  async function call(name, values, progress = () => {}) {
    const lines = await allWords();
    worker ??= start(lines);
    const id = (calls += 1);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, progress });
      worker.postMessage({ id, name, values });
    });
  }

  function end(reason) {
    stop(reason);
    lost();
  }

  /// Ends the worker and everything that it holds; what was asked of it fails with the reason.
  function stop(reason) {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  return { call, stop };
}

/// The third module.
export const { call, stop } = workbench(
  () => new Worker(new URL("./workbench-worker.js", import.meta.url), { type: "module" }),
);

/// What a function of the third module gives, once it knows what a person brought and the countries.
export function ask(name, values) {
  // A worker that started anew does not know them; one that does takes them for the same.
  const told = [call("own", [ownFits()])];
  if (countries !== undefined) told.push(call("countries", [countries]));
  // Whoever asks hears what is wrong.
  for (const one of told) one.catch(() => {});
  return call(name, values);
}
