import { element } from "./element.js";
import { Field, textControl } from "./field.js";
import { Switch } from "./switch.js";

/** What a request says for "generate a code". */
const WILDCARD = "*";

/** The code of a key: typed, drawn here, or left to the system. The text is the one truth. */
export class CodeField extends Field {
  #typed = "";

  constructor({ name, id, label, hint }) {
    const generate = element("button", { type: "button", class: "button" }, "Generate");
    const wildcard = new Switch({ id: `${id}-wildcard`, label: "Let the system generate it" });
    super({
      name,
      id,
      label,
      hint,
      control: textControl({ inputmode: "numeric", maxlength: "32", class: "numeric" }),
      beside: [generate, wildcard.element],
    });
    this.generate = generate;
    this.wildcard = wildcard;

    this.control.addEventListener("input", () => {
      wildcard.on = this.control.value === WILDCARD;
    });
    wildcard.control.addEventListener("input", () => {
      if (wildcard.on) this.#typed = this.control.value;
      this.control.value = wildcard.on ? WILDCARD : this.#typed;
    });
  }

  /** `draw` gives a code and may throw the core's error. */
  start(draw) {
    this.generate.addEventListener("click", () => {
      this.control.value = draw();
      this.wildcard.on = false;
      this.control.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
