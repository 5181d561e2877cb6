import wasm from "latchwork-dist/latchwork.wasm";
import * as core from "latchwork-dist/web/latchwork.js";

// A worker of its own for what takes the core longer than a frame: see background.js.
const ready = core.init(new URL(wasm, import.meta.url));

addEventListener("message", async ({ data: { name, args } }) => {
  await ready;
  try {
    postMessage({ value: core[name](...args) });
  } catch (error) {
    if (!(error instanceof core.LatchworkError)) throw error;
    postMessage({ refusal: { message: error.message, issues: error.issues } });
  }
});
