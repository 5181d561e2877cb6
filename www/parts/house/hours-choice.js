import { html, nothing } from "lit-html";

import { DAY_NAMES, DAYS, sayMinute } from "./words.js";

const WEEKDAYS = DAYS.slice(0, 5);

/** At which hours a key works: at all, on weekdays, or on days and between times that are chosen. */
export class HoursChoice {
  kind = "always";
  days = [...WEEKDAYS];
  from = "08:00";
  until = "17:00";

  /** What stands in a schedule, as far as the console makes such ones. */
  static of(schedule) {
    const choice = new HoursChoice();
    if (!schedule) return choice;
    const [rule, ...others] = schedule.weekly ?? [];
    const plain = rule && others.length === 0 && Object.keys(schedule).length === 1;
    choice.kind = plain ? "own" : "kept";
    if (!plain) return Object.assign(choice, { kept: schedule });
    return Object.assign(choice, { days: [...rule.days], from: sayMinute(rule.from), until: sayMinute(rule.until) });
  }

  /** What is kept of it while the page is away. */
  get draft() {
    const { kind, days, from, until } = this;
    return { kind, days, from, until };
  }

  set draft({ kind, days, from, until }) {
    Object.assign(this, { kind, days, from, until });
  }

  get issue() {
    if (this.kind !== "own") return undefined;
    if (this.days.length === 0) return "Tick at least one day.";
    if (!this.from || !this.until) return "Give both times.";
    return this.from === this.until ? "The two times are the same." : undefined;
  }

  /** The schedule, or null for every hour. */
  get value() {
    if (this.kind === "always") return null;
    if (this.kind === "kept") return this.kept;
    if (this.kind === "weekdays") return { weekly: [{ days: WEEKDAYS, from: 480, until: 1020 }] };
    const [from, until] = [minute(this.from), minute(this.until) || 1440];
    // An end before the start is one of the next day; at midnight the day is over.
    return { weekly: [{ days: DAYS.filter((day) => this.days.includes(day)), from, until }] };
  }

  /** Its fields; `redraw` is called when it changed. */
  template(redraw, refused) {
    const kinds = [
      ["always", "At any hour"],
      ["weekdays", "Weekdays, 8 to 17"],
      ["own", "Other days or times"],
      ...(this.kept ? [["kept", "As it is"]] : []),
    ];
    const issue = this.issue ?? refused;
    const set = (change) => (event) => {
      change(event.target);
      redraw();
    };
    const day = (name) =>
      html`<label class="day"
        ><input
          type="checkbox"
          .checked=${this.days.includes(name)}
          @change=${set(({ checked }) => {
            this.days = checked ? [...this.days, name] : this.days.filter((other) => other !== name);
          })}
        />${DAY_NAMES[name]}</label
      >`;
    const time = (name, label) =>
      html`<div class="filter">
        <label for="hours-${name}">${label}</label>
        <input class="input" id="hours-${name}" type="time" .value=${this[name]} @change=${set(({ value }) => (this[name] = value))} />
      </div>`;
    return html`<fieldset class="choice">
      <legend>At which hours</legend>
      <div class="options">
        ${kinds.map(
          ([kind, label]) =>
            html`<label class="option"
              ><input
                type="radio"
                name="hours"
                value=${kind}
                .checked=${this.kind === kind}
                @change=${set(() => (this.kind = kind))}
              />${label}</label
            >`,
        )}
      </div>
      ${this.kind === "own"
        ? html`<div class="own-hours">
            <div class="days" role="group" aria-label="Days">${DAYS.map(day)}</div>
            <div class="two">${time("from", "From")} ${time("until", "Until")}</div>
          </div>`
        : nothing}
      ${issue ? html`<p class="wrong">${issue}</p>` : nothing}
    </fieldset>`;
  }
}

function minute(text) {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}
