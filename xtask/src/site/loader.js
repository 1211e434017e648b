// Fetches the calculator's WebAssembly, checked against its hash, and starts it in the page's language.
import start, { countries, open } from "./{glue}";
import { words } from "./language.js";

const wasm = fetch(new URL("./{wasm}", import.meta.url), { integrity: "{integrity}" });

/// What the page's scripts call in the calculator, once it runs.
export const page = Promise.all([words, start({ module_or_path: wasm })]).then(([lines]) => {
  open(lines);
  return { countries };
});

page.catch((error) => {
  // A page may hold a hidden element that says what to do when the calculator cannot start.
  document.getElementById("start-failed")?.removeAttribute("hidden");
  throw error;
});
