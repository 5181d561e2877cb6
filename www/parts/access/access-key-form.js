import { doors } from "../../sample.js";
import { AccessList } from "./access-list.js";
import { CodeField } from "../codes/code-field.js";
import { element } from "../shell/element.js";
import { Field, textControl } from "../fields/field.js";
import { fields, section } from "../fields/form-section.js";
import { MomentField } from "../fields/moment-field.js";
import { ordered, RequestForm } from "../fields/request-form.js";
import { Segments } from "../fields/segments.js";
import { Switch } from "../fields/switch.js";
import { Timeline } from "./timeline.js";

/** The fields of the request, in the order of the API's page. */
const ORDER = [
  "userId",
  "userFirstName",
  "userLastName",
  "keyType",
  "keyFormat",
  "keyIdentification",
  "keyName",
  "pin",
  "accesses",
  "validFrom",
  "validTo",
  "mobilePhoneNumber",
  "sendNotification",
];

/** How the userId is asked for. */
const USER = {
  mobile: {
    label: "Phone number of the user",
    required: true,
    hint: "With + and country code, such as +46701234567. A new number makes a new user.",
  },
  other: {
    label: "User id",
    optional: true,
    hint: "The id or phone number of a user. Leave it empty to create a new one.",
  },
};

/** The form of a "create access key" request: what it asks for follows the type of the key. */
export class AccessKeyForm extends RequestForm {
  #formats = [];

  constructor() {
    super();
    this.keyType = new Segments({
      name: "keyType",
      legend: "Type of key",
      value: "code",
      options: [
        { value: "code", label: "Code", detail: "Digits for a keypad" },
        { value: "rfid", label: "Card", detail: "RFID card or tag" },
        { value: "mobile", label: "Phone", detail: "Opens with an app" },
      ],
    });
    this.code = new CodeField({
      name: "keyIdentification",
      id: "code",
      label: "Code",
      hint: "4 to 8 digits. A generated code is the safer choice.",
      required: true,
    });
    this.keyFormat = new Field({
      name: "keyFormat",
      label: "Number format",
      optional: true,
      hint: "What the number on the card is bounded by.",
      control: element("select", { autocomplete: "off" }, element("option", { value: "" }, "Any format")),
    });
    this.cardNumber = new Field({
      name: "keyIdentification",
      id: "card-number",
      label: "Card number",
      hint: "1 to 17 digits, as printed.",
      required: true,
      control: textControl({ inputmode: "numeric", class: "numeric" }),
    });
    this.pin = new Field({
      name: "pin",
      label: "PIN",
      optional: true,
      hint: "4 to 8 digits, asked for along with the card.",
      control: textControl({ inputmode: "numeric", class: "numeric" }),
    });
    this.keyName = new Field({
      name: "keyName",
      label: "Name of the key",
      optional: true,
      hint: "Named in notifications to the user.",
      control: textControl(),
    });
    this.userId = new Field({ name: "userId", ...USER.other, control: textControl({ class: "mono" }) });
    this.firstName = new Field({
      name: "userFirstName",
      label: "First name",
      optional: true,
      hint: "For a new user only.",
      control: textControl(),
    });
    this.lastName = new Field({
      name: "userLastName",
      label: "Last name",
      optional: true,
      hint: "For a new user only.",
      control: textControl(),
    });
    this.phone = new Field({
      name: "mobilePhoneNumber",
      label: "Mobile phone number",
      optional: true,
      hint: "With + and country code, such as +46701234567.",
      control: textControl({ type: "tel", class: "mono" }),
    });
    this.accesses = new AccessList({ name: "accesses", doors });
    this.validFrom = new MomentField({
      name: "validFrom",
      label: "Valid from",
      hint: "Empty: active at once.",
    });
    this.validTo = new MomentField({ name: "validTo", label: "Valid until", hint: "Empty: never expires." });
    this.timeline = new Timeline();
    this.notification = new Switch({
      id: "sendNotification",
      label: "Send a notification",
      detail: "The user is told about the key.",
      on: true,
    });

    this.build({
      heading: "page-heading",
      submit: "Create access key",
      children: [
        section(
          "Key",
          this.keyType.element,
          fields(this.code, this.keyFormat, this.cardNumber, this.pin, this.keyName),
        ),
        section("User", fields(this.userId, this.firstName, this.lastName, this.phone)),
        section("Access", this.accesses.element),
        section("Validity", fields(this.validFrom, this.validTo), this.timeline.element),
        section("Notification", this.notification.element),
      ],
    });
    this.fit();
  }

  /** `draw` gives a code of a policy. */
  start({ core, draw }) {
    this.#formats = core.keyFormats();
    this.keyFormat.control.append(
      ...this.#formats.map(({ name, technology }) =>
        element("option", { value: name }, `${name} (${technology})`),
      ),
    );
    this.code.start(draw, core);
    this.validFrom.start(core.parseTimestamp);
    this.validTo.start(core.parseTimestamp);
    this.enable();
  }

  /** Fills in the number of a card that another page took over. */
  takeOver({ keyFormat = "", keyIdentification }) {
    this.keyType.value = "rfid";
    this.keyFormat.control.value = keyFormat;
    this.cardNumber.control.value = keyIdentification;
    this.cardNumber.touch();
  }

  /** What is kept while the page is away. */
  get kept() {
    const { cardNumber, pin, ...others } = Object.fromEntries(
      Object.entries(this).filter(([, part]) => this.parts.includes(part)),
    );
    return { ...others, notification: this.notification };
  }

  /** The request as it stands. */
  get request() {
    return ordered(ORDER, {
      ...this.given,
      sendNotification: this.notification.on,
    });
  }

  /** Shows the fields that the type of the key has. */
  fit() {
    super.fit();
    const mobile = this.keyType.value === "mobile";
    this.userId.relabel(mobile ? USER.mobile : USER.other);
    this.userId.control.inputMode = mobile ? "tel" : "text";
    const format = this.#formats.find(({ name }) => name === this.keyFormat.value);
    this.cardNumber.relabel({
      label: "Card number",
      hint: format ? `1 to ${format.digits} digits, at most ${format.max}.` : "1 to 17 digits, as printed.",
      required: true,
    });
  }

  /** Every field that shows issues, in the order of the page. */
  get parts() {
    return [
      this.keyType,
      this.code,
      this.keyFormat,
      this.cardNumber,
      this.pin,
      this.keyName,
      this.userId,
      this.firstName,
      this.lastName,
      this.phone,
      this.accesses,
      this.validFrom,
      this.validTo,
    ];
  }

  /** Those that the type of the key has. */
  get asked() {
    const others = {
      code: [this.keyFormat, this.cardNumber, this.pin],
      rfid: [this.code],
      mobile: [this.code, this.keyFormat, this.cardNumber, this.pin, this.phone],
    }[this.keyType.value];
    return this.parts.filter((part) => !others.includes(part));
  }
}
