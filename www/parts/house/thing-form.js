import { at, issuesAt, leaves, TableForm } from "../fields/table-form.js";
import { HouseField, isEmpty, isObject, PartField } from "./house-field.js";
import { sayIssue } from "./refusal.js";

/**
 * The form of a thing of the house. Of its fields it may be said too:
 *
 * - `of`: whether the field is of a thing that is `there`, or one that is `new`
 * - `usual`: what stands in it where a thing is new, or what stands in a part that was not there
 * - `issues`: the names that are refused for it, where that is not its own
 *
 * A change has what was changed alone: of what nobody knows nothing is said by keeping the rest.
 */
export class ThingForm extends TableForm {
  #changed = new Set();
  /** What is wrong with these is said, as they stand. */
  #judged = new Set();
  #issues = [];

  constructor({ rows, thing = {}, isNew, redraw }) {
    const make = (row) => (row.part ? new PartField(row) : new HouseField(row));
    super({ rows: ofThing(rows, isNew ? "new" : "there"), make, beside: "two" });
    Object.assign(this, { thing, isNew, redraw });
    this.begin();
  }

  /** What stands in the fields at first. */
  begin() {
    this.#judged.clear();
    this.#begin(this.rows, this.thing);
  }

  #begin(rows, thing) {
    for (const { name, part, own, rows: within, usual } of rows) {
      const value = name && at(thing, name);
      own?.begin?.(value ?? (this.isNew && !part ? usual : undefined));
      if (within) this.#begin(within, !part ? thing : isObject(value) ? value : usual);
    }
  }

  get draft() {
    return Object.fromEntries(Object.entries(this.kept).map(([name, part]) => [name, part.draft]));
  }

  set draft(draft) {
    const { kept } = this;
    for (const [name, value] of Object.entries(draft)) if (name in kept) kept[name].draft = value;
  }

  /** Whether nothing is wrong and all that has to be filled in is; what is not is marked. */
  get isWhole() {
    const asked = this.asked.flatMap((row) => (row.part && row.own.isOn ? [row, ...leaves(row.rows)] : [row]));
    this.#judged = new Set(asked);
    return !asked.some(({ own }) => own.issue);
  }

  changed(row) {
    this.#changed.add(row);
    this.#judged.delete(row);
    this.redraw();
  }

  /** What is made for the form is always sent, a field of a thing that is there where it was changed. */
  isSent(row) {
    if (this.isNew && isEmpty(row.own.value)) return false;
    if (row.part) return [row, ...leaves(row.rows)].some((one) => this.#changed.has(one));
    return this.isNew || !row.kind || this.#changed.has(row);
  }

  /** `issues`: of an answer, each at the field that it is about. */
  template(issues = []) {
    this.#issues = issues;
    return super.template();
  }

  /** What is wrong with a field: as it stands, or by what was answered. */
  said(row) {
    const wrong = this.#judged.has(row) ? row.own.issue : undefined;
    if (wrong) return wrong;
    const { place, issues = [place] } = row;
    const places = typeof issues === "function" ? issues(this.values) : issues;
    const found = places.flatMap((place) => issuesAt(this.#issues, place));
    // What is within a part is told there.
    const within = row.part && row.own.isOn ? leaves(row.rows).flatMap(({ place }) => issuesAt(found, place)) : [];
    const issue = found.find((one) => !within.includes(one));
    return issue && sayIssue(issue);
  }
}

/** The rows of a thing that is `there`, or one that is `new`. */
function ofThing(rows, which) {
  return rows
    .filter(({ of = which }) => of === which)
    .map((row) => (Array.isArray(row) ? ofThing(row, which) : row.rows ? { ...row, rows: ofThing(row.rows, which) } : row));
}
