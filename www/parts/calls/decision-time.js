import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { Segments } from "../fields/segments.js";

/** When the sample service decides: by this device's clock, or at a time that is chosen. */
export class DecisionTime {
  #parse;

  constructor() {
    this.clock = new Segments({
      name: "clock",
      legend: "Time of the decision",
      value: "clock",
      options: [
        { value: "clock", label: "Clock", detail: "This device’s time" },
        { value: "fixed", label: "Fixed", detail: "A time of your choice" },
      ],
    });
    this.text = new Field({
      name: "now",
      label: "Fixed time",
      hint: "Such as 2026-03-01T08:00:00Z.",
      control: textControl({ class: "mono" }),
    });
    this.text.touch();
    this.text.control.value = `${new Date().toISOString().slice(0, 19)}Z`;
    this.text.element.hidden = true;
    this.element = element("div", { class: "decision-time" }, this.clock.element, this.text.element);
  }

  /** `parse`: the core's parseTimestamp. */
  start(parse) {
    this.#parse = parse;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return { clock: this.clock.draft, text: this.text.draft };
  }

  set draft({ clock, text }) {
    this.clock.draft = clock;
    this.text.draft = text;
  }

  /** The text of the fixed time; `undefined` when the clock runs. */
  get fixed() {
    return this.clock.value === "fixed" ? this.text.value : undefined;
  }

  /** In epoch milliseconds; `undefined` when the fixed time is none. */
  now() {
    const { fixed } = this;
    this.text.element.hidden = fixed === undefined;
    if (fixed === undefined) return Date.now();
    const parsed = this.#parse(fixed);
    this.text.show(parsed.ok ? [] : parsed.issues);
    return parsed.ok ? parsed.value.epochMillis : undefined;
  }
}
