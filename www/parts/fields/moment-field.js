import { element } from "../shell/element.js";
import { temporal } from "../shell/temporal.js";
import { IssueNote } from "./issue-note.js";
import { placed } from "./local-time.js";
import { deviceZone, OFFSETS } from "./offset.js";

const Temporal = await temporal();

/** This device's zone; of a time that comes twice there, the later one. */
const DEVICE = "device";
const LATER = "device-later";

/**
 * A date and time with an offset: picked, or typed as text. The request holds the text either way.
 *
 * A time that this device's clock jumps over has no offset: it goes into the request without one,
 * which is refused, and the next time there is stands ready beside it. Of one that comes twice the
 * earlier is taken, which is said, and the list of offsets has the later one too.
 */
export class MomentField {
  #parse;

  constructor({ name, id = name, label, hint }) {
    this.name = name;
    this.label = label;
    this.note = new IssueNote(id, hint);
    this.picker = element("input", {
      type: "datetime-local",
      id: `${id}-picker`,
      class: "input",
      autocomplete: "off",
      max: "9999-12-31T23:59",
    });
    this.offset = element(
      "select",
      {
        id: `${id}-offset`,
        class: "input",
        autocomplete: "off",
        "aria-label": `${label}: offset from UTC`,
      },
      ...OFFSETS.map(offsetOption),
    );
    this.device = element("option", { value: DEVICE }, DEVICE_NAME);
    this.later = element("option", { value: LATER });
    this.offset.prepend(this.device);
    this.offset.value = DEVICE;
    this.next = element("button", { type: "button", class: "button button-small moment-next", hidden: true });
    this.text = element("input", {
      type: "text",
      id: `${id}-text`,
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
      { class: "field moment", "data-field": id },
      element("div", { class: "field-head" }, this.labelElement, this.next),
      element("div", { class: "field-row" }, this.picker, this.offset, this.text, this.mode),
      this.note.element,
    );
    this.note.touchOnLeave(this.element);
    this.mode.addEventListener("click", () => this.#turn(!this.typed));
    this.next.addEventListener("click", () => {
      this.picker.value = this.#placed.gap.local;
      this.picker.focus();
      this.#changed();
    });
    for (const control of [this.picker, this.offset]) control.addEventListener("input", () => this.#fit());
  }

  /** `parse`: the core's parseTimestamp. */
  start(parse) {
    this.#parse = parse;
  }

  get typed() {
    return this.mode.getAttribute("aria-pressed") === "true";
  }

  /** The text of the moment, or what stands in its place; empty when nothing is given. */
  get value() {
    return this.typed ? this.text.value : this.#picked();
  }

  /** Whether anything is given. A date picked in part counts, so that it is not dropped in silence. */
  get given() {
    return this.value !== "" || (!this.typed && this.picker.validity.badInput);
  }

  /** Takes on a moment as text. */
  take(text) {
    this.text.value = text;
    if (!this.typed) this.#pick(text);
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return { typed: this.typed, text: this.text.value, picked: this.picker.value, offset: this.offset.value };
  }

  set draft({ typed, text, picked, offset }) {
    if (typed !== this.typed) this.#turn(typed);
    this.text.value = text;
    this.picker.value = picked;
    this.#fit();
    this.#choose(offset);
  }

  touch() {
    this.note.touched = true;
  }

  show([issue]) {
    const { gap, twice } = this.#placed;
    this.next.hidden = gap === undefined;
    if (gap) {
      this.touch();
      this.next.textContent = `Take ${gap.local.slice(11)}`;
      return this.note.show({ message: JUMPED }, [this.picker]);
    }
    const picked = this.typed ? "" : this.#picked();
    const sent = this.sent(picked);
    this.note.hint.textContent = twice ? `${TWICE[this.offset.value]} ${sent}` : sent;
    return this.note.show(issue, [this.typed ? this.text : this.picker]);
  }

  /** How the picked text goes into the request, in words. */
  sent(picked) {
    return picked ? `Sent as ${picked}` : this.hintText;
  }

  /** What the picked time is by this device's clock; nothing of it where another offset is chosen. */
  get #placed() {
    const byDevice = !this.typed && [DEVICE, LATER].includes(this.offset.value);
    return byDevice && this.picker.value !== "" ? placed(Temporal, this.picker.value, deviceZone) : {};
  }

  #picked() {
    const local = this.picker.value;
    if (local === "") return "";
    const seconds = /T\d\d:\d\d$/.test(local) ? ":00" : "";
    return local + seconds + this.#offsetOf(local);
  }

  #offsetOf(local) {
    const chosen = this.offset.value;
    if (chosen !== DEVICE && chosen !== LATER) return chosen;
    const { gap, twice } = this.#placed;
    if (gap) return "";
    if (twice) return twice[chosen === LATER ? 1 : 0].offset;
    return Temporal.PlainDateTime.from(local).toZonedDateTime(deviceZone).offset;
  }

  /** Has the list of offsets ask which one, where the picked time comes twice. */
  #fit() {
    const { twice } = this.#placed;
    this.device.textContent = twice ? `Earlier (UTC${twice[0].offset})` : DEVICE_NAME;
    if (twice) {
      this.later.textContent = `Later (UTC${twice[1].offset})`;
      this.device.after(this.later);
    } else {
      if (this.offset.value === LATER) this.offset.value = DEVICE;
      this.later.remove();
    }
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
    this.#changed();
  }

  #changed() {
    this.#fit();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #pick(text) {
    const parsed = this.#parse(text);
    const [, local, offset] = parsed.ok
      ? /^(.{19}(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:\d\d)$/.exec(parsed.value.iso)
      : ["", "", DEVICE];
    this.picker.value = local;
    this.#choose(offset);
    this.#fit();
  }

  #choose(offset) {
    if (![...this.offset.options].some((option) => option.value === offset))
      this.offset.append(offsetOption(offset));
    this.offset.value = offset;
  }
}

/** The place alone, which has room on a phone: the whole name of its zone has not. */
const DEVICE_NAME = `This device (${deviceZone.split("/").at(-1).replaceAll("_", " ")})`;

const JUMPED = "the clock is put forward over this time that night: it does not come";

const TWICE = {
  [DEVICE]: "It comes twice that night: the earlier is taken.",
  [LATER]: "It comes twice that night: the later is taken.",
};

function offsetOption(offset) {
  return element("option", { value: offset }, offset === "Z" ? "UTC (Z)" : `UTC${offset}`);
}
