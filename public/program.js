// The program, once it runs, and the calculator in it. The build fills in the names in braces.

import { words } from "./language.js";

/// What scripts ask of the program.
export const program = import("./{start}").then(() => import("./{glue}"));

/// The same once the calculator is open.
export const page = Promise.all([words, program]).then(async ([lines, module]) => {
  await module.open(lines);
  return module;
});

page.catch(() => document.getElementById("start-failed")?.removeAttribute("hidden"));
