import { element } from "../shell/element.js";
import { IssueNote } from "./issue-note.js";

/**
 * Rows of a list that the person adds to and takes from.
 *
 * `make(nth, value)` gives the inside of a row: `nodes`, the `main` control, `filled()`, `value()`
 * and, when a row has several controls that can be wrong, `controls` by the name of their member.
 */
export class RowList {
  #rows = [];
  #count = 0;
  #make;

  constructor({ id, legend, noun, add, blank, make }) {
    this.id = id;
    this.noun = noun;
    this.#make = make;
    this.list = element("ul", { class: id });
    this.add = element("button", { type: "button", class: "button button-small" }, add);
    this.add.addEventListener("click", () => {
      this.insert(blank).main.focus();
      this.changed();
    });
    this.element = element(
      "fieldset",
      { class: "group" },
      element("legend", {}, legend),
      this.list,
      this.add,
    );
  }

  /** What the rows hold. One that is not filled in yet holds nothing. */
  get values() {
    return this.#filled.map((row) => row.value());
  }

  replace(values) {
    for (const { item } of this.#rows) item.remove();
    this.#rows = [];
    this.#count = 0;
    for (const value of values) this.insert(value);
  }

  /** Shows what the core has against the list at `path`, beside the row that it is about. */
  show(issues, path) {
    this.#filled.forEach((row, i) => {
      const place = [...path, i];
      const issue = issues.find((issue) => place.every((step, depth) => issue.path[depth] === step));
      const wrong = row.controls?.[issue?.path[place.length]] ?? row.main;
      row.note.show(undefined, Object.values(row.controls ?? { main: row.main }));
      row.note.show(issue, [wrong]);
    });
  }

  insert(value) {
    this.#count += 1;
    const nth = this.#count;
    const row = this.#make(nth, value);
    const remove = element(
      "button",
      { type: "button", class: "button button-small", "aria-label": `Remove ${this.noun} ${nth}` },
      "Remove",
    );
    row.note = new IssueNote(`${this.id}-${nth}`);
    row.note.touched = true;
    for (const control of Object.values(row.controls ?? { main: row.main })) row.note.describe(control);
    row.item = element("li", {}, ...row.nodes, remove, row.note.element);
    remove.addEventListener("click", () => {
      const next = this.#rows[this.#rows.indexOf(row) + 1];
      this.#rows = this.#rows.filter((other) => other !== row);
      row.item.remove();
      (next ? next.main : this.add).focus();
      this.changed();
    });
    this.#rows.push(row);
    this.list.append(row.item);
    return row;
  }

  changed() {
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  get #filled() {
    return this.#rows.filter((row) => row.filled());
  }
}

/** A select of a row. `options`: value and text. */
export function rowSelect(label, options, value) {
  const control = element(
    "select",
    { class: "input", autocomplete: "off", "aria-label": label },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  control.value = value;
  return control;
}
