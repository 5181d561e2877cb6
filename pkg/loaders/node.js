// Node, `import`: from the disk, synchronously.
import { readFileSync } from "node:fs";
import { initSync } from "../glue.js";

initSync({ module: readFileSync(new URL("../latchwork.wasm", import.meta.url)) });

export * from "../face.js";
