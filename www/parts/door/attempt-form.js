import { element } from "../shell/element.js";
import { deviceZone } from "../fields/offset.js";
import { TableRequest } from "../fields/table-request.js";
import { CredentialField } from "./credential-field.js";
import { DOOR, doorOf, valuesOf } from "./door-table.js";
import { shownHint, ShownList } from "./shown-list.js";
import { SITUATIONS } from "./situations.js";

const shown = (name, id, legend, noun, path) => ({ name, make: () => new ShownList({ name, id, legend, noun, path }), kept: false });

const SECTIONS = [
  {
    title: "Attempt",
    rows: [
      {
        name: "situation",
        kind: "list",
        kept: false,
        label: "Begin with",
        hint: "A situation to look at; change what you like.",
        options: [...SITUATIONS.map(({ label }, at) => [at, label]), ["", "Own situation"]],
      },
      shown("shown", "shown", "A person shows", "thing shown", ["attempt", "shown"]),
      shown("with", "shown-with", "Another person shows", "thing shown by another", ["attempt", "with", 0]),
      { element: shownHint() },
      {
        name: "direction",
        kind: "choice",
        label: "The reader leads",
        usual: "in",
        options: [
          { value: "in", label: "In", detail: "From the street" },
          { value: "out", label: "Out", detail: "From the house" },
          { value: "unknown", label: "Not known", detail: "One reader for both" },
        ],
      },
      {
        name: "clockIs",
        kind: "choice",
        label: "The door’s clock",
        usual: "fixed",
        options: [
          { value: "now", label: "Now", detail: "This device’s time" },
          { value: "fixed", label: "Fixed", detail: "A time of your choice" },
          { value: "unknown", label: "Not known", detail: "It has lost the time" },
        ],
      },
      {
        name: "time",
        kind: "moment",
        path: ["clock"],
        label: "Time at the door",
        hint: "With the door’s own offset.",
        only: ({ clockIs }) => clockIs === "fixed",
      },
    ],
  },
  { title: "Door", rows: DOOR },
  { title: "Who may come in", rows: [{ name: "credentials", make: () => new CredentialField(), kept: false }] },
];

/** One attempt: what is shown, at which door, when, and who may come in. */
export class AttemptForm extends TableRequest {
  #core;

  constructor() {
    super({ heading: "page-heading", sections: SECTIONS });
    this.touch();
    this.element.addEventListener("submit", (event) => event.preventDefault());
    const { control } = this.part("situation");
    this.element.addEventListener("input", ({ target }) => {
      if (target !== control) control.value = "";
      else if (control.value !== "") this.#take(SITUATIONS[Number(control.value)]);
    });
    // While the core is on its way, so that nothing moves when it comes.
    this.part("shown").replace(SITUATIONS[0].shown);
  }

  /** There is nothing to send: at its foot it says the answer, where that stands below. */
  foot() {
    this.verdict = element("span", {});
    return element("a", { class: "to-answer", href: "#answer-heading" }, this.verdict, element("span", {}, "See why"));
  }

  start(core) {
    this.#core = core;
    super.start(core);
    this.#take(SITUATIONS[0]);
  }

  get attempt() {
    const { shown, with: others, direction } = this.values;
    return {
      shown,
      ...(direction !== "unknown" && { direction }),
      ...(others.length > 0 && { with: [others] }),
    };
  }

  /** The clock as the core takes it: `null` where it is not known. */
  get now() {
    const { clockIs, time } = this.values;
    return { now: { at: Date.now(), timeZone: deviceZone }, fixed: time, unknown: null }[clockIs];
  }

  get door() {
    const { now } = this;
    return doorOf(this.values, typeof now === "string" ? now : (now?.at ?? null), this.#core);
  }

  /** The list of who may come in; `undefined` for a text that is none. */
  get credentials() {
    return this.part("credentials").json;
  }

  /** Says the answer in short. */
  say(verdict) {
    this.verdict.textContent = verdict;
  }

  #take({ shown, with: others, direction, clock, time, door }) {
    this.part("shown").replace(shown);
    this.part("with").replace(others);
    this.part("time").take(time);
    const values = { direction, clockIs: clock, ...valuesOf(door) };
    for (const [name, value] of Object.entries(values)) this.part(name).draft = value;
  }
}
