import { cardPair } from "../../sample.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";

/** Takes two readings of what may be one card. */
export class MatchForm {
  constructor() {
    this.first = new Field({
      name: "first",
      label: "First reading",
      hint: "Such as the number printed on the fob.",
      control: textControl({ class: "mono", maxlength: "160", autocapitalize: "off" }),
    });
    this.second = new Field({
      name: "second",
      label: "Second reading",
      hint: "Such as what a reader shows.",
      control: textControl({ class: "mono", maxlength: "160", autocapitalize: "off" }),
    });
    const sample = element("button", { type: "button", class: "button button-small" }, "Try a sample pair");
    sample.addEventListener("click", () => {
      [this.first.control.value, this.second.control.value] = cardPair;
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.body = element(
      "fieldset",
      { class: "form-body section", disabled: true, "aria-labelledby": "cards-match-tab" },
      this.first.element,
      this.second.element,
      element("div", {}, sample),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  start() {
    this.body.disabled = false;
  }

  get question() {
    return [this.first.value.trim(), this.second.value.trim()];
  }

  /** What the core says of the two, or why it says nothing of them. */
  match(core) {
    const [first, second] = this.question;
    if (!first || !second) return { why: "Type two readings to see whether they can be of one card." };
    for (const [name, text] of [
      ["first", first],
      ["second", second],
    ]) {
      if (core.identifyCard(text).length === 0)
        return { why: `The ${name} reading is no number of a card that is known.` };
    }
    return core.matchCards(first, second);
  }
}
