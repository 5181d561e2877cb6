import { element } from "./element.js";
import { Field, textControl } from "./field.js";
import { IssueNote } from "./issue-note.js";

/** The accesses of a key: known doors to tick, and further ones by uuid. */
export class AccessList {
  #rows = [];
  #count = 0;

  constructor({ name, doors }) {
    this.name = name;
    this.label = "Accesses";
    this.note = new IssueNote(name, "Tick at least one door, or add an access by its uuid.");
    this.boxes = doors.map(({ id }) =>
      element("input", { type: "checkbox", value: id, autocomplete: "off" }),
    );
    for (const box of this.boxes) this.note.describe(box);
    this.list = element("ul", {});
    this.add = element("button", { type: "button", class: "button" }, "Add an access by uuid");
    this.add.addEventListener("click", () => this.#insert("").control.focus());

    this.element = element(
      "fieldset",
      { class: "accesses", "data-field": name },
      element("legend", {}, "Doors"),
      element(
        "div",
        { class: "doors" },
        ...doors.map((door, i) =>
          element(
            "label",
            { class: "door" },
            this.boxes[i],
            element("span", {}, door.name),
            element("code", { class: "door-id", "aria-hidden": "true" }, door.id),
          ),
        ),
      ),
      element("div", { class: "accesses-note" }, this.note.element, this.note.tag),
      this.list,
      this.add,
    );
    this.note.touchOnLeave(this.element);
    this.list.addEventListener("paste", (event) => this.#spread(event));
  }

  get value() {
    const ticked = this.boxes.filter((box) => box.checked).map((box) => box.value);
    return [...ticked, ...this.#rows.map((row) => row.value)];
  }

  touch() {
    this.note.touched = true;
    for (const row of this.#rows) row.touch();
  }

  /** `issues`: those of the list and of its items. */
  show(issues) {
    const first = this.boxes.filter((box) => box.checked).length;
    const shown = this.#rows.map((row, i) => row.show(issues.filter(({ path }) => path[1] === first + i)));
    shown.push(
      this.note.show(
        issues.find(({ path }) => path.length === 1),
        this.boxes,
      ),
    );
    return shown.some(Boolean);
  }

  #insert(text) {
    this.#count += 1;
    const remove = element(
      "button",
      { type: "button", class: "button", "aria-label": `Remove access ${this.#count}` },
      "Remove",
    );
    const row = new Field({
      name: this.name,
      id: `${this.name}-${this.#count}`,
      label: "Access uuid",
      control: textControl({ class: "mono", placeholder: "00000000-0000-0000-0000-000000000000" }),
      beside: [remove],
    });
    row.control.value = text;
    const item = element("li", {}, row.element);
    remove.addEventListener("click", () => {
      const next = this.#rows[this.#rows.indexOf(row) + 1];
      this.#rows = this.#rows.filter((other) => other !== row);
      item.remove();
      (next ? next.control : this.add).focus();
      this.#changed();
    });
    this.#rows.push(row);
    this.list.append(item);
    this.#changed();
    return row;
  }

  /** Several uuids pasted at once become one row each. */
  #spread(event) {
    const words = event.clipboardData
      .getData("text")
      .split(/[\s,;]+/)
      .filter(Boolean);
    if (words.length < 2) return;
    event.preventDefault();
    event.target.value = words[0];
    for (const word of words.slice(1)) this.#insert(word);
    this.#changed();
  }

  #changed() {
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
