import { element } from "../shell/element.js";
import { IssueNote } from "./issue-note.js";

/**
 * A labelled control with a line for its hint or its issue.
 *
 * `name` is the field of the request, `id` unique on the page. What stands `beside` the control
 * shares its row.
 */
export class Field {
  constructor({ name, id = name, label, hint = "", optional = false, control, beside = [] }) {
    this.name = name;
    this.control = control;
    this.note = new IssueNote(id, hint);
    this.labelText = element("span", {}, label);
    this.optionalTag = element("span", { class: "optional" });

    control.id = id;
    control.classList.add("input");
    this.note.describe(control);
    this.element = element(
      "div",
      { class: "field", "data-field": name },
      element(
        "div",
        { class: "field-head" },
        element("label", { for: id }, this.labelText, this.optionalTag),
        this.note.tag,
      ),
      element("div", { class: "field-row" }, control, ...beside),
      this.note.element,
    );
    this.note.touchOnLeave(this.element);
    this.#mark(optional);
  }

  get label() {
    return this.labelText.textContent;
  }

  get value() {
    return this.control.value;
  }

  relabel({ label, hint, optional }) {
    this.labelText.textContent = label;
    this.note.hint.textContent = hint;
    this.#mark(optional);
  }

  touch() {
    this.note.touched = true;
  }

  #mark(optional = false) {
    this.optionalTag.textContent = optional ? " optional" : "";
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
