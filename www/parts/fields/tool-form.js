import { html, nothing, render } from "lit-html";

import { element } from "../shell/element.js";
import { CheckList } from "./check-list.js";
import { Field, textControl } from "./field.js";
import { MomentField } from "./moment-field.js";
import { PickField } from "./pick-field.js";
import { SecondsField } from "./seconds-field.js";
import { Segments } from "./segments.js";
import { Switch } from "./switch.js";
import { issuesAt, leaves, TableForm } from "./table-form.js";

/** What a field of each kind is on the page. */
const KINDS = {
  text: (row) => new Field({ ...row, control: textControl(row.control) }),
  digits: (row) => new Field({ ...row, control: textControl({ inputmode: "numeric", class: "numeric", ...row.control }) }),
  count: (row) => new CountField({ ...row, control: textControl({ inputmode: "numeric", class: "numeric" }) }),
  maybeEmpty: (row) => new MaybeEmptyField(row),
  sample: (row) => new PickField({ ...row, control: textControl({ class: "mono", ...row.control }) }),
  list: (row) => new Field({ ...row, control: listOf(row.options) }),
  choice: (row) => new Segments({ ...row, legend: row.label, value: row.usual }),
  checks: (row) => new CheckList({ ...row, legend: row.label }),
  moment: (row) => new MomentField(row),
  seconds: (row) => new SecondsField(row),
  switch: (row) => new Switch({ id: row.id ?? row.name, label: row.label, detail: row.hint, on: row.usual }),
};

function make(row) {
  const part = (row.make ?? KINDS[row.kind])(row);
  if (row.wide) part.element.classList.add(row.wide === true ? "wide" : row.wide);
  return part;
}

/**
 * A form that asks the core while it is typed. Of its fields it may be said too:
 *
 * - `optional`, `options`, `samples`, `usual`, `control`, `wide`: as its kind takes them
 * - `as(values, core)`: another label, hint and mark for it as things stand
 *
 * Those that show issues have `show(issues)` and `touch()`.
 */
export class ToolForm extends TableForm {
  #core;

  /** `heading` is the id of what names it. */
  constructor({ heading, rows }) {
    super({ rows, make, beside: "fields" });
    this.heading = heading;
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" });
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.draw();
  }

  /** `core` says what is a time. Until then the form is disabled. */
  start(core) {
    this.#core = core;
    for (const { own } of leaves(this.rows)) if (own instanceof MomentField) own.start(core.parseTimestamp);
    this.draw();
  }

  isSent({ own: { value, given = value !== "" } }) {
    return given;
  }

  /** Follows what was typed. */
  fit() {
    this.draw();
  }

  /** Draws what is asked for, under the names that it has as things stand. */
  draw() {
    const { values } = this;
    for (const { as, own } of this.asked) if (as) own.relabel(as(values, this.#core));
    const body = html`<fieldset class="form-body" ?disabled=${!this.#core} aria-labelledby=${this.heading}>
      ${this.template()} ${this.foot()}
    </fieldset>`;
    render(body, this.element);
  }

  /** What stands below the fields. */
  foot() {
    return nothing;
  }

  /** The fields that are asked for and show issues. */
  get #telling() {
    return this.asked.filter(({ own }) => own.show);
  }

  /** Has every field show its issue from now on. */
  touch() {
    for (const { own } of this.#telling) own.touch();
  }

  /** Shows each issue beside its field; tells the fields that show one, and what is `loose`. */
  show(issues) {
    const found = this.#telling.map(({ own, place }) => ({ own, issues: issuesAt(issues, place) }));
    const wrong = found.filter(({ own, issues }) => own.show(issues)).map(({ own }) => own);
    return { wrong, loose: issues.filter((issue) => !found.some(({ issues }) => issues.includes(issue))) };
  }
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
