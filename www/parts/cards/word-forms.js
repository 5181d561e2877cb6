import { CopyButton } from "../shell/copy-button.js";
import { element } from "../shell/element.js";

const FORMS = [
  { name: "bits", label: "Bits" },
  { name: "hex", label: "Hexadecimal" },
  { name: "prox", label: "HID Prox" },
  { name: "pacs", label: "iCLASS SE, Seos" },
  { name: "sentinel", label: "iCLASS" },
  { name: "key", label: "Key of a keypad" },
];

/** A word in every way to write it, each to be copied. */
export class WordForms {
  #word = {};

  /** `id` is unique on the page. */
  constructor(id) {
    this.forms = FORMS.map(({ name, label }) => {
      const text = element("code", { class: "word-form" });
      const copy = new CopyButton(() => this.#word[name]);
      copy.element.setAttribute("aria-label", `Copy: ${label}`);
      return {
        name,
        text,
        copy: copy.element,
        row: element("div", {}, element("dt", {}, label), element("dd", {}, text, copy.element, copy.said)),
      };
    });
    this.length = element("p", { class: "card-hint" });
    this.element = element(
      "section",
      { class: "word-forms", "aria-labelledby": `${id}-forms-heading` },
      element("h3", { id: `${id}-forms-heading` }, "The word in every way to write it"),
      element("dl", {}, ...this.forms.map(({ row }) => row)),
      this.length,
    );
  }

  /** Without a word the last one stays, and cannot be copied. */
  show(word) {
    for (const { copy } of this.forms) copy.disabled = word === undefined;
    if (word === undefined) return;
    this.#word = word;
    for (const { name, text, row } of this.forms) {
      text.textContent = word[name] ?? "";
      // HID Prox cards have no room for the longest words, and few words are of a key.
      row.hidden = word[name] === undefined;
    }
    this.length.textContent = `${word.length} bits: the length belongs to the word, and hexadecimal digits do not tell it.`;
  }
}
