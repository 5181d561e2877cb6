import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { section } from "../fields/form-section.js";
import { MomentField } from "../fields/moment-field.js";
import { deviceZone } from "../fields/offset.js";
import { Segments } from "../fields/segments.js";
import { CredentialField } from "./credential-field.js";
import { DoorForm } from "./door-form.js";
import { shownHint, ShownList } from "./shown-list.js";
import { ORDINARY_DOOR, SITUATIONS } from "./situations.js";

/** One attempt: what is shown, at which door, when, and who may come in. */
export class AttemptForm {
  constructor() {
    this.situation = new Field({
      name: "situation",
      label: "Begin with",
      hint: "A situation to look at; change what you like.",
      control: element(
        "select",
        { autocomplete: "off" },
        ...SITUATIONS.map(({ label }, at) => element("option", { value: at }, label)),
        element("option", { value: "" }, "Own situation"),
      ),
    });
    this.shown = new ShownList({ id: "shown", legend: "A person shows", noun: "thing shown" });
    this.with = new ShownList({
      id: "shown-with",
      legend: "Another person shows",
      noun: "thing shown by another",
    });
    this.direction = new Segments({
      name: "direction",
      legend: "The reader leads",
      value: "in",
      options: [
        { value: "in", label: "In", detail: "From the street" },
        { value: "out", label: "Out", detail: "From the house" },
        { value: "unknown", label: "Not known", detail: "One reader for both" },
      ],
    });
    this.clock = new Segments({
      name: "clock",
      legend: "The door’s clock",
      value: "fixed",
      options: [
        { value: "now", label: "Now", detail: "This device’s time" },
        { value: "fixed", label: "Fixed", detail: "A time of your choice" },
        { value: "unknown", label: "Not known", detail: "It has lost the time" },
      ],
    });
    this.time = new MomentField({
      name: "time",
      label: "Time at the door",
      hint: "With the door’s own offset.",
    });
    this.time.touch();
    this.door = new DoorForm();
    this.credentials = new CredentialField();
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "page-heading" },
      section(
        "Attempt",
        this.situation.element,
        this.shown.element,
        this.with.element,
        shownHint(),
        this.direction.element,
        this.clock.element,
        this.time.element,
      ),
      section("Door", this.door.element),
      section("Who may come in", this.credentials.whole),
    );
    // Where the answer stands below, not beside.
    this.verdict = element("span", {});
    this.element = element(
      "form",
      { class: "card form", novalidate: true, autocomplete: "off" },
      this.body,
      element("a", { class: "to-answer", href: "#answer-heading" }, this.verdict, element("span", {}, "See why")),
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("input", ({ target }) => {
      if (target !== this.situation.control) this.situation.control.value = "";
    });
    // While the core is on its way, so that nothing moves when it comes.
    this.shown.replace(SITUATIONS[0].shown);
    this.situation.control.addEventListener("input", () => {
      if (this.situation.value !== "") this.#take(SITUATIONS[Number(this.situation.value)]);
    });
  }

  start(core) {
    this.time.start(core.parseTimestamp);
    this.door.start(core);
    this.#take(SITUATIONS[0]);
    this.body.disabled = false;
  }

  /** What is kept while the page is away: not what is shown, and not who may come in. */
  get kept() {
    const { direction, clock, time, door } = this;
    return { direction, clock, time, door };
  }

  get attempt() {
    const others = this.with.values;
    const direction = this.direction.value;
    return {
      shown: this.shown.values,
      ...(direction !== "unknown" && { direction }),
      ...(others.length > 0 && { with: [others] }),
    };
  }

  /** The clock as the core takes it: `null` where it is not known. */
  get now() {
    return {
      now: { at: Date.now(), timeZone: deviceZone },
      fixed: this.time.value,
      unknown: null,
    }[this.clock.value];
  }

  /** The same as an instant. */
  get instant() {
    const { now } = this;
    return typeof now === "string" ? now : (now?.at ?? null);
  }

  fit() {
    this.time.element.hidden = this.clock.value !== "fixed";
  }

  /** Says the answer in short. */
  say(verdict) {
    this.verdict.textContent = verdict;
  }

  /** Shows what the core has against the question, each issue where it is. */
  show(issues) {
    const of = (name) => issues.filter(({ path }) => path[0] === name);
    this.shown.show(issues, ["attempt", "shown"]);
    this.with.show(issues, ["attempt", "with", 0]);
    this.door.show();
    this.credentials.show(of("credentials"));
    this.time.show(of("clock"));
  }

  #take({ shown, with: others, direction, clock, time, door }) {
    this.shown.replace(shown);
    this.with.replace(others);
    this.direction.value = direction;
    this.clock.value = clock;
    this.time.take(time);
    this.door.take({ ...ORDINARY_DOOR, ...door });
  }
}
