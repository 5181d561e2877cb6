import { html, nothing } from "lit-html";

import { localOf, placed } from "../fields/local-time.js";
import { sayTime, sayZone } from "./words.js";

/**
 * A date and time by the clock of the house. A time that this clock jumps over is refused with the
 * next one there is; of one that comes twice it is asked which.
 */
export class TimeField {
  #which;
  #begun;

  /** `instant`: what it begins with, which stays to the second until something else is typed. */
  constructor({ Temporal, zone, name, label, instant }) {
    Object.assign(this, { Temporal, zone, name, label });
    this.text = instant ? localOf(Temporal, instant, zone) : "";
    this.#begun = { text: this.text, instant };
  }

  /** What the time is in the zone of the house; undefined where none is given. */
  get #placed() {
    if (this.text === "") return undefined;
    const { text, instant } = this.#begun;
    return this.text === text ? { instant } : placed(this.Temporal, this.text, this.zone);
  }

  /** Whether it says one instant, or that there is none. */
  get isPlain() {
    return this.text === "" || this.instant !== null;
  }

  /** What is wrong with it, in a sentence. */
  get issue() {
    if (this.isPlain) return undefined;
    const found = this.#placed;
    if (found?.gap) return "On this day the clock is put forward, and this time does not come.";
    if (found?.twice) return "On this day the clock is put back, and this time comes twice. Which one?";
    return "Give the date and the time.";
  }

  get value() {
    return this.instant;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.text;
  }

  set draft(text) {
    this.set(String(text ?? ""));
  }

  /** The instant as text, or null. */
  get instant() {
    const found = this.#placed;
    if (found?.twice) return found.twice[this.#which]?.instant ?? null;
    return found?.instant ?? null;
  }

  set(text) {
    this.text = text;
    this.#which = undefined;
  }

  /** `days` and `months` from now, at the end of that day. */
  setAhead(duration) {
    const day = this.Temporal.Now.zonedDateTimeISO(this.zone).add(duration).toPlainDate();
    this.set(`${day}T23:59`);
  }

  template(redraw, refused) {
    const { name, label, zone } = this;
    const found = this.#placed;
    const issue = this.issue ?? refused;
    const typed = ({ target }) => {
      this.set(target.value);
      redraw();
    };
    const take = () => {
      this.set(found.gap.local);
      redraw();
    };
    const choose = (which) => () => {
      this.#which = which;
      redraw();
    };
    return html`<div class="filter">
      <label for="moment-${name}">${label} <span class="optional">optional</span></label>
      <input
        class="input"
        id="moment-${name}"
        type="datetime-local"
        max="9999-12-31T23:59"
        .value=${this.text}
        aria-describedby="moment-${name}-note"
        aria-invalid=${issue ? "true" : nothing}
        @change=${typed}
      />
      <p class=${issue ? "wrong" : "help"} id="moment-${name}-note">${issue ?? `Clock of ${sayZone(zone)}`}</p>
      ${found?.gap
        ? html`<button type="button" class="button button-small" @click=${take}>Take ${sayTime(found.gap.instant, zone)}</button>`
        : nothing}
      ${found?.twice
        ? html`<div class="options" role="group" aria-label="Which of the two">
            ${["the first", "the second"].map(
              (word, i) =>
                html`<label class="option"
                  ><input type="radio" name="which-${name}" .checked=${this.#which === i} @change=${choose(i)} />${word}</label
                >`,
            )}
          </div>`
        : nothing}
    </div>`;
  }
}
