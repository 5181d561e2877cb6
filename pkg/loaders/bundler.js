// Bundlers: the wasm comes inside the script. As a file of its own it would have to be awaited at
// the top level: classic workers (Vite's default) refuse that, module workers lose the messages
// that arrive meanwhile, and esbuild does not copy the file. `latchwork/web` keeps it apart.
import { initSync } from "../glue.js";
import { length, order, text } from "../latchwork.wasm.js";

const module = new Uint8Array(length);
for (let at = 0, next = 0; at < length; at++) {
  // The 90 characters from # on are an index each; the two after them begin an index of two.
  let index = text.charCodeAt(next++) - 35;
  if (index >= 90) index = (index - 89) * 90 + text.charCodeAt(next++) - 35;
  module[at] = order[index];
}
initSync({ module });

export * from "../face.js";
