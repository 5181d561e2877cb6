// A page without a bundler: nothing is fetched until `init` is called.
import start from "../glue.js";

export * from "../face.js";

/** Loads the wasm file, once however often it is called; after it everything is synchronous. */
export async function init(source = new URL("../latchwork.wasm", import.meta.url)) {
  await start({ module_or_path: source });
}

export default init;
