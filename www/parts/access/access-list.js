import { CheckList } from "../fields/check-list.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";

/** The accesses of a key: known doors to tick, and further ones by uuid. */
export class AccessList extends CheckList {
  #rows = [];
  #count = 0;

  constructor({ name, doors }) {
    super({
      name,
      label: "Accesses",
      legend: "Doors",
      required: true,
      hint: "Tick at least one door, or add one by its id.",
      options: doors.map(({ id, name }) => ({ value: id, label: name, detail: id })),
    });
    this.list = element("ul", {});
    this.add = element("button", { type: "button", class: "button" }, "Add a door by its id");
    this.add.addEventListener("click", () => this.#insert("").control.focus());
    this.element.append(this.list, this.add);
    this.list.addEventListener("paste", (event) => this.#spread(event));
  }

  get value() {
    return [...this.ticked, ...this.#rows.map((row) => row.value)];
  }

  get draft() {
    return { ticked: super.draft, added: this.#rows.map(({ value }) => value) };
  }

  set draft({ ticked, added }) {
    super.draft = ticked;
    for (const text of added) this.#insert(text);
  }

  touch() {
    super.touch();
    for (const row of this.#rows) row.touch();
  }

  show(issues) {
    const first = this.ticked.length;
    const shown = this.#rows.map((row, i) => row.show(issues.filter(({ path }) => path[1] === first + i)));
    return [...shown, super.show(issues)].some(Boolean);
  }

  #insert(text) {
    this.#count += 1;
    const remove = element(
      "button",
      { type: "button", class: "button", "aria-label": `Remove door ${this.#count}` },
      "Remove",
    );
    const row = new Field({
      name: this.name,
      id: `${this.name}-${this.#count}`,
      label: "Id of the door",
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
