import { html, nothing } from "lit-html";

import { ask, listed, Refused } from "../service/api.js";
import { Actors } from "./actors.js";
import { Dialog } from "./dialog.js";
import { AT_DOORS, sayEvent } from "./event-words.js";
import { slip } from "./slip.js";
import { HoursChoice, hoursFields } from "./hours-choice.js";
import { TableForm } from "./table-form.js";
import { TimeField } from "./time-field.js";
import { sayIssue, sayRefusal } from "./refusal.js";
import { sayHours, sayKey, sayPerson, sayState, sayTime, sayWindow } from "./words.js";

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

  constructor({ house, key, Temporal, onChange }) {
    Object.assign(this, { house, key, Temporal, onChange });
    this.actors = new Actors(house);
  }

  /** What was done is said by whom, once that is known. */
  async #tell() {
    try {
      const events = ask("GET", listed("/events", { key: this.key.id, limit: 200 }));
      const [{ items }] = await Promise.all([events, this.actors.load()]);
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
      this.hours = HoursChoice.of(this.key.schedule);
      this.from = new TimeField({ Temporal: this.Temporal, zone: this.#zone, name: "from", label: "From", instant: this.key.validFrom });
      this.end = new TimeField({ Temporal: this.Temporal, zone: this.#zone, name: "until", label: "Until", instant: this.key.validTo });
      const thing = { mostUses: this.key.uses?.most ?? undefined, exempt: this.key.exempt };
      this.more = new TableForm({ rows: MORE, thing, isNew: false, redraw: () => this.#dialog.draw() });
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
      ${this.#shown ? slip({ house, key, zone, secret: this.#shown }) : nothing}
      <dl class="key-facts">
        ${row("State", sayState(key.state))} ${row("Doors", key.accesses.map((id) => house.door(id)).join(", "))}
        ${row("When", `${sayWindow(key, zone)}, ${sayHours(key.schedule)}`)}
        ${key.uses?.most ? row("Uses", `${key.uses.used} of ${key.uses.most}`) : nothing}
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
    const issues = this.#refusal?.issues ?? [];
    const under = (name) => issues.filter(({ path }) => path?.[0] === name).map(sayIssue)[0];
    const redraw = () => this.#dialog.draw();
    const sent = (event) => {
      event.preventDefault();
      if (!this.from.isPlain || !this.end.isPlain || this.hours.issue) return redraw();
      const { key } = this;
      this.#act(
        "",
        { validFrom: this.from.instant, validTo: this.end.instant, schedule: this.hours.schedule, ...this.more.body },
        { method: "PATCH", revision: key.revision },
      );
    };
    return html`<form class="stack-form" novalidate @submit=${sent}>
      <div class="two">${this.from.template(redraw, under("validFrom"))} ${this.end.template(redraw, under("validTo"))}</div>
      ${hoursFields(this.hours, redraw, under("schedule"))} ${this.more.template(issues)}
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
