// Workers on workerd: code from bytes is refused at run time, so the import of a wasm file gives
// a module that was compiled at deployment.
import module from "../latchwork.wasm";
import { initSync } from "../glue.js";

initSync({ module });

export * from "../face.js";
