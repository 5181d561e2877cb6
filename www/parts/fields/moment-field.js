import { element } from "../shell/element.js";
import { IssueNote } from "./issue-note.js";
import { deviceOffset, deviceZone, OFFSETS } from "./offset.js";

const DEVICE = "device";

/**
 * A date and time with an offset: picked, or typed as RFC 3339 text. The request holds the text
 * either way.
 */
export class MomentField {
  #parse;

  constructor({ name, label, hint }) {
    this.name = name;
    this.label = label;
    this.note = new IssueNote(name, hint);
    this.picker = element("input", {
      type: "datetime-local",
      id: `${name}-picker`,
      class: "input",
      autocomplete: "off",
      max: "9999-12-31T23:59",
    });
    this.offset = element(
      "select",
      {
        id: `${name}-offset`,
        class: "input",
        autocomplete: "off",
        "aria-label": `${label}: offset from UTC`,
      },
      element("option", { value: DEVICE }, `This device (${deviceZone})`),
      ...OFFSETS.map(offsetOption),
    );
    this.text = element("input", {
      type: "text",
      id: `${name}-text`,
      class: "input mono",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "2026-03-01T08:00:00+01:00",
      hidden: true,
    });
    this.mode = element(
      "button",
      { type: "button", class: "button", "aria-pressed": "false", "aria-label": `As text: ${label}` },
      "As text",
    );
    this.hintText = hint;
    this.labelElement = element(
      "label",
      { for: this.picker.id },
      label,
      element("span", { class: "optional" }, " optional"),
    );

    for (const control of [this.picker, this.text]) this.note.describe(control);
    this.element = element(
      "div",
      { class: "field moment", "data-field": name },
      element("div", { class: "field-head" }, this.labelElement, this.note.tag),
      element("div", { class: "field-row" }, this.picker, this.offset, this.text, this.mode),
      this.note.element,
    );
    this.note.touchOnLeave(this.element);
    this.mode.addEventListener("click", () => this.#turn(!this.typed));
  }

  /** `parse`: the core's parseTimestamp. */
  start(parse) {
    this.#parse = parse;
  }

  get typed() {
    return this.mode.getAttribute("aria-pressed") === "true";
  }

  /** RFC 3339 text, or what stands in its place; empty when nothing is given. */
  get value() {
    return this.typed ? this.text.value : this.#picked();
  }

  /** Whether anything is given. A date picked in part counts, so that it is not dropped in silence. */
  get given() {
    return this.value !== "" || (!this.typed && this.picker.validity.badInput);
  }

  /** Takes on RFC 3339 text. */
  take(text) {
    this.text.value = text;
    if (!this.typed) this.#pick(text);
  }

  touch() {
    this.note.touched = true;
  }

  show([issue]) {
    const picked = this.typed ? "" : this.#picked();
    this.note.hint.textContent = picked ? `Sent as ${picked}` : this.hintText;
    return this.note.show(issue, [this.typed ? this.text : this.picker]);
  }

  #picked() {
    const local = this.picker.value;
    if (local === "") return "";
    const seconds = /T\d\d:\d\d$/.test(local) ? ":00" : "";
    const offset = this.offset.value === DEVICE ? deviceOffset(local) : this.offset.value;
    return local + seconds + offset;
  }

  /** Changes between picking and typing, and carries over what both can hold. */
  #turn(typed) {
    if (typed) {
      this.text.value = this.#picked() || this.text.value;
    } else {
      this.#pick(this.text.value);
    }
    this.mode.setAttribute("aria-pressed", String(typed));
    this.picker.hidden = typed;
    this.offset.hidden = typed;
    this.text.hidden = !typed;
    this.labelElement.htmlFor = typed ? this.text.id : this.picker.id;
    for (const control of [this.picker, this.text]) control.removeAttribute("aria-invalid");
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #pick(text) {
    const parsed = this.#parse(text);
    const [, local, offset] = parsed.ok
      ? /^(.{19}(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)$/.exec(parsed.value.iso)
      : ["", "", DEVICE];
    this.picker.value = local;
    if (![...this.offset.options].some((option) => option.value === offset))
      this.offset.append(offsetOption(offset));
    this.offset.value = offset;
  }
}

function offsetOption(offset) {
  return element("option", { value: offset }, offset === "Z" ? "UTC (Z)" : `UTC${offset}`);
}
