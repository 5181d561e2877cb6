// Raw HTTP bodies.
import { call } from "./border.js";
import { isWellFormed } from "./frame.js";

const prototype = Object.getPrototypeOf(Uint8Array.prototype);
const { get: nameOf } = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag);

/** Whether a value is a Uint8Array of any realm. A proxy of one, or an heir by name only, is none. */
const isBytes = (value) => nameOf.call(value) === "Uint8Array";

/**
 * Checks a raw body.
 *
 * @param {string} name the method of Border
 * @param {unknown} body a string or a Uint8Array; anything else is refused as what it is
 */
export function checkBody(name, body, options) {
  const usable = typeof body === "string" ? isWellFormed(body) : isBytes(body);
  return usable ? call(name, [options], body) : call("refuse_body", [body]);
}
