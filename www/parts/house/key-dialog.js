import { html, nothing } from "lit-html";

import { ask, listed, Refused } from "../service/api.js";
import { Actors } from "./actors.js";
import { Dialog } from "./dialog.js";
import { AT_DOORS, sayEvent } from "./event-words.js";
import { slip } from "./slip.js";
import { HoursChoice } from "./hours-choice.js";
import { ThingForm } from "./thing-form.js";
import { TimeField } from "./time-field.js";
import { sayRefusal } from "./refusal.js";
import { sayHours, sayKey, sayPerson, sayState, sayTime, sayWindow, stateOfKey } from "./words.js";

/** What is set of a key beside its times. */
const MORE = [
  { name: "mostUses", kind: "whole", label: "How many times it opens in all", hint: "Empty: any number of times" },
  {
    name: "exempt",
    kind: "some",
    label: "Not asked of it",
    words: [
      ["code", "A number to type with it"],
      ["passback", "To have gone out before it goes in"],
    ],
  },
];
/** So much of what was done is told at once: the rest is among what happened. */
const MOST_DONE = 6;
const OF_DOORS = ["DoorOpened", "DoorStayedShut"];
const GONE = ["revoked", "expired"];
const REPORTED = ["lost", "stolen", "damaged"];

/** One key: what it is, and what can be done with it. */
export class KeyDialog {
  #step = "look";
  #refusal;
  #shown;
  #dialog = new Dialog();
  /** What was done with it, newest first. */
  #done = [];
  /** The last time that it was shown at a door, and what became of that. */
  #tried;

  constructor({ house, key, Temporal, onChange }) {
    Object.assign(this, { house, key, Temporal, onChange });
    this.actors = new Actors(house);
  }

  /** What was done is said by whom, once that is known. */
  async #tell() {
    try {
      const events = ask("GET", listed("/events", { key: this.key.id, limit: 200 }));
      const [{ items }] = await Promise.all([events, this.actors.load()]);
      this.#tried = items.find(({ type }) => OF_DOORS.includes(type));
      this.#done = items.filter(({ type }) => !AT_DOORS.includes(type)).slice(0, MOST_DONE);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    if (this.#dialog.element.open) this.#dialog.draw();
  }

  open() {
    this.#tell();
    this.#dialog.open({ title: () => `${sayKey(this.key)} – ${sayPerson(this.key.person)}`, content: () => this.#content() });
  }

