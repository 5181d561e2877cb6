import { bind } from "#glue";
import { LatchworkError } from "../src/error.js";
import { decode, encodeInto } from "../src/utf8.js";

/** The glue takes these for the host's: what encodes and decodes is chosen in one place. */
class TextEncoder {
  encodeInto = encodeInto;
}

class TextDecoder {
  decode = decode;
}

/**
 * What the glue makes objects and lists by. They have no prototype, so that no setter that a page has
 * put on every one gets what the core answers; the border gives them one when they are whole.
 */
const Bare = Object.assign(function () {
  return Object.create(null);
}, { getPrototypeOf: Object.getPrototypeOf, prototype: Object.prototype, create: Object.create });

function BareList() {
  return Object.setPrototypeOf([], null);
}

/**
 * What the glue takes for the host's WebAssembly. It asks whether a module is one; that an edge
 * compiled at deployment comes from another realm, and is one all the same.
 */
const WEB_ASSEMBLY = {
  Module: { [Symbol.hasInstance]: () => true },
  get Instance() {
    return WebAssembly.Instance;
  },
  instantiate: (...given) => WebAssembly.instantiate(...given),
};

/** The glue of a core, with no instance yet. */
export const unbound = () => bind(TextEncoder, TextDecoder, WEB_ASSEMBLY, Bare, BareList);

/** A fresh instance of the core. */
export function instanceOf(module) {
  const core = unbound();
  try {
    core.initSync({ module });
  } catch (cause) {
    throw refusal(cause);
  }
  return core;
}

/** What to tell where the host does not run the core, whose bytes are known to be right. */
export function refusal(cause) {
  if (typeof WebAssembly === "undefined") {
    return notLoaded("expected a host with WebAssembly, found none; run this where WebAssembly is turned on", cause);
  }
  if (cause instanceof WebAssembly.CompileError) {
    return notLoaded(
      "expected leave to compile WebAssembly, found it refused; add 'wasm-unsafe-eval' to the script-src of the " +
        "Content-Security-Policy, and have workers of an edge bundled with the condition `workerd` or `edge-light`",
      cause,
    );
  }
  return notLoaded(
    "expected the core to be compiled at once, found it refused; where a browser does so on a page's main thread, " +
      "take the `web` form of this entry and await its init(), or call from a worker",
    cause,
  );
}

export const notLoaded = (message, cause) => new LatchworkError("core_not_loaded", message, [], { cause });
