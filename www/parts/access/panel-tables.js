import { RequestForm } from "../fields/request-form.js";
import { Timeline } from "./timeline.js";

/** The locks of a panel, by what a request calls them. */
const locks = (both, first, second) => [
  { value: both, label: "Both", detail: "Locks 1 and 2" },
  { value: first, label: "First", detail: "Lock 1 only" },
  { value: second, label: "Second", detail: "Lock 2 only" },
];

const USER = [
  {
    title: "User",
    rows: [
      [
        {
          name: "name",
          kind: "text",
          label: "Name",
          hint: "Two users may share a name; the reply then says so.",
          required: true,
          wide: true,
        },
        {
          name: "info",
          kind: "maybeEmpty",
          label: "Additional information",
          hint: "Tells users with one name apart. It has to be given, if only empty.",
          required: true,
          wide: true,
        },
      ],
    ],
  },
  {
    title: "Access",
    rows: [
      {
        name: "auth_factors",
        kind: "checks",
        label: "Ways to be let in",
        hint: "Tick at least one.",
        required: true,
        options: [
          { value: "card", label: "Card", detail: "card" },
          { value: "input_code", label: "Code", detail: "input_code" },
          { value: "face_id", label: "Face", detail: "face_id" },
          { value: "qr", label: "QR code", detail: "qr" },
          { value: "license_plate", label: "License plate", detail: "license_plate" },
        ],
      },
      {
        name: "is_custom_user_access",
        kind: "switch",
        label: "Use this user’s own ways",
        hint: "Off: those of the panel count.",
      },
      { name: "lock_number", kind: "choice", label: "Locks", usual: "0", options: locks("0", "1", "2"), send: Number },
    ],
  },
];

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

const numberOf = ({ identifier_type = "card" }) => ({ label: "Number", hint: TYPES[identifier_type].hint, required: true });

const isPermanent = (value) => value === "permanent";
const isBetween = ({ time }) => !isPermanent(time);

const identifier = (timeline) => [
  {
    title: "Owner",
    rows: [
      [
        {
          id: "owner-name",
          name: "identifier_owner.name",
          kind: "text",
          label: "Name",
          hint: "Of the user whose it is.",
          required: true,
          wide: true,
        },
      ],
      {
        id: "owner-type",
        name: "identifier_owner.type",
        kind: "choice",
        label: "Whose it is",
        usual: "owner",
        options: [
          { value: "owner", label: "Owner", detail: "Lives there" },
          { value: "guest", label: "Guest", detail: "Comes to visit" },
        ],
      },
    ],
  },
  {
    title: "Identifier",
    rows: [
      [
        {
          name: "identifier_type",
          kind: "list",
          label: "Type",
          hint: "What the person shows to the panel.",
          options: Object.entries(TYPES).map(([value, { label }]) => [value, label]),
        },
        { name: "identifier_number", kind: "text", ...numberOf({}), as: numberOf, control: { class: "numeric" }, kept: false },
      ],
      { name: "lock", kind: "choice", label: "Locks", usual: "all", options: locks("all", "first", "second") },
    ],
  },
  {
    title: "Validity",
    rows: [
      {
        id: "time",
        name: "valid.time.is_permanent",
        kind: "choice",
        send: isPermanent,
        label: "Time",
        usual: "permanent",
        options: [
          { value: "permanent", label: "Permanent", detail: "At any time" },
          { value: "limited", label: "From and to", detail: "One end is enough" },
        ],
      },
      [
        { id: "valid-from", name: "valid.time.from", kind: "seconds", label: "From", hint: "Empty: at once.", only: isBetween },
        {
          id: "valid-to",
          name: "valid.time.to",
          kind: "seconds",
          label: "To",
          hint: "Empty: for ever. At this second it no longer opens.",
          only: isBetween,
        },
      ],
      {
        id: "passes",
        name: "valid.passes.is_permanent",
        kind: "choice",
        send: isPermanent,
        label: "Passes",
        usual: "permanent",
        options: [
          { value: "permanent", label: "Any number", detail: "Nobody counts" },
          { value: "limited", label: "A count", detail: "Used up after it" },
        ],
      },
      [
        {
          id: "max_passes",
          name: "valid.passes.max_passes",
          kind: "count",
          label: "Most passes",
          hint: "A whole number from 1.",
          required: true,
          only: ({ passes }) => !isPermanent(passes),
        },
      ],
      { element: timeline.element },
    ],
  },
];

/** The form of a "create user entity" request. */
export const userForm = () =>
  new RequestForm({
    heading: "create-user-tab",
    submit: "Create user",
    order: ["name", "info", "auth_factors", "lock_number", "is_custom_user_access"],
    rows: USER,
  });

/** The form of a request that creates an identifier; its validity is drawn on a line of time. */
export function identifierForm() {
  const timeline = new Timeline();
  const form = new RequestForm({
    heading: "create-identifier-tab",
    submit: "Create identifier",
    rows: identifier(timeline),
  });
  return Object.assign(form, { timeline });
}
