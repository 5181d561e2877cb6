import { element } from "./element.js";
import { Field, textControl } from "./field.js";
import { IssueNote } from "./issue-note.js";
import { Segments } from "./segments.js";
import { Switch } from "./switch.js";

/** What the sample service knows when it decides. */
export class ServicePanel {
  #rows = [];
  #count = 0;
  #formats = [];
  #parse;

  constructor({ inUse }) {
    this.sample = inUse;
    this.userExists = new Switch({
      id: "userExists",
      label: "The user exists",
      detail: "The request’s userId belongs to a user.",
      on: true,
    });
    this.mobileKeysEnabled = new Switch({
      id: "mobileKeysEnabled",
      label: "Mobile keys are enabled",
      detail: "The owner allows keys on phones.",
      on: true,
    });
    this.mayManageAccesses = new Switch({
      id: "mayManageAccesses",
      label: "The caller may manage these doors",
      detail: "Every access of the request.",
      on: true,
    });
    this.list = element("ul", { class: "in-use" });
    this.add = element("button", { type: "button", class: "button button-small" }, "Add an identification");
    this.add.addEventListener("click", () => {
      this.#insert({ keyType: "code", keyIdentification: "" }).number.focus();
      this.#changed();
    });
    this.clock = new Segments({
      name: "clock",
      legend: "Time of the decision",
      value: "clock",
      options: [
        { value: "clock", label: "Clock", detail: "This device’s time" },
        { value: "fixed", label: "Fixed", detail: "A time of your choice" },
      ],
    });
    this.fixed = new Field({
      name: "now",
      label: "Fixed time",
      hint: "RFC 3339, such as 2026-03-01T08:00:00Z.",
      control: textControl({ class: "mono" }),
    });
    this.fixed.touch();
    this.fixed.control.value = `${new Date().toISOString().slice(0, 19)}Z`;
    this.fixed.element.hidden = true;

    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": "service-heading" },
      element(
        "div",
        { class: "switches" },
        this.userExists.element,
        this.mobileKeysEnabled.element,
        this.mayManageAccesses.element,
      ),
      element(
        "fieldset",
        { class: "group" },
        element("legend", {}, "Identifications in use"),
        this.list,
        this.add,
      ),
      this.clock.element,
      this.fixed.element,
    );
    this.element = element(
      "section",
      { class: "card service", "aria-labelledby": "service-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "service-heading" }, "Sample service"),
        element(
          "p",
          {},
          "What the service knows when the request arrives. Change it to see other replies; nothing leaves this page.",
        ),
      ),
      this.body,
    );
  }

  start(core) {
    this.#parse = core.parseTimestamp;
    this.#formats = core.keyFormats();
    for (const use of this.sample) this.#insert(use);
    this.body.disabled = false;
  }

  /** The state to decide on, without the time. */
  get known() {
    return {
      userExists: this.userExists.on,
      mobileKeysEnabled: this.mobileKeysEnabled.on,
      mayManageAccesses: this.mayManageAccesses.on,
      inUse: this.#filled.map((row) => row.use()),
    };
  }

  /** Shows what the core has against the state, beside the row that it is about. */
  show(issues) {
    this.#filled.forEach((row, i) => {
      row.note.show(
        issues.find(({ path }) => path[1] === "inUse" && path[2] === i),
        [row.number],
      );
    });
  }

  get codesInUse() {
    return this.known.inUse
      .filter(({ keyType }) => keyType === "code")
      .map(({ keyIdentification }) => keyIdentification);
  }

  /** A row without a number is one that is being filled in. */
  get #filled() {
    return this.#rows.filter((row) => row.number.value !== "");
  }

  /** The text of the fixed time; `undefined` when the clock runs. */
  get fixedTime() {
    return this.clock.value === "fixed" ? this.fixed.value : undefined;
  }

  /** The time of the decision in epoch milliseconds; `undefined` when the fixed one is none. */
  now() {
    const { fixedTime } = this;
    this.fixed.element.hidden = fixedTime === undefined;
    if (fixedTime === undefined) return Date.now();
    const parsed = this.#parse(fixedTime);
    this.fixed.show(parsed.ok ? [] : parsed.issues);
    return parsed.ok ? parsed.value.epochMillis : undefined;
  }

  /** Puts a key among those in use. */
  store({ keyType, keyFormat, keyIdentification }) {
    this.#insert({ keyType, keyFormat, keyIdentification });
    this.#changed();
  }

  #insert({ keyType, keyFormat = "", keyIdentification }) {
    this.#count += 1;
    const nth = this.#count;
    const type = select(
      `Type of identification ${nth}`,
      [
        ["code", "Code"],
        ["rfid", "RFID"],
      ],
      keyType,
    );
    const format = select(
      `Format of identification ${nth}`,
      [["", "Any"], ...this.#formats.map(({ name }) => [name, name])],
      keyFormat,
    );
    const number = textControl({
      class: "input numeric",
      inputmode: "numeric",
      "aria-label": `Identification ${nth}`,
    });
    number.value = keyIdentification;
    const remove = element(
      "button",
      { type: "button", class: "button button-small", "aria-label": `Remove identification ${nth}` },
      "Remove",
    );
    const note = new IssueNote(`in-use-${nth}`);
    note.describe(number);
    note.touched = true;
    const item = element("li", {}, type, format, number, remove, note.element);

    const row = {
      number,
      note,
      use: () => ({
        keyType: type.value,
        keyIdentification: number.value,
        ...(type.value === "rfid" && format.value !== "" && { keyFormat: format.value }),
      }),
    };
    const fit = () => {
      format.disabled = type.value !== "rfid";
    };
    fit();
    type.addEventListener("input", fit);
    remove.addEventListener("click", () => {
      const next = this.#rows[this.#rows.indexOf(row) + 1];
      this.#rows = this.#rows.filter((other) => other !== row);
      item.remove();
      (next ? next.number : this.add).focus();
      this.#changed();
    });
    this.#rows.push(row);
    this.list.append(item);
    return row;
  }

  #changed() {
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function select(label, options, value) {
  const control = element(
    "select",
    { class: "input", autocomplete: "off", "aria-label": label },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  control.value = value;
  return control;
}
