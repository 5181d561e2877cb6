import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { fields, section } from "../fields/form-section.js";
import { RequestForm } from "../fields/request-form.js";
import { SecondsField } from "../fields/seconds-field.js";
import { Segments } from "../fields/segments.js";
import { numberOrText } from "../fields/state-field.js";
import { Timeline } from "./timeline.js";

const BYTES = "1 to 10 digits, or 2 to 8 bytes such as 04:A1:B2:C3.";

/** The types of identifiers, and how the number of each is written. */
export const TYPES = {
  card: { label: "Card", hint: BYTES },
  ukey: { label: "UKEY", hint: BYTES },
  inputCode: { label: "Code", hint: "1 to 10 digits, leading zeros counted." },
  face_id: { label: "Face", hint: "1 to 100 characters: the name of the face." },
  qr: { label: "QR code", hint: "The id that the QR code holds, of 36 characters." },
  license_plate: { label: "License plate", hint: "1 to 100 characters; case and spaces make no other plate." },
};

/** The form of a request that creates an identifier. */
export class IdentifierForm extends RequestForm {
  constructor() {
    super();
    this.owner = new OwnerField();
    this.ownerType = new Segments({
      name: "owner-type",
      legend: "Whose it is",
      value: "owner",
      options: [
        { value: "owner", label: "Owner", detail: "Lives there" },
        { value: "guest", label: "Guest", detail: "Comes to visit" },
      ],
    });
    this.type = new Field({
      name: "identifier_type",
      label: "Type",
      hint: "What the person shows to the panel.",
      control: element(
        "select",
        { autocomplete: "off" },
        ...Object.entries(TYPES).map(([value, { label }]) => element("option", { value }, label)),
      ),
    });
    this.number = new Field({
      name: "identifier_number",
      label: "Number",
      hint: BYTES,
      required: true,
      control: textControl({ class: "numeric" }),
    });
    this.lock = new Segments({
      name: "lock",
      legend: "Locks",
      value: "all",
      options: [
        { value: "all", label: "Both", detail: "Locks 1 and 2" },
        { value: "first", label: "First", detail: "Lock 1 only" },
        { value: "second", label: "Second", detail: "Lock 2 only" },
      ],
    });
    this.time = new Segments({
      name: "time",
      legend: "Time",
      value: "permanent",
      options: [
        { value: "permanent", label: "Permanent", detail: "At any time" },
        { value: "limited", label: "From and to", detail: "One end is enough" },
      ],
    });
    this.from = new SecondsField({
      name: "valid-from",
      path: ["valid", "time", "from"],
      label: "From",
      hint: "Empty: at once.",
    });
    this.to = new SecondsField({
      name: "valid-to",
      path: ["valid", "time", "to"],
      label: "To",
      hint: "Empty: for ever. At this second it no longer opens.",
    });
    this.timeline = new Timeline();
    this.passes = new Segments({
      name: "passes",
      legend: "Passes",
      value: "permanent",
      options: [
        { value: "permanent", label: "Any number", detail: "Nobody counts" },
        { value: "limited", label: "A count", detail: "Used up after it" },
      ],
    });
    this.most = new PassesField();
    this.build({
      heading: "create-identifier-tab",
      submit: "Create identifier",
      children: [
        section("Owner", fields(this.owner), this.ownerType.element),
        section("Identifier", fields(this.type, this.number), this.lock.element),
        section(
          "Validity",
          this.time.element,
          fields(this.from, this.to),
          this.passes.element,
          fields(this.most),
          this.timeline.element,
        ),
      ],
    });
    this.fit();
  }

  start(core) {
    this.from.start(core.parseTimestamp);
    this.to.start(core.parseTimestamp);
    this.enable();
  }

  /** What is kept while the page is away: not the number, which opens doors. */
  get kept() {
    const { owner, ownerType, type, time, from, to, passes, most } = this;
    return { owner, ownerType, type, "identifier-lock": this.lock, time, from, to, passes, most };
  }

  get request() {
    const { given } = this;
    return {
      identifier_owner: {
        ...("owner-name" in given && { name: given["owner-name"] }),
        type: this.ownerType.value,
      },
      identifier_type: this.type.value,
      ...("identifier_number" in given && { identifier_number: given.identifier_number }),
      lock: this.lock.value,
      valid: this.#valid(given),
    };
  }

  fit() {
    super.fit();
    this.number.relabel({ label: "Number", hint: TYPES[this.type.value].hint, required: true });
    for (const grid of this.element.querySelectorAll(".fields"))
      grid.hidden = [...grid.children].every((child) => child.hidden);
  }

  get parts() {
    return [this.owner, this.type, this.number, this.from, this.to, this.most];
  }

  get asked() {
    const others = [
      ...(this.time.value === "permanent" ? [this.from, this.to] : []),
      ...(this.passes.value === "permanent" ? [this.most] : []),
    ];
    return this.parts.filter((part) => !others.includes(part));
  }

  #valid(given) {
    return {
      time: {
        is_permanent: this.time.value === "permanent",
        ...("valid-from" in given && { from: given["valid-from"] }),
        ...("valid-to" in given && { to: given["valid-to"] }),
      },
      passes: {
        is_permanent: this.passes.value === "permanent",
        ...("max_passes" in given && { max_passes: given.max_passes }),
      },
    };
  }
}

class OwnerField extends Field {
  constructor() {
    super({
      name: "owner-name",
      label: "Name",
      hint: "Of the user whose it is.",
      required: true,
      control: textControl(),
    });
    this.path = ["identifier_owner", "name"];
    this.element.classList.add("wide");
  }
}

class PassesField extends Field {
  constructor() {
    super({
      name: "max_passes",
      label: "Most passes",
      hint: "A whole number from 1.",
      required: true,
      control: textControl({ class: "numeric", inputmode: "numeric" }),
    });
    this.path = ["valid", "passes", "max_passes"];
  }

  get value() {
    return numberOrText(this.control.value);
  }
}
