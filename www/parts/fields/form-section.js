import { element } from "../shell/element.js";

/** Fields side by side. */
export function fields(...parts) {
  return element("div", { class: "fields" }, ...parts.map((part) => part.element));
}
