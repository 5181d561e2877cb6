import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { fields } from "../fields/form-section.js";
import { IssueSummary } from "../fields/issue-summary.js";
import { BlockBar } from "./block-bar.js";
import { DatedList } from "./dated-list.js";
import { EXAMPLES } from "./examples.js";
import { History } from "./history.js";
import { given, localControl, RuleList } from "./rule-list.js";
import { SpecialList } from "./special-list.js";
import { WeekDrawing } from "./week-drawing.js";

/** Builds a schedule: the week as a drawing and as rules, special days, and dates. */
export class HoursForm {
  #history = new History();

  constructor() {
    this.example = new Field({
      name: "example",
      label: "Begin with",
      hint: "Takes the place of what is below; Undo brings it back.",
      control: element(
        "select",
        { autocomplete: "off" },
        element("option", { value: "" }, "Own hours"),
        ...EXAMPLES.map(({ label }, at) => element("option", { value: at }, label)),
      ),
    });
    this.drawing = new WeekDrawing();
    this.bar = new BlockBar();
    this.weekly = new RuleList();
    this.dated = new DatedList();
    this.special = new SpecialList();
    this.valid = ["from", "until"].map(
      (end) =>
        new Field({
          name: `valid-${end}`,
          label: end === "from" ? "Not before" : "Not after",
          optional: true,
          hint: end === "from" ? "Empty: at once." : "Empty: for ever.",
          control: localControl(undefined),
        }),
    );
    for (const field of this.valid) field.touch();
    this.summary = new IssueSummary();
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "page-heading" },
      part(
        "The week",
        this.example.element,
        this.drawing.element,
        this.drawing.said,
        this.bar.element,
        this.drawing.keys,
        this.weekly.element,
      ),
      part(
        "Special days",
        element(
          "p",
          { class: "part-lead" },
          "On these days the hours of the week do not count; what is open is said here.",
        ),
        this.special.element,
      ),
      part("Dates", this.dated.element, fields(...this.valid)),
      element("div", { class: "hours-foot" }, this.summary.element),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.#listen();
    // While the core is on its way, so that nothing moves when it comes.
    this.#take(EXAMPLES[0].schedule);
  }

  start() {
    this.body.disabled = false;
  }

  /** The schedule as it stands. What was left empty is left out. */
  get schedule() {
    const lists = { weekly: this.weekly.values, dated: this.dated.values, special: this.special.values };
    const valid = this.valid.filter(({ control }) => given(control));
    return {
      ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
      ...(valid.length > 0 && {
        valid: Object.fromEntries(valid.map(({ name, value }) => [name.replace("valid-", ""), value])),
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
    this.element.addEventListener("submit", (event) => event.preventDefault());
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

function part(title, ...children) {
  const id = `part-${title.toLowerCase().replaceAll(" ", "-")}`;
  return element(
    "section",
    { class: "section", "aria-labelledby": id },
    element("h2", { id }, title),
    ...children,
  );
}
