import { DecisionTime } from "../calls/decision-time.js";
import { textControl } from "../fields/field.js";
import { RowList, rowSelect } from "../fields/row-list.js";
import { serviceCard, switches } from "../calls/service-card.js";
import { Switch } from "../fields/switch.js";

/** What the sample service of access keys knows when it decides. */
export class AccessKeyService {
  #formats = [];

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
    this.inUse = new RowList({
      id: "in-use",
      legend: "Identifications in use",
      noun: "identification",
      add: "Add an identification",
      blank: { keyType: "code", keyIdentification: "" },
      make: (nth, use) => this.#row(nth, use),
    });
    this.time = new DecisionTime();
    this.card = serviceCard(
      switches(this.userExists, this.mobileKeysEnabled, this.mayManageAccesses),
      this.inUse.element,
      this.time.element,
    );
    this.element = this.card.element;
  }

  start(core) {
    this.#formats = core.keyFormats();
    this.time.start(core.parseTimestamp);
    this.inUse.replace(this.sample);
    this.card.body.disabled = false;
  }

  /** The state to decide on, without the time. */
  get known() {
    return {
      userExists: this.userExists.on,
      mobileKeysEnabled: this.mobileKeysEnabled.on,
      mayManageAccesses: this.mayManageAccesses.on,
      inUse: this.inUse.values,
    };
  }

  /** What is kept while the page is away: not what is in use, which opens doors. */
  get kept() {
    const { userExists, mobileKeysEnabled, mayManageAccesses, time } = this;
    return { userExists, mobileKeysEnabled, mayManageAccesses, time };
  }

  /** Shows what the core has against the state, beside the row that it is about. */
  show(issues) {
    this.inUse.show(issues, ["state", "inUse"]);
  }

  get codesInUse() {
    return this.inUse.values
      .filter(({ keyType }) => keyType === "code")
      .map(({ keyIdentification }) => keyIdentification);
  }

  /** Puts a key among those in use. */
  store({ keyType, keyFormat, keyIdentification, validFrom, validTo }) {
    this.inUse.insert({ keyType, keyFormat, keyIdentification, validFrom, validTo });
    this.inUse.changed();
  }

  #row(nth, { keyType, keyFormat = "", keyIdentification, validFrom, validTo }) {
    const type = rowSelect(
      `Type of identification ${nth}`,
      [
        ["code", "Code"],
        ["rfid", "RFID"],
      ],
      keyType,
    );
    const format = rowSelect(
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
    // A key that was stored here is in use while it is valid.
    const when = { ...(validFrom && { validFrom }), ...(validTo && { validTo }) };
    number.title = [validFrom && `from ${validFrom}`, validTo && `until ${validTo}`].filter(Boolean).join(" ");
    const fit = () => {
      format.disabled = type.value !== "rfid";
    };
    fit();
    type.addEventListener("input", fit);
    return {
      nodes: [type, format, number],
      main: number,
      filled: () => number.value !== "",
      value: () => ({
        keyType: type.value,
        keyIdentification: number.value,
        ...(type.value === "rfid" && format.value !== "" && { keyFormat: format.value }),
        ...when,
      }),
    };
  }
}
