import { element } from "../shell/element.js";
import { CheckList } from "./check-list.js";
import { Field, textControl } from "./field.js";
import { fields, section } from "./form-section.js";
import { MomentField } from "./moment-field.js";
import { PickField } from "./pick-field.js";
import { ordered, RequestForm } from "./request-form.js";
import { SecondsField } from "./seconds-field.js";
import { Segments } from "./segments.js";
import { Switch } from "./switch.js";

/** What a field of each kind is on the page. */
const PARTS = {
  text: (row) => new Field({ ...row, control: textControl(row.control) }),
  digits: (row) => new Field({ ...row, control: textControl({ inputmode: "numeric", class: "numeric" }) }),
  count: (row) => new CountField({ ...row, control: textControl({ inputmode: "numeric", class: "numeric" }) }),
  maybeEmpty: (row) => new MaybeEmptyField(row),
  sample: (row) => new PickField({ ...row, control: textControl({ class: "mono" }) }),
  list: (row) => new Field({ ...row, control: listOf(row.options) }),
  choice: (row) => new Segments({ ...row, legend: row.label, value: row.usual }),
  checks: (row) => new CheckList({ ...row, legend: row.label }),
  moment: (row) => new MomentField(row),
  seconds: (row) => new SecondsField(row),
  switch: (row) => new Switch({ id: row.name, label: row.label, detail: row.hint, on: row.usual }),
};

/**
 * The form of a request as a table of fields, drawn by one walk.
 *
 * A section is `{ title, rows }`. Of its rows an array stands side by side, `{ class, rows }` as the
 * style has it, and an object with an `element` alone is drawn as it is. A field is
 * `{ name, kind, label, hint, required | optional }` and, where there is something to say of it:
 *
 * - `make`: what it is on the page, in place of a kind; `id` where two fields have one name
 * - `options`, `samples`, `usual`, `control`, `wide`: as its kind takes them
 * - `only(values)`: whether the request has it as things stand, of all that is chosen
 * - `as(values, core)`: another label, hint and mark for it as things stand
 * - `path`: where it stands in the request and its issues, in place of its name; null for what
 *   chooses and is not sent
 * - `send(value)`: what stands there for what is on the page
 * - `kept`: false where it is not kept while the page is away, as what opens something is not
 */
export class TableRequest extends RequestForm {
  #rows = [];
  #sections = [];
  #core;

  /** `order`: the members of the request as the API's page has them, where the form has another. */
  constructor({ heading, submit, sections, order }) {
    super();
    this.order = order;
    const children = sections.map(({ title, rows }) => {
      const first = this.#rows.length;
      const drawn = section(title, ...rows.map((row) => this.#draw(row)));
      this.#sections.push({ drawn, rows: this.#rows.slice(first) });
      return drawn;
    });
    this.build({ heading, submit, children });
    this.fit();
  }

  #draw(row) {
    if (Array.isArray(row)) return fields(...row.map((one) => this.#make(one)));
    if (row.element) return row.element;
    if (row.rows) return element("div", { class: row.class }, ...row.rows.map((one) => this.#make(one).element));
    return this.#make(row).element;
  }

  #make(row) {
    const part = (row.make ?? PARTS[row.kind])(row);
    if (row.wide) part.element.classList.add(row.wide === true ? "wide" : row.wide);
    if (row.path) part.path = row.path;
    this.#rows.push({ ...row, part });
    return part;
  }

  /** `core` says what is a time. */
  start(core) {
    this.#core = core;
    for (const { part } of this.#rows) if (part instanceof MomentField) part.start(core.parseTimestamp);
    this.enable();
  }

  /** What stands at a field, by its name or its id. */
  part(name) {
    return this.#rows.find((row) => (row.id ?? row.name) === name).part;
  }

  /** What is chosen and typed, by name or id. */
  get values() {
    return Object.fromEntries(this.#rows.map((row) => [row.id ?? row.name, valueOf(row)]));
  }

  /** What is kept while the page is away. */
  get kept() {
    const kept = this.#rows.filter(({ kept = true }) => kept);
    return Object.fromEntries(kept.map((row) => [row.id ?? row.name, row.part]));
  }

  get parts() {
    return this.#rows.map(({ part }) => part).filter((part) => part.show);
  }

  get asked() {
    const asked = this.#asked.map(({ part }) => part);
    return this.parts.filter((part) => asked.includes(part));
  }

  get #asked() {
    const { values } = this;
    return this.#rows.filter(({ only }) => !only || only(values));
  }

  /** The request as it stands. */
  get request() {
    const request = {};
    for (const row of this.#asked) {
      const value = valueOf(row);
      const isGiven = row.part.given ?? value !== "";
      if (row.path === null || !isGiven) continue;
      put(request, row.path ?? [row.name], row.send ? row.send(value) : value);
    }
    return this.order ? ordered(this.order, request) : request;
  }

  /** Shows what is asked for, under the names that it has as things stand. */
  fit() {
    super.fit();
    const { values } = this;
    for (const { as, part } of this.#rows) if (as) part.relabel(as(values, this.#core));
    const asked = this.#asked;
    for (const { drawn, rows } of this.#sections) {
      drawn.hidden = !rows.some((row) => asked.includes(row));
      for (const grid of drawn.querySelectorAll(".fields")) grid.hidden = [...grid.children].every(({ hidden }) => hidden);
    }
  }
}

const valueOf = ({ part }) => (part instanceof Switch ? part.on : part.value);

function put(request, path, value) {
  const owner = path.slice(0, -1).reduce((owner, member) => (owner[member] ??= {}), request);
  owner[path.at(-1)] = value;
}

function listOf(options) {
  return element("select", { autocomplete: "off" }, ...options.map(([value, label]) => element("option", { value }, label)));
}

/** A number, as far as what is typed is one; what is none stays text, for the core to refuse. */
class CountField extends Field {
  get value() {
    const text = super.value;
    return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
  }
}

/** What has to be given, if only empty. */
class MaybeEmptyField extends Field {
  constructor(row) {
    const empty = new Switch({ id: `${row.name}-empty`, label: "Send it empty" });
    super({ ...row, control: textControl(), beside: [empty.element] });
    this.empty = empty;
    this.control.addEventListener("input", () => {
      empty.on = false;
    });
    empty.control.addEventListener("input", () => {
      if (empty.on) this.control.value = "";
    });
  }

  get given() {
    return this.value !== "" || this.empty.on;
  }

  get draft() {
    return { text: super.draft, empty: this.empty.on };
  }

  set draft({ text, empty }) {
    super.draft = text;
    this.empty.draft = empty;
  }
}
