// The worker of the third WebAssembly module and, under another name, of the fourth: what is heavy happens here, so that the page stays
// responsive. The build fills in the names in braces.

import start, * as module from "./{glue}";

const wasm = fetch(new URL("./{wasm}", import.meta.url), { integrity: "{integrity}" });
const ready = start({ module_or_path: wasm });
// Told to whoever calls.
ready.catch(() => {});

/// Bytes that are read at a time.
const SLICE = 1 << 20;

/// A file that a person chose, slice by slice: never the whole of it in memory.
class Slices {
  constructor(file, progress) {
    this.file = file;
    this.size = file.size;
    this.progress = progress;
    this.at = 0;
    this.reader = new FileReaderSync();
  }

  /// The next bytes; none at the end.
  next() {
    const slice = this.file.slice(this.at, this.at + SLICE);
    this.at += slice.size;
    this.progress(this.at);
    return new Uint8Array(this.reader.readAsArrayBuffer(slice));
  }
}

/// Calls a function of the module by its name. A file among its values becomes its slices.
addEventListener("message", async ({ data: { id, name, values } }) => {
  try {
    await ready;
    const progress = (bytes) => postMessage({ id, bytes });
    const given = values.map((value) => (value instanceof File ? new Slices(value, progress) : value));
    postMessage({ id, value: module[name](...given) });
  } catch (error) {
    // What did not arrive never will in this worker, and a module that broke down is not to be trusted with another call.
    const broken = error instanceof WebAssembly.RuntimeError || (await ready.then(() => false, () => true));
    postMessage({ id, broken, error: String(error?.message ?? error) });
  }
});
