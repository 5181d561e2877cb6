import { cardNumbers } from "../../sample.js";
import { ToolForm } from "../fields/tool-form.js";
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

const WAY = "Read it as";

const ROWS = [
  {
    class: "section",
    rows: [
      [
        {
          name: "number",
          kind: "sample",
          label: "Number of the card",
          hint: ANYTHING,
          control: { maxlength: "160", autocapitalize: "off" },
          samples: cardNumbers,
          kept: false,
        },
        {
          name: "way",
          kind: "list",
          label: WAY,
          options: WAYS.map(({ value, label }) => [value, label]),
          as: ({ way }) => ({ label: WAY, hint: WAYS.find(({ value }) => value === way).hint }),
        },
        {
          name: "length",
          kind: "digits",
          label: "Length in bits",
          hint: "Asked for Wiegand bits in hex.",
          control: { maxlength: "4", value: "26" },
        },
      ],
    ],
  },
];

/** Takes a number, and says what it is known of it. */
export class ReadingForm extends ToolForm {
  constructor() {
    super({ heading: "cards-read-tab", rows: ROWS });
    this.touch();
    // A sample may be anything.
    this.part("number").pick.addEventListener("input", () => {
      this.part("way").control.value = "";
    });
  }

  /** Has a number read as if it had been typed. */
  take(text) {
    const { control } = this.part("number");
    control.value = text;
    this.part("way").control.value = "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  }

  get typed() {
    return this.values.number.trim();
  }

  /** What is asked: with the same, the readings are the same. */
  get question() {
    const { way, length } = this.values;
    return [this.typed, way, length];
  }

  fit() {
    super.fit();
    this.part("length").control.disabled = this.values.way !== "hex";
  }

  /** The readings of what is typed; `empty` says why there is none. */
  read(core) {
    const { typed } = this;
    const { way, length } = this.values;
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
      ...(way === "hex" && { length: readNumber(length) }),
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
    this.part("length").show(issues.filter(ofLength));
    this.part("number").show(issues.filter((issue) => !ofLength(issue)));
  }
}
