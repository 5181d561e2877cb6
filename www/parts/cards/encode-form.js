import { element } from "../shell/element.js";
import { ToolForm } from "../fields/tool-form.js";
import { FIELDS } from "./card-words.js";
import { sayFormat } from "./readings.js";

/** The format that the form starts with: the commonest. */
const FIRST = "H10301";

/** `formatOf` knows a format by its name, once the core is there. */
const rows = (formatOf) => [
  {
    class: "section",
    rows: [
      {
        name: "format",
        kind: "list",
        label: "Format",
        options: [],
        as: ({ format }) => ({ label: "Format", hint: sayBits(formatOf(format)) }),
      },
      {
        class: "fields encode-fields",
        rows: Object.entries(FIELDS).map(([name, label]) => ({
          name,
          kind: "digits",
          label,
          control: { maxlength: "24" },
          only: ({ format }) => formatOf(format)?.fields[name] !== undefined || formatOf(format) === undefined,
          as: ({ format }) => ({ label, ...boundsOf(formatOf(format)?.fields[name]) }),
        })),
      },
    ],
  },
];

function sayBits(format) {
  if (format === undefined) return " ";
  const { bits, parity, note } = format;
  return `${[`${bits} bits, ${parity?.length || "none"} for parity`, ...(note ? [note] : [])].join("; ")}.`;
}

/** The largest number of a field, and what it is where nothing is typed. */
function boundsOf(place) {
  if (place === undefined) return { hint: "" };
  const { max, absent = "0", fixed } = place;
  return { hint: fixed === undefined ? `0 to ${max}; empty: ${absent}.` : `Always ${fixed}.`, optional: true };
}

/** Takes a format and the numbers of its fields. */
export class EncodeForm extends ToolForm {
  #formats;

  constructor() {
    const formats = new Map();
    super({ heading: "cards-encode-tab", rows: rows((name) => formats.get(name)) });
    this.#formats = formats;
    this.touch();
  }

  start(core) {
    this.know(core);
    this.part("format").control.value = FIRST;
    super.start(core);
  }

  /** Offers the formats that the core knows, by length. */
  know(core) {
    const { control, value: chosen } = this.part("format");
    const formats = core.cardFormats();
    this.#formats.clear();
    for (const format of formats) this.#formats.set(format.name, format);
    const byLength = Map.groupBy(formats, ({ bits }) => bits);
    const lengths = [...byLength.keys()].sort((a, b) => a - b);
    control.replaceChildren(
      ...lengths.map((bits) =>
        element(
          "optgroup",
          { label: `${bits} bits` },
          ...byLength.get(bits).map((format) => element("option", { value: format.name }, sayFormat(format))),
        ),
      ),
    );
    control.value = this.#formats.has(chosen) ? chosen : FIRST;
  }

  get question() {
    return this.asked.map(({ own }) => own.value);
  }

  /** The word of the fields, if they have one, and its format. */
  encode(core) {
    const { chosen } = this;
    // An empty field is what its hint says; the core takes a card of which nothing is told for none.
    const [, ...numbers] = this.asked;
    const fields = numbers.map(({ name, own }) => {
      const { absent = "0", fixed = absent } = chosen.fields[name];
      return [name, own.value.trim() || fixed];
    });
    const encoded = core.encodeCard(chosen.name, Object.fromEntries(fields));
    const issues = encoded.ok ? [] : encoded.issues;
    this.show(issues);
    return { format: chosen, word: encoded.ok ? encoded.value : undefined, issues };
  }

  /** The format that is chosen. */
  get chosen() {
    return this.#formats.get(this.values.format);
  }
}
