import { html } from "lit-html";

import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { IssueSummary } from "../fields/issue-summary.js";
import { ToolForm } from "../fields/tool-form.js";
import { BlockBar } from "./block-bar.js";
import { DatedList } from "./dated-list.js";
import { EXAMPLES } from "./examples.js";
import { History } from "./history.js";
import { given, localControl, RuleList } from "./rule-list.js";
import { SpecialList } from "./special-list.js";
import { WeekDrawing } from "./week-drawing.js";

const end = (name, label, hint) => ({
  id: `valid-${name}`,
  name: `valid.${name}`,
  label,
  hint,
  optional: true,
  make: (row) => new Field({ ...row, control: localControl(undefined) }),
});

const drawn = (element) => ({ element });

const rows = ({ drawing, bar, weekly, dated, special }) => [
  {
    title: "The week",
    rows: [
      {
        name: "example",
        kind: "list",
        label: "Begin with",
        hint: "Takes the place of what is below; Undo brings it back.",
        options: [["", "Own hours"], ...EXAMPLES.map(({ label }, at) => [at, label])],
      },
      ...[drawing.element, drawing.said, bar.element, drawing.keys, weekly.element].map(drawn),
    ],
  },
  {
    title: "Special days",
    rows: [
      drawn(
        element(
          "p",
          { class: "part-lead" },
          "On these days the hours of the week do not count; what is open is said here.",
        ),
      ),
      drawn(special.element),
    ],
  },
  { title: "Dates", rows: [drawn(dated.element), [end("from", "Not before", "Empty: at once."), end("until", "Not after", "Empty: for ever.")]] },
];

/** Builds a schedule: the week as a drawing and as rules, special days, and dates. */
export class HoursForm extends ToolForm {
  #history = new History();

  constructor() {
    const parts = {
      drawing: new WeekDrawing(),
      bar: new BlockBar(),
      weekly: new RuleList(),
      dated: new DatedList(),
      special: new SpecialList(),
    };
    super({ heading: "page-heading", rows: rows(parts) });
    Object.assign(this, parts);
    this.example = this.part("example");
    this.valid = ["valid-from", "valid-until"].map((end) => this.part(end));
    for (const field of this.valid) field.touch();
    this.summary = new IssueSummary();
    this.draw();
    this.#listen();
    // While the core is on its way, so that nothing moves when it comes.
    this.#take(EXAMPLES[0].schedule);
  }

  foot() {
    return html`<div class="hours-foot">${this.summary?.element}</div>`;
  }

  /** The schedule as it stands. What was left empty is left out. */
  get schedule() {
    const lists = { weekly: this.weekly.values, dated: this.dated.values, special: this.special.values };
    const valid = this.valid.filter(({ control }) => given(control));
    return {
      ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
      ...(valid.length > 0 && {
        valid: Object.fromEntries(valid.map(({ name, value }) => [name.slice(6), value])),
      }),
    };
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.schedule;
  }

  set draft(schedule) {
    this.#take(schedule);
  }

  /** Follows what was typed: draws it, and keeps how it was. */
  fit() {
    const { schedule } = this;
    const text = JSON.stringify(schedule);
    if (this.#history.add(text, document.activeElement)) this.drawing.show(schedule.weekly ?? []);
    const same = EXAMPLES.findIndex(({ schedule }) => JSON.stringify(schedule) === text);
    this.example.control.value = same < 0 ? "" : String(same);
    this.bar.undo.disabled = !this.#history.some;
  }

  /** Shows what the core has against the schedule, each issue where it is. */
  show(issues) {
    this.weekly.show(issues, ["weekly"]);
    this.dated.show(issues, ["dated"]);
    this.special.show(issues);
    for (const field of this.valid)
      field.show(
        issues.filter(({ path }) => path[0] === "valid" && [undefined, field.name.slice(6)].includes(path[1])),
      );
    const rows = issues.filter(({ path }) => path.length > 1);
    this.summary.show({
      labels: [...new Set(rows.map(({ path: [member] }) => MEMBERS[member] ?? member))],
      loose: issues.filter(({ path }) => path.length < 2),
      complete: issues.length === 0,
    });
  }

  #listen() {
    const { drawing, bar } = this;
    this.example.control.addEventListener("input", () => {
      const { value } = this.example;
      if (value !== "") this.#take(EXAMPLES[Number(value)].schedule);
    });
    drawing.onChange = (weekly) => {
      this.weekly.replace(weekly);
      this.weekly.changed();
    };
    drawing.onChoose = (block) => bar.show(block);
    drawing.onUndo = () => this.#undo();
    bar.onUndo = () => this.#undo();
    bar.onPlace = (block, to) => drawing.place(block, to);
    bar.onRemove = (block) => drawing.remove(block);
  }

  #undo() {
    const text = this.#history.back();
    if (text === undefined) return;
    this.#take(JSON.parse(text));
    this.weekly.changed();
    this.drawing.say("Undone");
    // A disabled button would swallow the focus.
    if (!this.#history.some) this.drawing.focus();
  }

  #take({ weekly = [], dated = [], special = [], valid = {} }) {
    this.weekly.replace(weekly);
    this.dated.replace(dated);
    this.special.replace(special);
    for (const field of this.valid) field.control.value = valid[field.name.slice(6)] ?? "";
    this.drawing.show(weekly);
  }
}

const MEMBERS = { weekly: "Every week", dated: "Once only", special: "Special days", valid: "Dates" };
