import { bytesOf, sayUnknown } from "./card-words.js";
import { element } from "../shell/element.js";

/** The bytes of an identifier; a digit that is not known is a question mark on hatched ground. */
export function identifierDrawing(identifier) {
  return element(
    "p",
    { class: "bytes" },
    ...bytesOf(identifier).flatMap((byte) => [
      element("span", { class: "byte", "data-known": String(!byte.includes("?")) }, byte),
      " ",
    ]),
    element("span", { class: "visually-hidden" }, `(${sayUnknown(identifier)})`),
  );
}
