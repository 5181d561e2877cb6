import { element } from "../shell/element.js";

/** An on/off control with its label, and a line of explanation below it. */
export class Switch {
  constructor({ id, label, detail = "", on = false }) {
    this.control = element("input", {
      type: "checkbox",
      role: "switch",
      id,
      checked: on,
      autocomplete: "off",
      class: "switch-control",
      "aria-describedby": detail ? `${id}-detail` : undefined,
    });
    this.element = element("div", { class: "switch" }, this.control, element("label", { for: id }, label));
    if (detail) this.element.append(element("p", { class: "switch-detail", id: `${id}-detail` }, detail));
  }

  get on() {
    return this.control.checked;
  }

  set on(on) {
    this.control.checked = on;
  }

  get value() {
    return this.on;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.on;
  }

  set draft(on) {
    this.on = on === true;
  }
}