  get #zone() {
    return this.house.zone(this.key.accesses);
  }

  #turn(step) {
    this.#step = step;
    this.#refusal = undefined;
    if (step === "change") {
      const { Temporal, key } = this;
      const time = (name, label, instant) => new TimeField({ Temporal, zone: this.#zone, name, label, instant });
      const rows = [
        [
          { name: "validFrom", own: time("from", "From", key.validFrom) },
          { name: "validTo", own: time("until", "Until", key.validTo) },
        ],
        { name: "schedule", own: HoursChoice.of(key.schedule) },
        ...MORE,
      ];
      const thing = { mostUses: key.uses?.most ?? undefined, exempt: key.exempt };
      this.form = new ThingForm({ rows, thing, isNew: false, redraw: () => this.#dialog.draw() });
    }
    this.#dialog.draw();
    this.#dialog.element.querySelector("[data-first]")?.focus();
  }

  /** Does one thing with the key, and shows the key as it is then. */
  async #act(path, body, { method = "POST", revision } = {}) {
    this.#refusal = undefined;
    try {
      const answer = await ask(method, `/keys/${this.key.id}${path}`, { body, revision });
      if (answer?.keyIdentification !== undefined) this.#shown = answer;
      this.key = await ask("GET", `/keys/${this.key.id}`).catch(() => answer ?? this.key);
      this.#step = answer?.keyIdentification === undefined ? "done" : "look";
      this.onChange();
      this.#tell();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 412) {
        // What it was before nobody can change any more.
        this.key = await ask("GET", `/keys/${this.key.id}`).catch(() => this.key);
        this.onChange();
        this.#turn(this.#step);
      }
      this.#refusal = error;
    }
    this.#dialog.draw();
  }

  #content() {
    return html`${this.#refusal
      ? html`<p class="refusal" role="alert">${sayRefusal(this.#refusal)}</p>`
      : nothing}
    ${{
      change: () => this.#change(),
      done: () => this.#look(`Done: ${sayState(this.key.state).toLowerCase()}.`),
      look: () => this.#look(),
      report: () => this.#report(),
      revoke: () => this.#revoke(),
    }[this.#step]()}`;
  }

  #look(done) {
    const { key, house } = this;
    const zone = this.#zone;
    const row = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`
      ${done ? html`<p class="done" role="status">${done}</p>` : nothing}
      ${key.lockedUntil ? this.#waits(zone) : nothing}
      ${this.#shown ? slip({ house, key, zone, secret: this.#shown }) : nothing}
      <dl class="key-facts">
        ${row("State", stateOfKey(key).label)} ${row("Doors", key.accesses.map((id) => house.door(id)).join(", "))}
        ${row("When", `${sayWindow(key, zone)}, ${sayHours(key.schedule)}`)}
        ${key.uses?.most ? row("Uses", `${key.uses.used} of ${key.uses.most}`) : nothing}
        ${this.#tried ? row("Last tried", this.#trial(zone)) : nothing}
        ${this.#done.length > 0 ? row("What was done", this.#deeds(zone)) : row("Made", sayTime(key.createdAt, zone))}
      </dl>
      ${house.mayChange && key.state !== "revoked" ? this.#actions() : nothing}
      <p class="aside">
        <a href="?page=activity&key=${key.id}">What happened with this key</a>
        ${house.mayChange && (REPORTED.includes(key.state) || GONE.includes(key.state))
          ? html`· <a href=${again(key)}>Give a new one in its place</a>`
          : nothing}
      </p>
    `;
  }

  /** Until when wrong numbers keep it out, and how that is ended. */
  #waits(zone) {
    const { lockedUntil, state } = this.key;
    return html`<div class="refusal" role="group" aria-label="Wrong tries">
      <p>Locked until ${sayTime(lockedUntil, zone)}: it is kept out after wrong tries, whatever is shown.</p>
      ${this.house.mayChange && state !== "revoked"
        ? html`<button type="button" class="button" @click=${() => this.#act("/forget-tries", {})}>Let them try again now</button>`
        : nothing}
    </div>`;
  }

  #trial(zone) {
    const { at, data, stream } = this.#tried;
    const { sentence, detail } = sayEvent(this.#tried);
    const door = this.house.door(stream.replace(/^door\//, ""));
    // Wrong numbers that were typed for a card keep it out for a while, whatever is shown.
    const isKeptOut = data?.reason === "credential-locked-out";
    return html`${sentence} at ${door}, <time datetime=${at}>${sayTime(at, zone)}</time>${detail
        ? html`<br /><span class=${isKeptOut ? "wrong" : "soft"}>${detail}</span>`
        : nothing}`;
  }

  #deeds(zone) {
    const deed = (event) => {
      const { sentence, detail } = sayEvent(event);
      const by = this.actors.say(event.actor);
      return html`<li>
        ${sentence}${detail ? ` (${detail.toLowerCase()})` : ""}${by ? html` by <strong>${by}</strong>` : nothing},
        <time datetime=${event.at}>${sayTime(event.at, zone)}</time>
      </li>`;
    };
    return html`<ol class="deeds">${this.#done.map(deed)}</ol>`;
  }

  #actions() {
    const { state, keyType, shownAt } = this.key;
    const paused = state === "suspended";
    const reported = REPORTED.includes(state);
    const mayShow = keyType !== "mobile" && (!shownAt || this.house.isAdministrator);
    const button = (label, call) =>
      html`<button type="button" class="button" @click=${call}>${label}</button>`;
    return html`<div class="actions" role="group" aria-label="Change this key">
      ${mayShow && !this.#shown
        ? button(keyType === "code" ? "Show the code" : "Show the number", () =>
            this.#act("/show", shownAt ? { again: true } : {}),
          )
        : nothing}
      ${button("Change", () => this.#turn("change"))}
      ${paused
        ? button("Let it work again", () => this.#act("/resume", {}))
        : reported
          ? button("It was found", () => this.#act("/report", { state: "active" }))
          : html`${button("Pause", () => this.#act("/suspend", {}))} ${button("Lost or stolen", () => this.#turn("report"))}`}
      <button type="button" class="button button-danger" @click=${() => this.#turn("revoke")}>Take back</button>
    </div>`;
  }

  #revoke() {
    return html`<p>It stops working at once and for good.</p>
      <div class="actions">
        <button type="button" class="button button-danger" data-first @click=${() => this.#act("/revoke", {})}>
          Take it back
        </button>
        <button type="button" class="button" @click=${() => this.#turn("look")}>Keep it</button>
      </div>`;
  }

  #report() {
    const button = (state, label, first) =>
      html`<button type="button" class="button button-danger" ?data-first=${first} @click=${() => this.#act("/report", { state })}>
        ${label}
      </button>`;
    return html`<p>It stops working at once. If it is found, it can be let work again.</p>
      <div class="actions">
        ${button("lost", "It is lost", true)} ${button("stolen", "It was stolen")} ${button("damaged", "It is broken")}
        <button type="button" class="button" @click=${() => this.#turn("look")}>Back</button>
      </div>`;
  }

  #change() {
    const sent = (event) => {
      event.preventDefault();
      const { form, key } = this;
      if (form.isWhole) this.#act("", form.body, { method: "PATCH", revision: key.revision });
      else this.#dialog.draw();
    };
    return html`<form class="stack-form" novalidate @submit=${sent}>
      ${this.form.template(this.#refusal?.issues)}
      <div class="actions">
        <button class="button button-primary">Keep</button>
        <button type="button" class="button" @click=${() => this.#turn("look")}>Back</button>
      </div>
    </form>`;
  }
}

/** The page that makes a key for the same person and doors. */
function again({ person, accesses, keyType }) {
  const query = new URLSearchParams({ page: "new-key", kind: keyType });
  if (person?.id) query.set("person", person.id);
  for (const id of accesses) query.append("door", id);
  return `?${query}`;
}
