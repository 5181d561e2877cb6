import { element } from "./element.js";

/** A page: its heading, the form with what belongs to it, and the panels that stay in sight. */
export function pageOf({ title, lead, head = [], form, panels }) {
  return element(
    "div",
    { class: "page" },
    element(
      "div",
      { class: "page-head" },
      element("h1", { id: "page-heading" }, title),
      element("p", {}, lead),
      ...head,
    ),
    element("div", { class: "page-form" }, ...form),
    element("div", { class: "page-panels" }, ...panels),
  );
}
