import { doors } from "../../sample.js";

const [{ id: MAIN }, { id: GARAGE }] = doors;
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];

/** A credential that opens the main entrance at any time, and what is told of it besides. */
const credential = (id, identification, holder, more = {}) => ({
  id,
  identification,
  holder: { state: "active", place: "reset", ...holder },
  state: "active",
  window: {},
  schedule: "always",
  doors: [MAIN],
  ...more,
});
const code = (text) => ({ kind: "code", text });
const uid = (text) => ({ kind: "uid", text });

/** Who may come in, and by what. */
export const CREDENTIALS = [
  credential("ada-code", code("748365"), { id: "Ada" }),
  credential(
    "ben-card",
    { ...uid("04:A1:B2:C3:D4:E5:F6"), pin: "258046", duress: { add: 1 } },
    { id: "Ben", place: { area: "House" }, party: ["escort", "first-person"] },
  ),
  credential(
    "cleaner-code",
    code("271936"),
    { id: "Chiara" },
    {
      schedule: {
        weekly: [{ days: WORKDAYS, from: 540, until: 1_020 }],
        special: [{ name: "Holidays", days: ["2026-12-25", "2026-12-26", "2027-01-01"], periods: [] }],
      },
    },
  ),
  credential(
    "visitor-code",
    code("590417"),
    { id: "Visitor" },
    {
      window: { from: "2026-11-26T08:00:00+01:00", until: "2026-11-27T08:00:00+01:00" },
      uses: { used: 1, most: 1 },
    },
  ),
  credential("lost-card", uid("04:99:88:77:66:55:44"), { id: "Dana" }, { state: "lost" }),
  credential("child-code", code("835172"), { id: "Emil", party: ["needs-escort"] }),
  credential("ada-phone", { kind: "phone", text: "ada-phone-1" }, { id: "Ada" }, { doors: [MAIN, GARAGE] }),
];

/** What a door asks for. */
export const SECURITIES = [
  {
    name: "any",
    label: "A code, a card or a phone",
    security: { otherwise: [["code"], ["card"], ["phone"]] },
  },
  {
    name: "card-and-code",
    label: "A card and its PIN",
    security: { otherwise: [["card", "code"]] },
  },
  {
    name: "by-night",
    label: "On working days from 7 to 19 one of them, else a card and its PIN",
    security: {
      otherwise: [["card", "code"]],
      levels: [
        {
          schedule: { weekly: [{ days: WORKDAYS, from: 420, until: 1_140 }] },
          priority: 1,
          groups: [["code"], ["card"], ["phone"]],
        },
      ],
    },
  },
];

/** The door as it stands when nothing is said of it. */
export const ORDINARY_DOOR = {
  id: MAIN,
  security: "any",
  passback: "off",
  remote: "no",
  persons: "1",
  firstPerson: "off",
  full: false,
  wrong: 0,
  unknown: "",
};

const NOON = "2026-11-26T12:00:00+01:00";
const types = (text) => [code(text)];
const CARD = [uid("04:A1:B2:C3:D4:E5:F6")];
const cardAnd = (text) => [...CARD, { ...code(text), after: 4 }];

/** Attempts that people ask about. */
export const SITUATIONS = [
  { label: "Ada types her code", shown: types("748365") },
  { label: "The cleaner at noon", shown: types("271936") },
  { label: "The cleaner at night", shown: types("271936"), time: "2026-11-26T22:00:00+01:00" },
  { label: "The cleaner on Christmas Day", shown: types("271936"), time: "2026-12-25T12:00:00+01:00" },
  { label: "A code that nobody has", shown: types("314159") },
  { label: "Ben shows his card, and no PIN", shown: CARD, door: { security: "card-and-code" } },
  {
    label: "Ben shows his card and types a wrong PIN",
    shown: cardAnd("111111"),
    door: { security: "card-and-code" },
  },
  {
    label: "Ben is threatened: the last digit one higher",
    shown: cardAnd("258047"),
    door: { security: "card-and-code" },
  },
  { label: "Ben comes in, though he is inside", shown: CARD, door: { passback: "hard" } },
  { label: "A lost card", shown: [uid("04:99:88:77:66:55:44")] },
  { label: "A visitor for the second time", shown: types("590417") },
  { label: "A child alone", shown: types("835172") },
  { label: "A child with Ben", shown: types("835172"), with: CARD.map((card) => ({ ...card, after: 5 })) },
  { label: "Ada from afar", shown: [{ kind: "remote", text: "ada-phone-1" }] },
  { label: "After five wrong tries", shown: types("748365"), door: { wrong: 5 } },
  { label: "The house is locked down", shown: types("590417"), door: { states: ["lockdown"] } },
  { label: "The clock is not known", shown: types("271936"), clock: "unknown" },
  { label: "Privacy is not known", shown: types("748365"), door: { unknown: "privacy" } },
].map((situation) => ({ time: NOON, clock: "fixed", with: [], direction: "in", ...situation }));
