import { cardPair } from "../../sample.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { whichNumber } from "./which-number.js";

/** Takes two or three numbers of what may be one card. */
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
    this.third = new Field({
      name: "third",
      label: "Third reading",
      optional: true,
      hint: "Where a card has three numbers on it.",
      control: textControl({ class: "mono", maxlength: "160", autocapitalize: "off" }),
    });
    const sample = element("button", { type: "button", class: "button button-small" }, "Try a sample pair");
    sample.addEventListener("click", () => {
      [this.first.control.value, this.second.control.value] = cardPair;
      this.third.control.value = "";
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.body = element(
      "fieldset",
      { class: "form-body section", disabled: true, "aria-labelledby": "cards-match-tab" },
      this.first.element,
      this.second.element,
      this.third.element,
      element("div", {}, sample),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  start() {
    this.body.disabled = false;
  }

  get question() {
    return [this.first, this.second, this.third].map(({ value }) => value.trim());
  }

  /** What the core says of each two, and which number to type where; or why it says nothing of them. */
  match(core) {
    const [first, second, third] = this.question;
    if (!first || !second) return { why: "Type two readings to see whether they can be of one card." };
    const texts = [first, second, ...(third ? [third] : [])];
    const unknown = texts.findIndex((text) => core.identifyCard(text).length === 0);
    if (unknown >= 0) return { why: `The ${NTH[unknown]} reading is no number of a card that is known.` };
    const pairs = PAIRS.filter(([, b]) => b < texts.length);
    const matches = pairs.map(([a, b]) => ({ a, b, ...core.matchCards(texts[a], texts[b]) }));
    // All are of one card only where each two are; a card is the same where none leaves it open.
    const verdict = ["different", "possible", "same"].find((word) => matches.some(({ verdict }) => verdict === word));
    const most = matches.length === 1 ? undefined : 1;
    const ways = matches.flatMap(({ a, b, ways }) => ways.slice(0, most).map((way) => ({ ...way, names: [a, b] })));
    return { verdict, ways, ...(verdict !== "different" && { which: whichNumber(core, texts) }) };
  }
}

const NTH = ["first", "second", "third"];

const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
];
