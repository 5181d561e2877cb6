// Workers of an edge: workerd refuses code from bytes at run time, so the import of a wasm file
// gives a module that was compiled at deployment.
import module from "#wasm";
import { instanceOf } from "./instance.js";

export const newCore = () => instanceOf(module);
