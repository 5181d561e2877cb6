import { cardNumbers } from "../../sample.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { fields } from "../fields/form-section.js";
import { PickField } from "../fields/pick-field.js";
import { bitsIn, readAnything, readWord } from "./readings.js";
import { readNumber } from "../shell/say-number.js";

const ANYTHING = "Printed on a card or a fob, shown by a reader, in hex or in bits.";
const WAYS = [
  { value: "", label: "Anything", hint: "Everything that it may be is listed." },
  { value: "bits", label: "Wiegand bits", hint: "0 and 1, the bit sent first first." },
  { value: "hex", label: "Wiegand bits in hex", hint: "With the length: leading zeros count." },
  { value: "prox", label: "HID Prox in hex", hint: "As such a card holds it, a bit that is 1 in front." },
  { value: "pacs", label: "iCLASS SE, Seos in hex", hint: "With the byte in front that counts what is filled up." },
  { value: "sentinel", label: "iCLASS in hex", hint: "Below a bit that is 1, as iCLASS cards hold it." },
];

/** Takes a number, and says what it is known of it. */
export class ReadingForm {
  constructor() {
    this.number = new PickField({
      name: "number",
      label: "Number of the card",
      hint: ANYTHING,
      control: textControl({ class: "mono", maxlength: "160", autocapitalize: "off" }),
      samples: cardNumbers,
    });
    this.number.touch();
    this.way = new Field({
      name: "way",
      label: "Read it as",
      hint: WAYS[0].hint,
      control: element(
        "select",
        { autocomplete: "off" },
        ...WAYS.map(({ value, label }) => element("option", { value }, label)),
      ),
    });
    this.length = new Field({
      name: "length",
      label: "Length in bits",
      hint: "Asked for Wiegand bits in hex.",
      control: textControl({
        class: "numeric",
        inputmode: "numeric",
        maxlength: "4",
        value: "26",
        disabled: true,
      }),
    });
    this.length.touch();
    this.body = element(
      "fieldset",
      { class: "form-body section", disabled: true, "aria-labelledby": "cards-read-tab" },
      fields(this.number, this.way, this.length),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    // A sample may be anything.
    this.number.pick.addEventListener("input", () => {
      this.way.control.value = "";
    });
  }

  start() {
    this.body.disabled = false;
  }

  /** Has a number read as if it had been typed. */
  take(text) {
    this.number.control.value = text;
    this.way.control.value = "";
    this.number.control.dispatchEvent(new Event("input", { bubbles: true }));
    this.number.control.focus();
  }

  get typed() {
    return this.number.value.trim();
  }

  /** What is asked: with the same, the readings are the same. */
  get question() {
    return [this.typed, this.way.value, this.length.value];
  }

  fit() {
    const { hint } = WAYS.find(({ value }) => value === this.way.value);
    this.way.relabel({ label: this.way.label, hint });
    this.length.control.disabled = this.way.value !== "hex";
  }

  /** The readings of what is typed; `empty` says why there is none. */
  read(core) {
    const { typed } = this;
    const way = this.way.value;
    if (typed === "") {
      this.#show([]);
      return { readings: [], empty: "Type or paste a number, or pick a sample." };
    }
    if (way === "") {
      this.#show([]);
      return {
        readings: readAnything(core, typed),
        empty: "It is no number of a card that is known. Say what to read it as, if you know.",
      };
    }
    const word = {
      [way]: way === "bits" ? bitsIn(typed) : typed,
      ...(way === "hex" && { length: readNumber(this.length.value) }),
    };
    const checked = core.checkCardWord(word);
    this.#show(checked.ok ? [] : checked.issues);
    if (!checked.ok) return { readings: [], empty: "What is typed is no such word." };
    return {
      readings: readWord(core, checked.value),
      empty: `No known format has ${checked.value.length} bits.`,
    };
  }

  #show(issues) {
    const ofLength = ({ path }) => path[0] === "length";
    this.length.show(issues.filter(ofLength));
    this.number.show(issues.filter((issue) => !ofLength(issue)));
  }
}
