import { html, nothing } from "lit-html";

import { ask, onceWords, Refused } from "../service/api.js";
import { Dialog } from "./dialog.js";
import { sayRefusal } from "./refusal.js";
import { copyText } from "./share.js";
import { ThingForm } from "./thing-form.js";
import { named, ROLES_OF_SIGN_INS, sayDay, sayRole } from "./words.js";

/** How long a sign-in key is good. */
const DAYS = {
  name: "days",
  kind: "choice",
  label: "Good for",
  usual: null,
  words: [
    [null, "any time, until it is ended"],
    [1, "one day"],
    [30, "30 days"],
    [365, "a year"],
  ],
};

/** Whether somebody of a role goes for some doors only. */
export const isOfSomeDoors = (role) => ["manager", "controller"].includes(role);

const NAME = { name: "name", kind: "text", label: "Name", hint: "A person, or what the program is for", required: true };

/** What is set of somebody. */
const somebody = (house) => [
  [NAME, { name: "role", kind: "choice", label: "What they may do", usual: "manager", words: ROLES_OF_SIGN_INS }],
  {
    name: "doors",
    kind: "some",
    label: "At which doors",
    words: house.doors.map(({ id, name }) => [id, name]),
    required: true,
    missing: "Tick at least one door.",
    only: ({ role }) => isOfSomeDoors(role),
  },
];

/** Somebody who may sign in, or a program: what they may do, and the keys that they sign in by. */
export class SignInDialog {
  #dialog = new Dialog();
  #step;
  #refusal;
  /** A key that was just made, which is told once. */
  #secret;
  #said = "";
  #once = onceWords();
  /** What is asked for once it is sure. */
  #asked;

  /** `principal` is undefined for somebody new. */
  constructor({ house, principal, onChange }) {
    Object.assign(this, { house, principal, onChange });
    this.#turn(principal ? "look" : "new");
  }

  open() {
    this.#dialog.open({ title: () => (this.principal ? this.#name : "Somebody new"), content: () => this.#content() });
  }

