import { element } from "../shell/element.js";
import { Field } from "./field.js";

/** A text field that can be filled from samples. `samples`: { value, label }. */
export class PickField extends Field {
  constructor({ samples, ...field }) {
    const pick = element(
      "select",
      { class: "input pick", autocomplete: "off", "aria-label": `${field.label}: samples` },
      element("option", { value: "" }, "Pick a sample"),
      ...samples.map(({ value, label }) => element("option", { value }, label)),
    );
    super({ ...field, beside: [pick] });
    this.pick = pick;
    this.element.classList.add("wide");
    pick.addEventListener("input", () => {
      this.control.value = pick.value;
    });
    this.samples = samples;
    this.control.addEventListener("input", () => this.#fit());
  }

  set draft(text) {
    super.draft = text;
    this.#fit();
  }

  get draft() {
    return super.draft;
  }

  #fit() {
    this.pick.value = this.samples.some(({ value }) => value === this.value) ? this.value : "";
  }
}
