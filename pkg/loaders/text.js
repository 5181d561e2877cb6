// Everywhere but on workerd and on pages without a bundler: the wasm comes inside the script. As a
// file of its own bundlers for Node and Bun lose it, and in a browser it would have to be awaited at
// the top level: classic workers (Vite's default) refuse that, and module workers lose the messages
// that arrive meanwhile.
import { length, order, text } from "#text";
import { instanceOf, refusal } from "./instance.js";

let module;

export function newCore() {
  module ??= compiled();
  return instanceOf(module);
}

function compiled() {
  try {
    return new WebAssembly.Module(bytes());
  } catch (cause) {
    throw refusal(cause);
  }
}

function bytes() {
  const bytes = new Uint8Array(length);
  for (let at = 0, next = 0; at < length; at += 1) {
    // The 90 characters from # on are an index each; the two after them begin an index of two.
    let index = text.charCodeAt(next++) - 35;
    if (index >= 90) index = (index - 89) * 90 + text.charCodeAt(next++) - 35;
    bytes[at] = order[index];
  }
  return bytes;
}
