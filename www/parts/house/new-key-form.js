import { html } from "lit-html";

import { HoursChoice } from "./hours-choice.js";
import { NamesField } from "./names-field.js";
import { ThingForm } from "./thing-form.js";
import { TimeField } from "./time-field.js";
import { namesOf, WhoField } from "./who-field.js";

const STORED = "latchwork-new-key";

const isOne = ({ what }) => what !== "many";
const isCode = ({ what }) => what === "code";
const isCard = ({ what }) => what === "rfid";
const isPhone = ({ what, who }) => what === "mobile" && !who.userId;

/** How long a key works, as it is said most often. */
const AHEAD = [
  ["One day", { days: 1 }],
  ["One week", { weeks: 1 }],
  ["Three months", { months: 3 }],
  ["No end", undefined],
];

/** What a new key is asked for by; what draws itself is handed in, and the `card` that was taken over. */
function rowsOf(house, { who, names, from, until, hours, card }) {
  const ahead = (redraw) => html`<div class="options" role="group" aria-label="How long">
    ${AHEAD.map(([label, duration]) => {
      const click = () => {
        if (duration) until.setAhead(duration);
        else until.set("");
        redraw();
      };
      return html`<button type="button" class="button button-small" @click=${click}>${label}</button>`;
    })}
  </div>`;
  return [
    {
      name: "what",
      kind: "one",
      label: "What",
      usual: "code",
      put: (what) => ({ keyType: what === "many" ? "code" : what, sendNotification: what === "mobile" }),
      words: [
        ["code", "A code"],
        ["rfid", "A card or fob"],
        ["mobile", "A phone"],
        ["many", "Codes for many"],
      ],
    },
    {
      legend: "For whom",
      only: isOne,
      rows: [
        {
          name: "who",
          own: who,
          put: (members) => members,
          issues: () => (who.person ? ["userId"] : ["userFirstName", "userLastName"]),
        },
        {
          id: "phone",
          name: "userId",
          kind: "phone",
          label: "Phone number",
          hint: "With + and the country, such as +46 70 123 45 67",
          required: true,
          missing: "Type the phone number.",
          only: isPhone,
        },
      ],
    },
    { legend: "For whom", only: (values) => !isOne(values), rows: [{ name: "names", own: names, put: null }] },
    {
      legend: "The card or fob",
      only: isCard,
      rows: [
        {
          id: "number",
          name: "keyIdentification",
          kind: "digits",
          label: "Number on it",
          hint: html`Several numbers on it? <a href="?page=cards">See which one</a>`,
          required: true,
          missing: "Type the number on the card.",
          issues: ["keyIdentification", "keyFormat"],
          // The format is that of the number that another page found, and of no other.
          put: (number) => ({
            keyIdentification: number,
            ...(card.keyFormat && card.keyIdentification === number ? { keyFormat: card.keyFormat } : {}),
          }),
          kept: false,
        },
      ],
    },
    {
      name: "accesses",
      kind: "some",
      label: "Which doors",
      hint: house.doors.length === 0 ? html`There is no door yet. <a href="?page=doors">Add one</a>` : undefined,
      words: house.doors.map(({ id, name }) => [id, name]),
      usual: house.doors.length === 1 ? [house.doors[0].id] : [],
      required: true,
      missing: "Tick at least one door.",
    },
    {
      legend: "How long",
      head: ahead,
      rows: [
        { name: "validFrom", own: from },
        { name: "validTo", own: until },
        { name: "mostUses", kind: "whole", label: "How many times it opens in all", hint: "Empty: any number of times" },
      ],
    },
    { name: "schedule", own: hours },
    {
      name: "made",
      kind: "one",
      label: "The code",
      usual: true,
      put: (isMade) => (isMade ? { keyIdentification: "*" } : {}),
      issues: ({ made }) => (made ? ["keyIdentification"] : []),
      words: [
        [true, "Make one"],
        [false, "I have one"],
      ],
      only: isCode,
      rows: [
        {
          id: "code",
          name: "keyIdentification",
          kind: "digits",
          label: "Code",
          hint: "4 to 8 digits",
          required: true,
          missing: "Type the code.",
          only: ({ made }) => !made,
          kept: false,
        },
      ],
    },
  ];
}

/** What a new key is asked for by, and the requests that follow from it. */
export class NewKeyForm extends ThingForm {
  constructor({ house, Temporal, redraw }) {
    const zone = house.zone();
    const own = {
      who: new WhoField(),
      names: new NamesField(),
      from: new TimeField({ Temporal, zone, name: "from", label: "From" }),
      until: new TimeField({ Temporal, zone, name: "until", label: "Until" }),
      hours: new HoursChoice(),
      card: {},
    };
    const changed = () => {
      this.#fitZone();
      this.keep();
      redraw();
    };
    super({ rows: rowsOf(house, own), isNew: true, redraw: changed });
    Object.assign(this, { house, own });
  }

  /** The clock is that of the doors. */
  #fitZone() {
    this.own.from.zone = this.own.until.zone = this.house.zone(this.values.accesses);
  }

  get isMany() {
    return this.values.what === "many";
  }

  /** Begins with a person, doors and a kind that another page says. */
  take({ person, doors, kind }) {
    if (person) this.own.who.draft = { person };
    if (doors.length > 0) this.part("accesses").edited = this.house.doors.map(({ id }) => id).filter((id) => doors.includes(id));
    if (kind) this.part("what").edited = kind;
    this.#fitZone();
  }

  /** Takes over the number of a card that another page found. */
  takeOver({ keyFormat, keyIdentification }) {
    Object.assign(this.own.card, { keyFormat, keyIdentification });
    this.part("what").edited = "rfid";
    this.part("number").edited = keyIdentification;
  }

  /** What was typed before the page was left; never a code or a number of a card. */
  restore() {
    try {
      this.draft = JSON.parse(sessionStorage.getItem(STORED)) ?? {};
      const accesses = this.part("accesses");
      accesses.edited = accesses.edited.filter((id) => this.house.doors.some((door) => door.id === id));
      this.#fitZone();
    } catch {
      // Where storage is refused the form begins empty.
    }
  }

  keep() {
    try {
      sessionStorage.setItem(STORED, JSON.stringify(this.draft));
    } catch {
      // Then it lasts until the page is left.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(STORED);
    } catch {
      // There is nothing to forget then.
    }
  }

  /** For somebody else, with the doors and times of the last key. */
  another() {
    const { who, names } = this.own;
    who.draft = {};
    names.draft = { text: "" };
    for (const name of ["phone", "number", "code"]) this.part(name).edited = "";
  }

  /** As it is when the page is opened for the first time. */
  empty() {
    const { from, until, hours } = this.own;
    this.begin();
    this.another();
    from.set("");
    until.set("");
    hours.draft = new HoursChoice().draft;
    this.#fitZone();
    this.forget();
  }

  /** One request for each key, its hours in it. */
  get requests() {
    const { body } = this;
    return this.isMany ? this.own.names.value.map((line) => ({ ...namesOf(line), ...body, keyIdentification: "*" })) : [body];
  }
}
