import { element } from "../shell/element.js";
import { sayDistance } from "../fields/instant.js";
import { sentence } from "../fields/issue-words.js";
import { say } from "../shell/say.js";
import { clockIn, sayLocal, sayMoment } from "./words.js";
import { ZoneField } from "./zone-field.js";

const TICK = 1_000;

const WHY = {
  "outside-hours": "outside of its hours",
  "special-day": "a special day",
  "not-yet-valid": "not valid yet",
  expired: "not valid any more",
};

/** Which of the times that a clock shows twice, or jumps over. */
const WHICH = {
  only: "",
  first: "The clock shows this time twice that night; it is the first of the two.",
  second: "The clock shows this time twice that night; it is the second of the two.",
  jump: "The clock jumps over this time that night; it is the moment of the jump.",
};

/** Whether the hours are open now, until when, and what comes next: it follows the clock. */
export class NowPanel {
  #open;

  constructor() {
    this.zone = new ZoneField();
    this.badge = element("span", { class: "badge" }, "Loading");
    this.sentence = element("p", { class: "now-says", role: "status" });
    this.clock = element("dd", {});
    this.next = element("dd", {});
    this.which = element("p", { class: "now-which" });
    this.element = element(
      "section",
      { class: "panel panel-now", "aria-labelledby": "now-heading" },
      element("div", { class: "panel-head" }, element("h2", { id: "now-heading" }, "Now"), this.badge),
      element(
        "div",
        { class: "now" },
        this.sentence,
        element(
          "dl",
          {},
          element("div", {}, element("dt", {}, "At the door"), this.clock),
          element("div", {}, element("dt", {}, "Next change"), this.next),
        ),
        this.which,
        this.zone.element,
      ),
    );
  }

  /** `open` gives the hours as the core has them; `undefined` where they are none. */
  start(core, open) {
    this.core = core;
    this.#open = open;
    setInterval(() => this.show(), TICK);
  }

  show() {
    const hours = this.#open();
    const at = Date.now();
    const clock = { at, timeZone: this.zone.value };
    try {
      if (hours) this.#show(hours.state(clock), hours.nextChange(clock), at);
      else this.#showNone("These hours have an issue");
      this.zone.show([]);
    } catch (error) {
      if (!(error instanceof this.core.LatchworkError)) throw error;
      this.zone.show(error.issues);
      this.#showNone("The zone is not known: closed");
    }
  }

  #show(state, change, at) {
    const today = clockIn(this.zone.value, at).slice(0, 10);
    this.badge.dataset.tone = state.state === "open" ? "good" : "plain";
    this.badge.textContent = state.state === "open" ? "Open" : "Closed";
    say(this.sentence, sayState(state, today));
    this.clock.textContent = sayLocal(clockIn(this.zone.value, at));
    this.next.textContent = change ? sayChange(change, today, at) : "none";
    this.which.textContent = WHICH[change?.which] ?? "";
  }

  #showNone(saying) {
    this.badge.dataset.tone = "plain";
    this.badge.textContent = "Not known";
    say(this.sentence, sentence(saying));
    this.clock.textContent = "–";
    this.next.textContent = "–";
    this.which.textContent = "";
  }
}

/** `Open now, until 17:00.` */
export function sayState({ state, until, why }, today) {
  if (state === "open") return until ? `Open now, until ${sayMoment(until.local, today)}.` : "Open now, for ever.";
  if (state === "closed") return `Closed now, until ${sayMoment(until.local, today)}: ${WHY[why]}.`;
  if (state === "never") return `Closed, and nothing opens any more: ${WHY[why]}.`;
  return "Closed: the time is not known.";
}

function sayChange({ local, opens, instant }, today, at) {
  const far = instant ? `, ${sayDistance(Date.parse(instant), at)}` : "";
  return `${opens ? "opens" : "closes"} ${sayMoment(local, today)}${far}`;
}
