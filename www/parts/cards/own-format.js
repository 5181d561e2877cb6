import { element } from "../shell/element.js";
import { Field } from "../fields/field.js";
import { jsonText } from "../calls/json.js";

/** A list of numbers, which people read in one line. */
const NUMBERS = /\[[\d,\s]+\]/g;

/** A format that a site made up itself, as JSON; it is known on this page as long as it is right. */
export class OwnFormat {
  #core;
  #judged = { text: "", issues: [] };

  /** `example` gives the format to start from. */
  constructor({ example }) {
    this.json = new Field({
      name: "ownFormat",
      label: "Format as JSON",
      optional: true,
      hint: "It is listed above and read on this page as long as it stands here.",
      control: element("textarea", {
        rows: 10,
        class: "mono text-list",
        autocomplete: "off",
        spellcheck: "false",
      }),
    });
    this.json.touch();
    const start = element(
      "button",
      { type: "button", class: "button button-small" },
      "Start from the chosen one",
    );
    start.addEventListener("click", () => {
      const { source, ...format } = example();
      this.json.control.value = jsonText({ ...format, name: `Own ${format.name}` }).replace(NUMBERS, (list) =>
        list.replaceAll(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"),
      );
      this.json.control.dispatchEvent(new Event("input", { bubbles: true }));
      this.json.control.focus();
    });
    this.body = element(
      "fieldset",
      { class: "form-body own-format", disabled: true, "aria-labelledby": "own-format-heading" },
      this.json.element,
      element("div", {}, start),
    );
    this.element = element(
      "details",
      { class: "card" },
      element(
        "summary",
        { class: "card-head" },
        element("h2", { id: "own-format-heading" }, "A format of your own"),
        element("p", {}, "Its bits from 0, the one sent first, on; each field’s most significant bit first."),
      ),
      this.body,
    );
  }

  start(core) {
    this.#core = core;
    this.body.disabled = false;
  }

  /** Judges what stands here. */
  fit() {
    const text = this.json.value.trim();
    if (text !== this.#judged.text) this.#judged = { text, ...this.#judge(text) };
    const [first, ...others] = this.#judged.issues;
    this.json.show(first ? [{ message: sayIssue(first, others.length) }] : []);
  }

  /** The format, where it is one. */
  get format() {
    return this.#judged.format;
  }

  /** The core, knowing this format as well. */
  get core() {
    const core = this.#core;
    const { format } = this;
    if (!format) return core;
    return {
      ...core,
      cardFormats: () => [...core.cardFormats(), format],
      decodeCard: (word, options) => core.decodeCard(word, { ...options, formats: [format] }),
      encodeCard: (name, fields) => core.encodeCard(name === format.name ? format : name, fields),
    };
  }

  #judge(text) {
    if (text === "") return { issues: [] };
    let given;
    try {
      given = JSON.parse(text);
    } catch {
      return {
        issues: [{ code: "card_format_not_json", path: [], message: "expected JSON, found something else" }],
      };
    }
    const checked = this.#core.checkCardFormat(given);
    if (!checked.ok) return { issues: checked.issues };
    const { name } = checked.value;
    if (!this.#core.cardFormats().some((known) => known.name === name))
      return { format: checked.value, issues: [] };
    return {
      issues: [
        {
          code: "card_format_known",
          path: ["name"],
          message: "expected a name that no known format has, found one",
        },
      ],
    };
  }
}

function sayIssue({ path, message }, others) {
  const at = path.length > 0 ? `, at ${path.join(".")}` : "";
  return `${message}${at}${others > 0 ? `; and ${others} more` : ""}`;
}
