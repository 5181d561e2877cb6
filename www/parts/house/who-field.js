import { html, nothing } from "lit-html";

import { afterPause } from "./list.js";
import { peopleOf } from "./new-keys.js";
import { sayPerson } from "./words.js";

/** For whom a key is: somebody by a name that is typed, or one of those who are known already. */
export class WhoField {
  #name = "";
  #known = [];
  #find = afterPause(async (text, redraw) => {
    this.#known = await peopleOf(text).catch(() => []);
    redraw();
  });

  person = undefined;

  /** The members of a request that say it. */
  get value() {
    return this.person ? { userId: this.person.id } : namesOf(this.#name);
  }

  get draft() {
    return { name: this.#name, person: this.person };
  }

  set draft({ name, person }) {
    this.#name = String(name ?? "");
    this.person = person;
    this.#known = [];
  }

  template(redraw, refused) {
    const { person } = this;
    const pick = (person) => () => {
      this.draft = { person };
      redraw();
    };
    const told = refused ? html`<p class="wrong" id="name-note">${refused}</p>` : nothing;
    if (person) {
      return html`<div>
        <p class="picked">
          <strong>${sayPerson(person)}</strong> ${person.phone ?? ""}
          <button type="button" class="button button-small" @click=${pick(undefined)}>Somebody else</button>
        </p>
        ${told}
      </div>`;
    }
    const typed = ({ target }) => {
      this.#name = target.value;
      this.#find(this.#name, redraw);
      redraw();
    };
    const called = (one) => (one.phone && sayPerson(one) !== one.phone ? `${sayPerson(one)} ${one.phone}` : sayPerson(one));
    return html`<div class="filter">
      <label for="name">Name <span class="optional">optional</span></label>
      <input class="input" id="name" type="text" autocomplete="off" .value=${this.#name} aria-describedby=${refused ? "name-note" : nothing} @input=${typed} />
      ${told}
      ${this.#known.length > 0
        ? html`<div class="known" role="group" aria-label="People who are known already">
            <span>Known already:</span>
            ${this.#known.map((one) => html`<button type="button" class="button button-small" @click=${pick(one)}>${called(one)}</button>`)}
          </div>`
        : nothing}
    </div>`;
  }
}

/** A name as the service has it: its first word, and the others. */
export function namesOf(text) {
  const [first, ...rest] = text.trim().split(/\s+/);
  return { ...(first ? { userFirstName: first } : {}), ...(rest.length > 0 ? { userLastName: rest.join(" ") } : {}) };
}
