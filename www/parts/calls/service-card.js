import { element } from "../shell/element.js";

/** The card of the sample service: what it knows. `body` is disabled until the core is there. */
export function serviceCard(...children) {
  const body = element(
    "fieldset",
    { class: "form-body", disabled: true, "aria-labelledby": "service-heading" },
    ...children,
  );
  const card = element(
    "section",
    { class: "card service", "aria-labelledby": "service-heading" },
    element(
      "div",
      { class: "card-head" },
      element("h2", { id: "service-heading" }, "Sample service"),
      element(
        "p",
        {},
        "What the service knows when the request arrives. Change it to see other replies; nothing leaves this page.",
      ),
    ),
    body,
  );
  return { body, element: card };
}

/** Switches one below the other. */
export function switches(...parts) {
  return element("div", { class: "switches" }, ...parts.map((part) => part.element));
}
