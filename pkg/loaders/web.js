// A page without a bundler: nothing is fetched until `init` is called.
import { address, file } from "#address";
import { LatchworkError } from "../src/error.js";
import { instanceOf, notLoaded, refusal, unbound } from "./instance.js";

let module;
let loading;
/** Browsers that compile large modules only aside also make their instances only aside. */
let ready;

export function newCore() {
  if (module === undefined) {
    throw new LatchworkError("not_initialised", "expected `await init()` before the first call");
  }
  const core = ready ?? instanceOf(module);
  ready = undefined;
  return core;
}

/** Loads the wasm file, once however often it is called; after it everything is synchronous. */
export async function init(source = address()) {
  loading ??= load(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  await loading;
}

export default init;

async function load(source) {
  const given = await contentOf(source);
  const core = unbound();
  let compiled;
  try {
    compiled = given instanceof WebAssembly.Module ? given : await WebAssembly.compile(given);
    await core.init({ module_or_path: compiled });
  } catch (cause) {
    throw refusal(cause);
  }
  module = compiled;
  ready = core;
}

/** A module, or the bytes of one. */
async function contentOf(source) {
  let given;
  try {
    given = await source;
    const isAddress = typeof given === "string" || given instanceof URL || given instanceof Request;
    if (isAddress) given = await fetch(given);
  } catch (cause) {
    throw notLoaded(`expected ${file}, found that it cannot be fetched; serve it, or tell init() where it is`, cause);
  }
  if (given instanceof Response) {
    const { ok, status } = given;
    if (!ok) throw notLoaded(`expected ${file}, found status ${status}; serve it, or tell init() where it is`);
    given = await given.arrayBuffer().catch((cause) => {
      throw notLoaded(`expected ${file}, found that its download broke off; call init() again`, cause);
    });
  }
  // Told apart here: what the host refuses and what is no WebAssembly are one kind of error later.
  if (ArrayBuffer.isView(given) || given instanceof ArrayBuffer) {
    if (isValid(given)) return given;
    throw notLoaded(`expected ${file}, found something else, such as a page in its place; tell init() where it is`);
  }
  if (typeof WebAssembly !== "undefined" && given instanceof WebAssembly.Module) return given;
  throw new LatchworkError(
    "invalid_argument",
    "expected an address, a response, bytes or a module, found none of them; hand init() one, or nothing",
  );
}

/** Whether bytes are WebAssembly; a host that has none is told of later. */
const isValid = (bytes) => typeof WebAssembly === "undefined" || WebAssembly.validate(bytes);
