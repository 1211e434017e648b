// The entry for browsers and bundlers: the WebAssembly is fetched from beside this file, an address that bundlers follow.

import init from "./native.js";

await init({ module_or_path: new URL("native_bg.wasm", import.meta.url) });

export * from "./api.js";
