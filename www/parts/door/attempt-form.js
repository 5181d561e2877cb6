import { html } from "lit-html";

import { deviceZone } from "../fields/offset.js";
import { ToolForm } from "../fields/tool-form.js";
import { CredentialField } from "./credential-field.js";
import { DOOR, doorOf, valuesOf } from "./door-table.js";
import { shownHint, ShownList } from "./shown-list.js";
import { SITUATIONS } from "./situations.js";

const shown = (id, list) => ({ id, name: list.path.join("."), make: () => new ShownList(list), kept: false });

const ROWS = [
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
      shown("shown", { id: "shown", legend: "A person shows", noun: "thing shown", path: ["attempt", "shown"] }),
      shown("with", { id: "shown-with", legend: "Another person shows", noun: "thing shown by another", path: ["attempt", "with", 0] }),
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
        id: "time",
        name: "clock",
        kind: "moment",
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
export class AttemptForm extends ToolForm {
  #core;

  constructor() {
    super({ heading: "page-heading", rows: ROWS });
    this.touch();
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
    return html`<a class="to-answer" href="#answer-heading"><span>${this.verdict}</span><span>See why</span></a>`;
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
    this.verdict = verdict;
    this.draw();
  }

  #take({ shown, with: others, direction, clock, time, door }) {
    this.part("shown").replace(shown);
    this.part("with").replace(others);
    this.part("time").take(time);
    const values = { direction, clockIs: clock, ...valuesOf(door) };
    for (const [name, value] of Object.entries(values)) this.part(name).draft = value;
  }
}
