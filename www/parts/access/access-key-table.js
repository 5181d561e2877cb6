import { doors } from "../../sample.js";
import { CodeField } from "../codes/code-field.js";
import { RequestForm } from "../fields/request-form.js";
import { keptDoors } from "../service/kept-doors.js";
import { AccessList } from "./access-list.js";
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

const PHONE = "With + and country code, such as +46701234567.";
const NEW_USER = "For a new user only.";

const isCode = ({ keyType }) => keyType === "code";
const isCard = ({ keyType }) => keyType === "rfid";
const isMobile = ({ keyType }) => keyType === "mobile";

/** A phone is known by its number, which is asked for as the user then. */
const userOf = (values) =>
  isMobile(values)
    ? { label: "Phone number of the user", required: true, hint: `${PHONE} A new number makes a new user.` }
    : {
        label: "User id",
        optional: true,
        hint: "The id or phone number of a user. Leave it empty to create a new one.",
      };

/** The number of a card is bounded by its format. */
function numberOf({ keyFormat }, core) {
  const format = core?.keyFormats().find(({ name }) => name === keyFormat);
  const hint = format ? `1 to ${format.digits} digits, at most ${format.max}.` : "1 to 17 digits, as printed.";
  return { label: "Card number", hint, required: true };
}

const rows = (timeline) => [
  {
    title: "Key",
    rows: [
      {
        name: "keyType",
        kind: "choice",
        label: "Type of key",
        usual: "code",
        options: [
          { value: "code", label: "Code", detail: "Digits for a keypad" },
          { value: "rfid", label: "Card", detail: "RFID card or tag" },
          { value: "mobile", label: "Phone", detail: "Opens with an app" },
        ],
      },
      [
        {
          name: "keyIdentification",
          id: "code",
          make: (row) => new CodeField(row),
          label: "Code",
          hint: "4 to 8 digits. A generated code is the safer choice.",
          required: true,
          only: isCode,
        },
        {
          name: "keyFormat",
          kind: "list",
          label: "Number format",
          optional: true,
          hint: "What the number on the card is bounded by.",
          options: [["", "Any format"]],
          only: isCard,
        },
        { name: "keyIdentification", id: "card-number", kind: "digits", ...numberOf({}), as: numberOf, only: isCard, kept: false },
        {
          name: "pin",
          kind: "digits",
          label: "PIN",
          optional: true,
          hint: "4 to 8 digits, asked for along with the card.",
          only: isCard,
          kept: false,
        },
        { name: "keyName", kind: "text", label: "Name of the key", optional: true, hint: "Named in notifications to the user." },
      ],
    ],
  },
  {
    title: "User",
    rows: [
      [
        { name: "userId", kind: "text", ...userOf({}), as: userOf, control: { class: "mono" } },
        { name: "userFirstName", kind: "text", label: "First name", optional: true, hint: NEW_USER },
        { name: "userLastName", kind: "text", label: "Last name", optional: true, hint: NEW_USER },
        {
          name: "mobilePhoneNumber",
          kind: "text",
          label: "Mobile phone number",
          optional: true,
          hint: PHONE,
          control: { type: "tel", class: "mono" },
          only: (values) => !isMobile(values),
        },
      ],
    ],
  },
  { title: "Access", rows: [{ name: "accesses", make: ({ name }) => new AccessList({ name, doors: keptDoors() ?? doors }) }] },
  {
    title: "Validity",
    rows: [
      [
        { name: "validFrom", kind: "moment", label: "Valid from", hint: "Empty: active at once." },
        { name: "validTo", kind: "moment", label: "Valid until", hint: "Empty: never expires." },
      ],
      { element: timeline.element },
    ],
  },
  {
    title: "Notification",
    rows: [
      {
        name: "sendNotification",
        kind: "switch",
        label: "Send a notification",
        hint: "The user is told about the key.",
        usual: true,
      },
    ],
  },
];

/** The form of a "create access key" request: what it asks for follows the type of the key. */
export class AccessKeyForm extends RequestForm {
  constructor() {
    const timeline = new Timeline();
    super({ heading: "page-heading", submit: "Create access key", order: ORDER, rows: rows(timeline) });
    this.timeline = timeline;
  }

  /** `draw` gives a code of a policy. */
  start({ core, draw }) {
    const formats = this.part("keyFormat").control;
    for (const { name, technology } of core.keyFormats()) formats.append(new Option(`${name} (${technology})`, name));
    this.part("code").start(draw, core);
    super.start(core);
  }

  fit() {
    super.fit();
    this.part("userId").control.inputMode = isMobile(this.values) ? "tel" : "text";
  }
}
