// Fetches the calculator's WebAssembly, checked against its hash, and starts it.
import start, { countries } from "./{glue}";

const wasm = fetch(new URL("./{wasm}", import.meta.url), { integrity: "{integrity}" });

/// What the page's scripts call in the calculator, once it runs.
export const page = start({ module_or_path: wasm }).then(() => ({ countries }));

page.catch((error) => {
  // A page may hold a hidden element that says what to do when the calculator cannot start.
  document.getElementById("start-failed")?.removeAttribute("hidden");
  throw error;
});
