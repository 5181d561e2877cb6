// Raw HTTP bodies.
import { call } from "./border.js";
import { Frame, LARGEST, isWellFormed } from "./frame.js";

// Through the prototype: what inherits from Uint8Array may lie about either.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const getter = (name) => Object.getOwnPropertyDescriptor(typedArray, name).get;
const nameOf = getter(Symbol.toStringTag);
const lengthOf = getter("length");

/**
 * Checks a raw body.
 *
 * @param {string} name the method of Border
 * @param {unknown} body a string or a Uint8Array of any realm; anything else is refused as what it is
 */
export function checkBody(name, body, options) {
  const isText = typeof body === "string";
  const usable = isText ? isWellFormed(body) : nameOf.call(body) === "Uint8Array";
  if (!usable) return call("refuse_body", new Frame().with(body));
  const length = isText ? body.length : lengthOf.call(body);
  // Above the limit the length alone tells. Bytes of a detached buffer are none, and not to be read.
  const content = length > LARGEST ? undefined : length === 0 ? "" : body;
  return call(name, new Frame().with(options), { content, length });
}
