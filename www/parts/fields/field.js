import { element } from "../shell/element.js";
import { IssueNote } from "./issue-note.js";

/**
 * A labelled control with a line for its hint or its issue.
 *
 * `name` is the field of the request, `id` unique on the page. What stands `beside` the control
 * shares its row. A field that a form asks for is `required`, one that it takes is `optional`.
 */
export class Field {
  constructor({ name, id = name, label, hint = "", optional = false, required = false, control, beside = [] }) {
    this.name = name;
    this.control = control;
    this.note = new IssueNote(id, hint);
    this.labelText = element("span", {}, label);
    this.mark = element("span", { class: "optional" });

    control.id = id;
    control.classList.add("input");
    this.note.describe(control);
    this.element = element(
      "div",
      { class: "field", "data-field": name },
      element("div", { class: "field-head" }, element("label", { for: id }, this.labelText, this.mark)),
      element("div", { class: "field-row" }, control, ...beside),
      this.note.element,
    );
    this.note.touchOnLeave(this.element);
    this.#mark({ optional, required });
  }

  get label() {
    return this.labelText.textContent;
  }

  get value() {
    return this.control.value;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.control.value;
  }

  set draft(text) {
    const { options } = this.control;
    if (options && ![...options].some(({ value }) => value === text)) return;
    this.control.value = text;
  }

  relabel({ label, hint, optional, required }) {
    this.labelText.textContent = label;
    this.note.hint.textContent = hint;
    this.#mark({ optional, required });
  }

  touch() {
    this.note.touched = true;
  }

  /** What a control says of itself need not be said again by its name. */
  #mark({ optional = false, required = false }) {
    this.mark.textContent = required ? " required" : optional ? " optional" : "";
    this.mark.classList.toggle("required", required);
    if (required) {
      this.mark.setAttribute("aria-hidden", "true");
      this.control.setAttribute("aria-required", "true");
    } else {
      this.mark.removeAttribute("aria-hidden");
      this.control.removeAttribute("aria-required");
    }
  }

  /** Shows the first issue once the field was touched; tells whether it does. */
  show([issue]) {
    return this.note.show(issue, [this.control]);
  }
}

/** A single-line text control for what belongs to other people: the browser fills nothing in. */
export function textControl(attributes = {}) {
  return element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
}
