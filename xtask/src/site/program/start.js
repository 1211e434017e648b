// Starts the program, in the page and in a worker: both run the same.

// The page shows the answer of a first visit until the program is there; a link asks for another.
if (globalThis.document && location.search) document.getElementById("app")?.replaceChildren();

// Its WebAssembly is checked against its hash, which the build fills in.
const wasm = fetch(new URL("./{wasm}", import.meta.url), { integrity: "{integrity}" });
// Told to whoever awaits it.
wasm.catch(() => {});

try {
  const { default: start } = await import("./{glue}");
  await start({ module_or_path: wasm });
} catch (error) {
  // A page may hold a hidden element that says what to do when the program cannot start. A worker has none: its owner hears of the error.
  globalThis.document?.getElementById("start-failed")?.removeAttribute("hidden");
  throw error;
}
