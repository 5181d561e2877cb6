import { FIELDS } from "./card-words.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { sayFormat } from "./readings.js";

/** The format that the form starts with: the commonest. */
const FIRST = "H10301";

/** Takes a format and the numbers of its fields. */
export class EncodeForm {
  #formats = [];

  constructor() {
    this.format = new Field({
      name: "format",
      label: "Format",
      hint: " ",
      control: element("select", { autocomplete: "off" }),
    });
    this.fields = Object.entries(FIELDS).map(
      ([name, label]) =>
        new Field({
          name,
          label,
          control: textControl({ inputmode: "numeric", class: "numeric", maxlength: "24" }),
        }),
    );
    for (const field of this.fields) field.touch();
    this.body = element(
      "fieldset",
      { class: "form-body section", disabled: true, "aria-labelledby": "cards-encode-tab" },
      this.format.element,
      element("div", { class: "fields encode-fields" }, ...this.fields.map(({ element }) => element)),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  start(core) {
    this.know(core);
    this.format.control.value = FIRST;
    this.body.disabled = false;
  }

  /** Offers the formats that the core knows, by length. */
  know(core) {
    const chosen = this.format.value;
    this.#formats = core.cardFormats();
    const byLength = Map.groupBy(this.#formats, ({ bits }) => bits);
    const lengths = [...byLength.keys()].sort((a, b) => a - b);
    this.format.control.replaceChildren(
      ...lengths.map((bits) =>
        element(
          "optgroup",
          { label: `${bits} bits` },
          ...byLength.get(bits).map((format) => element("option", { value: format.name }, sayFormat(format))),
        ),
      ),
    );
    this.format.control.value = this.#formats.some(({ name }) => name === chosen) ? chosen : FIRST;
  }

  get question() {
    return [this.format.value, ...this.#asked.map(({ value }) => value)];
  }

  /** Shows the fields that the format has, with the largest number of each. */
  fit() {
    const format = this.chosen;
    const parity = format.parity?.length || "none";
    const hint = [`${format.bits} bits, ${parity} for parity`, ...(format.note ? [format.note] : [])].join(
      "; ",
    );
    this.format.relabel({ label: this.format.label, hint: `${hint}.` });
    for (const field of this.fields) {
      const place = format.fields[field.name];
      field.element.hidden = !place;
      if (!place) continue;
      const { max, absent = "0", fixed } = place;
      const hint = fixed === undefined ? `0 to ${max}; empty: ${absent}.` : `Always ${fixed}.`;
      field.relabel({ label: field.label, hint, optional: true });
    }
  }

  /** The word of the fields, if they have one, and its format. */
  encode(core) {
    // An empty field is what its hint says; the core takes a card of which nothing is told for none.
    const fields = this.#asked.map(({ name, value }) => {
      const { absent = "0", fixed = absent } = this.chosen.fields[name];
      return [name, value.trim() || fixed];
    });
    const encoded = core.encodeCard(this.format.value, Object.fromEntries(fields));
    const issues = encoded.ok ? [] : encoded.issues;
    for (const field of this.fields) field.show(issues.filter(({ path }) => path[0] === field.name));
    return { format: this.chosen, word: encoded.ok ? encoded.value : undefined, issues };
  }

  /** The format that is chosen. */
  get chosen() {
    return this.#formats.find(({ name }) => name === this.format.value);
  }

  get #asked() {
    return this.fields.filter(({ name }) => this.chosen.fields[name]);
  }
}
