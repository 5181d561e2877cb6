import { html, nothing } from "lit-html";

import { HoursChoice, hoursFields } from "./hours-choice.js";
import { TimeField } from "./time-field.js";
import { sayPerson } from "./words.js";

const STORED = "latchwork-new-key";
const KEPT = ["many", "keyType", "name", "phone", "names", "count", "called", "person", "codeMade", "mostUses"];
/** So many keys are made in one go at most. */
const MOST = 200;

/** What a new key is asked for by, and the requests that follow from it. */
export class NewKeyForm {
  many = false;
  keyType = "code";
  name = "";
  phone = "";
  names = "";
  count = "40";
  called = "";
  person = undefined;
  known = [];
  codeMade = true;
  code = "";
  number = "";
  mostUses = "";
  doors = new Set();
  hours = new HoursChoice();
  issues = [];

  constructor({ house, Temporal, redraw, findPeople }) {
    Object.assign(this, { house, Temporal, redraw, findPeople });
    const zone = house.zone();
    this.from = new TimeField({ Temporal, zone, name: "from", label: "From" });
    this.end = new TimeField({ Temporal, zone, name: "until", label: "Until" });
    if (house.doors.length === 1) this.doors.add(house.doors[0].id);
  }

  /** What was typed before the page was left; never a code or a number of a card. */
  restore() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(STORED)) ?? {};
      for (const name of KEPT) if (name in stored) this[name] = stored[name];
      const known = (stored.doors ?? []).filter((id) => this.house.doors.some((door) => door.id === id));
      for (const id of known) this.doors.add(id);
      if (stored.hours) this.hours.take(stored.hours);
      this.#fitZone();
      this.from.set(stored.from ?? "");
      this.end.set(stored.end ?? "");
    } catch {
      // Where storage is refused the form begins empty.
    }
  }

  /** The clock is that of the doors. */
  #fitZone() {
    this.from.zone = this.end.zone = this.house.zone([...this.doors]);
  }

  keep() {
    const { doors, hours, from, end } = this;
    const { kind, days } = hours;
    const stored = Object.fromEntries(KEPT.map((name) => [name, this[name]]));
    Object.assign(stored, { doors: [...doors], from: from.text, end: end.text });
    stored.hours = { kind, days, from: hours.from, until: hours.until };
    try {
      sessionStorage.setItem(STORED, JSON.stringify(stored));
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
    Object.assign(this, { name: "", phone: "", names: "", person: undefined, known: [], code: "", number: "" });
  }

  /** As it is when the page is opened for the first time. */
  begin() {
    this.another();
    this.mostUses = "";
    this.hours = new HoursChoice();
    this.doors = new Set(this.house.doors.length === 1 ? [this.house.doors[0].id] : []);
    this.#fitZone();
    this.from.set("");
    this.end.set("");
    this.forget();
  }

  get lines() {
    return this.names
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  }

  /** One request for each key, its hours in it. */
  get requests() {
    return this.many ? this.lines.slice(0, MOST).map((line) => this.#request(named(line))) : [this.#request(this.#user())];
  }

  #request(user) {
    const { keyType, many, from, end } = this;
    const { schedule } = this.hours;
    const given = (name, value) => (value ? { [name]: value } : {});
    return {
      ...user,
      keyType,
      ...(keyType === "mobile"
        ? {}
        : { keyIdentification: keyType === "rfid" ? this.number.trim() : this.codeMade || many ? "*" : this.code.trim() }),
      accesses: [...this.doors],
      ...given("validFrom", from.instant),
      ...given("validTo", end.instant),
      sendNotification: keyType === "mobile",
      ...given("mostUses", this.mostUses.trim() && Number(this.mostUses)),
      ...(schedule ? { schedule } : {}),
    };
  }

  #user() {
    if (this.person) return { userId: this.person.id };
    return this.keyType === "mobile" ? { userId: this.phone.replace(/[\s().-]/g, ""), ...named(this.name) } : named(this.name);
  }

  /** What is wrong before anything is sent: `{ field: sentence }`. */
  get wrong() {
    const wrong = {};
    if (this.doors.size === 0) wrong.accesses = "Tick at least one door.";
    if (this.many && this.lines.length === 0) wrong.names = "Write one name a line.";
    if (this.many && this.lines.length > MOST) wrong.names = `At most ${MOST} at once; these are ${this.lines.length}.`;
    if (!this.many && this.keyType === "code" && !this.codeMade && this.code.trim() === "") wrong.keyIdentification = "Type the code.";
    if (this.keyType === "rfid" && this.number.trim() === "") wrong.keyIdentification = "Type the number on the card.";
    if (this.keyType === "mobile" && !this.person && this.phone.trim() === "") wrong.userId = "Type the phone number.";
    if (!/^([1-9]\d{0,8})?$/.test(this.mostUses.trim())) wrong.mostUses = "Type a whole number, such as 1.";
    if (!this.from.isPlain) wrong.validFrom = "";
    if (!this.end.isPlain) wrong.validTo = "";
    if (this.hours.issue) wrong.schedule = this.hours.issue;
    return wrong;
  }

  fill() {
    const count = Math.min(Math.max(Number.parseInt(this.count, 10) || 0, 0), MOST);
    const called = this.called.trim() || "Guest";
    this.names = Array.from({ length: count }, (_, i) => `${called} ${i + 1}`).join("\n");
  }

  /** `refused`: `{ field: sentence }` of what is wrong. */
  template(refused) {
    return html`${this.#kind()} ${this.#who(refused)}
      ${this.keyType === "rfid" && !this.many ? this.#card(refused) : nothing} ${this.#where(refused)} ${this.#when(refused)}
      ${this.keyType === "code" && !this.many ? this.#code(refused) : nothing}`;
  }

  #kind() {
    const option = (label, chosen, choose) =>
      html`<label class="option"><input type="radio" name="kind" .checked=${chosen} @change=${this.#set(choose)} />${label}</label>`;
    const one = (keyType) => () => Object.assign(this, { keyType, many: false });
    return html`<fieldset class="choice">
      <legend>What</legend>
      <div class="options">
        ${option("A code", this.keyType === "code" && !this.many, one("code"))}
        ${option("A card or fob", this.keyType === "rfid", one("rfid"))}
        ${option("A phone", this.keyType === "mobile", one("mobile"))}
        ${option("Codes for many", this.many, () => Object.assign(this, { keyType: "code", many: true }))}
      </div>
    </fieldset>`;
  }

  #who(refused) {
    if (this.many) return this.#names(refused);
    const { person, known, keyType } = this;
    const nameIssue = refused.userFirstName ?? refused.userLastName;
    const pick = (chosen) => this.#set(() => Object.assign(this, { person: chosen, known: [], name: "" }));
    const typed = this.#set(({ value }) => {
      this.name = value;
      this.findPeople(value);
    });
    return html`<fieldset class="choice">
      <legend>For whom</legend>
      ${person
        ? html`<p class="picked">
            <strong>${sayPerson(person)}</strong> ${person.phone ?? ""}
            <button type="button" class="button button-small" @click=${pick(undefined)}>Somebody else</button>
          </p>`
        : html`<div class="two">
            <div class="filter">
              <label for="name">Name ${optional}</label>
              <input class="input" id="name" type="text" autocomplete="off" .value=${this.name} aria-describedby=${nameIssue ? "name-note" : nothing} @input=${typed} />
              ${wrong("name", nameIssue)}
            </div>
            ${keyType === "mobile" ? this.#input("phone", "Phone number", refused.userId, { type: "tel", hint: "With + and the country, such as +46 70 123 45 67" }) : nothing}
          </div>`}
      ${!person && known.length > 0
        ? html`<div class="known" role="group" aria-label="People who are known already">
            <span>Known already:</span>
            ${known.map(
              (one) =>
                html`<button type="button" class="button button-small" @click=${pick(one)}>
                  ${sayPerson(one)}${one.phone && sayPerson(one) !== one.phone ? ` ${one.phone}` : ""}
                </button>`,
            )}
          </div>`
        : nothing}
      ${person && refused.userId ? html`<p class="wrong">${refused.userId}</p>` : nothing}
    </fieldset>`;
  }

  #names(refused) {
    const fill = this.#set(() => this.fill());
    const enter = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      fill(event);
    };
    return html`<fieldset class="choice" >
      <legend>For whom</legend>
      <div class="numbered" @keydown=${enter}>
        ${this.#input("count", "How many", undefined, { inputmode: "numeric" })}
        ${this.#input("called", "Called", undefined, { placeholder: "Guest" })}
        <button type="button" class="button" @click=${fill}>Fill in</button>
      </div>
      <div class="filter">
        <label for="names">Names, one a line</label>
        <textarea class="input" id="names" rows="8" .value=${this.names} aria-invalid=${refused.names ? "true" : nothing} aria-describedby="names-note" @input=${this.#set(({ value }) => (this.names = value))}></textarea>
        ${wrong("names", refused.names, this.lines.length === 1 ? "1 key" : `${this.lines.length} keys`)}
      </div>
    </fieldset>`;
  }

  #where(refused) {
    const tick = (id) =>
      this.#set(({ checked }) => {
        if (checked) this.doors.add(id);
        else this.doors.delete(id);
        this.#fitZone();
      });
    return html`<fieldset class="choice" id="accesses">
      <legend>Which doors</legend>
      ${this.house.doors.length === 0
        ? html`<p class="help">There is no door yet. <a href="?page=doors">Add one</a></p>`
        : html`<div class="options">
            ${this.house.doors.map(
              ({ id, name }) =>
                html`<label class="option"
                  ><input type="checkbox" .checked=${this.doors.has(id)} aria-invalid=${refused.accesses ? "true" : nothing} @change=${tick(id)} />${name}</label
                >`,
            )}
          </div>`}
      ${wrong("accesses", refused.accesses)}
    </fieldset>`;
  }

  #when(refused) {
    const changed = () => {
      this.keep();
      this.redraw();
    };
    const ahead = (label, duration) =>
      html`<button type="button" class="button button-small" @click=${this.#set(() => (duration ? this.end.setAhead(duration) : this.end.set("")))}>
        ${label}
      </button>`;
    return html`<fieldset class="choice">
        <legend>How long</legend>
        <div class="options" role="group" aria-label="How long">
          ${ahead("One day", { days: 1 })} ${ahead("One week", { weeks: 1 })} ${ahead("Three months", { months: 3 })}
          ${ahead("No end", undefined)}
        </div>
        <div class="two">
          ${this.from.template(changed, refused.validFrom)} ${this.end.template(changed, refused.validTo)}
          ${this.#input("mostUses", html`How many times it opens in all ${optional}`, refused.mostUses, { inputmode: "numeric", hint: "Empty: any number of times" })}
        </div>
      </fieldset>
      ${hoursFields(this.hours, changed, refused.schedule)}`;
  }

  #code(refused) {
    const option = (label, made) =>
      html`<label class="option"
        ><input type="radio" name="code" .checked=${this.codeMade === made} @change=${this.#set(() => (this.codeMade = made))} />${label}</label
      >`;
    return html`<fieldset class="choice">
      <legend>The code</legend>
      <div class="options">${option("Make one", true)} ${option("I have one", false)}</div>
      ${this.codeMade
        ? wrong("code", refused.keyIdentification)
        : this.#input("code", "Code", refused.keyIdentification, { inputmode: "numeric", class: "input numeric", hint: "4 to 8 digits" })}
    </fieldset>`;
  }

  #card(refused) {
    return html`<fieldset class="choice">
      <legend>The card or fob</legend>
      ${this.#input("number", "Number on it", refused.keyIdentification ?? refused.keyFormat, {
        inputmode: "numeric",
        class: "input numeric",
        hint: html`Several numbers on it? <a href="?page=cards">See which one</a>`,
      })}
    </fieldset>`;
  }

  #input(name, label, issue, { hint, type = "text", inputmode, placeholder, class: kind = "input" } = {}) {
    return html`<div class="filter">
      <label for=${name}>${label}</label>
      <input
        class=${kind}
        id=${name}
        type=${type}
        autocomplete="off"
        spellcheck="false"
        inputmode=${inputmode ?? nothing}
        placeholder=${placeholder ?? nothing}
        aria-invalid=${issue ? "true" : nothing}
        aria-describedby=${issue || hint ? `${name}-note` : nothing}
        .value=${this[name]}
        @input=${this.#set(({ value }) => (this[name] = value))}
      />
      ${wrong(name, issue, hint)}
    </div>`;
  }

  #set(change) {
    return ({ target }) => {
      change(target);
      this.keep();
      this.redraw();
    };
  }
}

const optional = html`<span class="optional">optional</span>`;

const wrong = (name, issue, hint) =>
  issue || hint ? html`<p class=${issue ? "wrong" : "help"} id="${name}-note">${issue ?? hint}</p>` : nothing;

/** A name as the service has it: its first word, and the others. */
function named(text) {
  const [first, ...rest] = text.trim().split(/\s+/);
  return { ...(first ? { userFirstName: first } : {}), ...(rest.length > 0 ? { userLastName: rest.join(" ") } : {}) };
}
