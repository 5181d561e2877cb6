import { element } from "../shell/element.js";
import { rowSelect } from "../fields/row-list.js";
import { DAY, DAYS, readTime, timeText } from "./words.js";

/** The chosen block of the week in figures, to the minute. */
export class BlockBar {
  #block;

  /** Called with the block and where it is to be. */
  onPlace = () => {};
  onRemove = () => {};
  onUndo = () => {};

  constructor() {
    this.day = rowSelect("Day of the chosen hours", DAYS.map(({ label }, at) => [at, label]), 0);
    this.from = timeControl("Chosen hours from");
    this.until = timeControl("Chosen hours until");
    this.remove = element("button", { type: "button", class: "button button-small" }, "Delete");
    this.undo = element(
      "button",
      { type: "button", class: "button button-small", disabled: true },
      "Undo",
    );
    this.body = element(
      "fieldset",
      { class: "block-bar-body", disabled: true },
      element("legend", { class: "visually-hidden" }, "Chosen hours"),
      this.day,
      element("span", { class: "block-bar-times" }, this.from, element("span", {}, "to"), this.until),
      this.remove,
    );
    this.element = element("div", { class: "block-bar" }, this.body, this.undo);
    for (const control of [this.day, this.from, this.until])
      control.addEventListener("input", () => this.#place());
    this.remove.addEventListener("click", () => this.onRemove(this.#block));
    this.undo.addEventListener("click", () => this.onUndo());
  }

  show(block) {
    this.#block = block;
    this.body.disabled = block === undefined;
    set(this.day, block ? String(block.day) : "0");
    set(this.from, timeText(block?.from));
    set(this.until, timeText(block?.until));
  }

  #place() {
    const from = readTime(this.from.value);
    const until = readTime(this.until.value);
    if (from === undefined || until === undefined) return;
    this.onPlace(this.#block, { day: Number(this.day.value), from, until: endOf(until) });
  }
}

/** A control for a time of the day, by the clock that the person's device shows. */
export function timeControl(label, value) {
  const control = element("input", {
    type: "time",
    class: "input",
    autocomplete: "off",
    "aria-label": label,
  });
  control.value = timeText(value);
  return control;
}

/** An end of 00:00 is the end of the day. */
export function endOf(until) {
  return until === 0 ? DAY : until;
}

/** Setting the same again would take the cursor back to the hours. */
function set(control, value) {
  if (control.value !== value) control.value = value;
}
