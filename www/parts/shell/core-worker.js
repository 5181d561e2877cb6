import { LatchworkError } from "latchwork-error";

// A worker of its own for what takes the core longer than a frame: see background.js.
// Imported by a call: what is asked before the core is there finds somebody who listens.
const ready = import("latchwork-dist/workerd/codes.js");

addEventListener("message", async ({ data: { name, args } }) => {
  const core = await ready;
  try {
    postMessage({ value: core[name](...args) });
  } catch (error) {
    if (!(error instanceof LatchworkError)) throw error;
    postMessage({ refusal: { message: error.message, issues: error.issues } });
  }
});
