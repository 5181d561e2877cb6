import { initSync } from "../glue.js";

const response = await fetch(new URL("../latchwork.wasm", import.meta.url));
initSync({ module: await response.arrayBuffer() });

export * from "../face.js";
