import { element } from "../shell/element.js";

/** A titled part of a form. */
export function section(title, ...children) {
  const id = `section-${title.toLowerCase().replaceAll(" ", "-")}`;
  return element(
    "section",
    { class: "section", "aria-labelledby": id },
    element("h2", { id }, title),
    ...children,
  );
}

/** Fields side by side. */
export function fields(...parts) {
  return element("div", { class: "fields" }, ...parts.map((part) => part.element));
}
