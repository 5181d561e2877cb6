import { element } from "../shell/element.js";
import { IssueNote } from "./issue-note.js";

/** Any of a few, as boxes to tick. `options`: { value, label, detail }. */
export class CheckList {
  constructor({ name, label, legend, hint, required = false, options }) {
    this.name = name;
    this.label = label;
    this.note = new IssueNote(name, hint);
    this.boxes = options.map(({ value }) => element("input", { type: "checkbox", value, autocomplete: "off" }));
    for (const box of this.boxes) this.note.describe(box);
    this.element = element(
      "fieldset",
      { class: "checks", "data-field": name },
      element("legend", {}, legend, ...(required ? [element("span", { class: "optional required" }, " required")] : [])),
      element(
        "div",
        { class: "doors" },
        ...options.map(({ label, detail }, i) =>
          element(
            "label",
            { class: "door" },
            this.boxes[i],
            element("span", {}, label),
            element("code", { class: "door-id", "aria-hidden": "true" }, detail),
          ),
        ),
      ),
      element("div", { class: "checks-note" }, this.note.element),
    );
    this.note.touchOnLeave(this.element);
  }

  get ticked() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.ticked;
  }

  set draft(values) {
    for (const box of this.boxes) box.checked = values.includes(box.value);
  }

  get value() {
    return this.ticked;
  }

  touch() {
    this.note.touched = true;
  }

  /** `issues`: those of the list and of its items. */
  show(issues) {
    const own = issues.find(({ path }) => path.length === 1);
    return this.note.show(own, this.boxes);
  }
}