  get #name() {
    return this.principal.name ? named(this.principal.name) : sayRole(this.principal.role);
  }

  get #isOwn() {
    return this.principal?.id === this.house.session.principal;
  }

  #turn(step) {
    this.#step = step;
    this.#refusal = undefined;
    // What one may do oneself, somebody else has to say.
    const set = this.#isOwn ? [NAME] : somebody(this.house);
    const rows = { new: [...set, DAYS], change: set, key: [DAYS] }[step];
    const isNew = step !== "change";
    if (rows) this.form = new ThingForm({ rows, thing: isNew ? undefined : this.principal, isNew, redraw: () => this.#dialog.draw() });
    if (this.#dialog.element.open) this.#dialog.draw();
  }

  /** Asks for one thing, and shows who it is then. */
  #act(path, body = {}) {
    return this.#show(ask("POST", `/principals${path}`, { body, once: this.#once([path, body]) }));
  }

  /** Keeps what was changed. */
  async #keep(body) {
    if (Object.keys(body).length === 0) return this.#turn("look");
    const { id, revision } = this.principal;
    await this.#show(ask("PATCH", `/principals/${id}`, { body, revision }));
    if (this.#refusal?.status !== 412) return undefined;
    // What they were before nobody can change any more.
    const refusal = this.#refusal;
    this.principal = await ask("GET", `/principals/${id}`).catch(() => this.principal);
    this.onChange();
    this.#turn("change");
    this.#refusal = refusal;
    return this.#dialog.draw();
  }

  /** Shows who it is by an answer, or why there is none. */
  async #show(answer) {
    this.#refusal = undefined;
    try {
      const { apiKey, ...principal } = await answer;
      // The same again is another one now: a second key, say.
      this.#once = onceWords();
      Object.assign(this, { principal });
      this.#secret = apiKey;
      this.#said = "";
      this.#step = "look";
      this.onChange();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refusal = error;
    }
    this.#dialog.draw();
    this.#dialog.element.querySelector("[aria-invalid=true]")?.focus();
  }

  #content() {
    const step = { look: () => this.#look(), new: () => this.#form(), change: () => this.#form(), key: () => this.#form(), sure: () => this.#sure() }[this.#step];
    return html`${this.#refusal ? html`<p class="refusal" role="alert">${this.#sayRefusal()}</p>` : nothing} ${step()}`;
  }

  #sayRefusal() {
    return this.#refusal.has("own_access") ? "This is how you are signed in yourself: somebody else has to do this." : sayRefusal(this.#refusal);
  }

  #form() {
    const isNew = this.#step === "new";
    const says = { new: "Let them sign in", change: "Keep", key: "Make the key" }[this.#step];
    const sent = (event) => {
      event.preventDefault();
      if (!this.form.isWhole) this.#dialog.draw();
      else if (this.#step === "change") this.#keep(this.form.body);
      else this.#act(isNew ? "" : `/${this.principal.id}/keys`, this.form.body);
    };
    return html`<form class="stack-form" novalidate autocomplete="off" @submit=${sent}>
      ${this.form.template(this.#refusal?.issues)}
      <div class="actions">
        <button class="button button-primary">${says}</button>
        ${isNew ? nothing : html`<button type="button" class="button" @click=${() => this.#turn("look")}>Back</button>`}
      </div>
    </form>`;
  }

  /** Asks once more before somebody is shut out, or a key ended. */
  #sure() {
    const { says, path } = this.#asked;
    return html`<p>${says}</p>
      <div class="actions">
        <button type="button" class="button button-danger" data-first @click=${() => this.#act(path)}>Yes, at once</button>
        <button type="button" class="button" @click=${() => this.#turn("look")}>Back</button>
      </div>`;
  }

  #ask(says, path) {
    this.#asked = { says, path };
    this.#turn("sure");
    this.#dialog.element.querySelector("[data-first]")?.focus();
  }

  #look() {
    const { id, role, doors, disabledAt, keys } = this.principal;
    const isOwn = this.#isOwn;
    const row = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    const button = (label, call, kind = "") => html`<button type="button" class="button ${kind}" @click=${call}>${label}</button>`;
    return html`${this.#secret ? this.#told() : nothing}
      <dl class="key-facts">
        ${row("Role", sayRole(role))}
        ${isOfSomeDoors(role) ? row("Doors", doors?.map((door) => this.house.door(door)).join(", ") || "none") : nothing}
        ${row("State", disabledAt ? `Shut out since ${sayDay(disabledAt, this.house.zone())}` : "May sign in")}
        ${row("Sign-in keys", keys?.length > 0 ? html`<ul class="deeds">${keys.map((key) => this.#key(key, isOwn))}</ul>` : "none")}
      </dl>
      ${isOwn ? html`<p class="aside">This is how you are signed in yourself.</p>` : nothing}
      <div class="actions" role="group" aria-label="Change this">
        ${button("Change", () => this.#turn("change"))} ${isOwn ? nothing : button("New sign-in key", () => this.#turn("key"))}
        ${isOwn
          ? nothing
          : disabledAt
            ? button("Let in again", () => this.#act(`/${id}/enable`))
            : button("Shut out", () => this.#ask("They cannot sign in any more, and are signed out where they are signed in now.", `/${id}/disable`), "button-danger")}
      </div>`;
  }

  /** One key: from when until when it is good, and how it is ended. */
  #key({ id, createdAt, expiresAt, revokedAt }, isOwn) {
    const zone = this.house.zone();
    const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
    const until = revokedAt
      ? `ended ${sayDay(revokedAt, zone)}`
      : expiresAt
        ? `${isOver ? "over since" : "until"} ${sayDay(expiresAt, zone)}`
        : "without an end";
    const made = sayDay(createdAt, zone);
    return html`<li>
      Made ${made}, ${until}
      ${revokedAt || isOver || isOwn
        ? nothing
        : html`<button
            type="button"
            class="button button-small button-danger"
            aria-label="End it: made ${made}"
            @click=${() => this.#ask(`The key made ${made} lets nobody sign in any more: who is signed in by it is signed out.`, `/${this.principal.id}/keys/${id}/revoke`)}
          >
            End it
          </button>`}
    </li>`;
  }

  /** The key itself, which nobody can be told again. */
  #told() {
    const copy = async () => {
      this.#said = await copyText(this.#secret);
      this.#dialog.draw();
    };
    return html`<section class="slip" aria-label="The sign-in key">
      <p class="slip-house">The sign-in key of ${this.#name}. It is shown now and never again: hand it over, or keep it safe.</p>
      <p>Who has it signs in at ${location.origin}, and a program sends it with what it asks.</p>
      <p class="slip-secret">${this.#secret}</p>
      <div class="actions">
        <button type="button" class="button" @click=${copy}>Copy</button>
        <span role="status">${this.#said}</span>
      </div>
    </section>`;
  }
}
