import { element, svgElement } from "../shell/element.js";
import { sayInstant } from "../fields/instant.js";
import { sentence } from "../fields/issue-words.js";
import { axis, band, nowMark, scale } from "./timeline-drawing.js";
import { instants, sayEnd, sayStart, sayState, STATES } from "./window-words.js";

/** The middle of the band. */
const LANE = 32;

/** What the drawing is called while there is no window. */
const NOTHING = "No window to draw";

/** A validity window as a line: where it starts, where it ends, and where now is. */
export class Timeline {
  constructor() {
    this.badge = element("span", { class: "badge" });
    this.saying = element("span", { class: "timeline-saying" });
    this.drawing = svgElement("svg", { class: "timeline-drawing", role: "img", "aria-label": NOTHING });
    this.from = element("span", {});
    this.until = element("span", {});
    this.element = element(
      "figure",
      { class: "timeline" },
      element("figcaption", {}, this.badge, this.saying),
      this.drawing,
      element("div", { class: "timeline-ends" }, this.from, this.until),
    );
  }

  /** A state such as `valid`, or `unknown` when there is no window to draw. */
  get state() {
    return this.element.dataset.state;
  }

  /** `from` and `until` as RFC 3339 text or absent, `now` in epoch milliseconds or absent. */
  show({ core, from, until, now }) {
    const window = now === undefined ? undefined : instants(core, { from, until });
    if (window) {
      const state = core.windowState({ from, until }, now);
      this.#draw(state, sayState(state, { ...window, now }), { ...window, now });
    } else {
      this.#blank();
    }
  }

  #blank() {
    this.element.dataset.state = "unknown";
    this.badge.textContent = "No window";
    this.saying.textContent = "The dates make no window.";
    this.from.textContent = "";
    this.until.textContent = "";
    this.drawing.setAttribute("aria-label", NOTHING);
    this.drawing.replaceChildren(axis(LANE));
  }

  #draw(state, saying, { from, until, now }) {
    this.element.dataset.state = state;
    this.badge.textContent = STATES[state];
    this.saying.textContent = saying;
    const [start, end] = [sayStart(from), sayEnd(until)];
    this.from.textContent = sentence(start);
    this.until.textContent = sentence(end);
    this.drawing.setAttribute(
      "aria-label",
      `Window: ${start}, ${end}. Now, ${sayInstant(now)}: ${STATES[state].toLowerCase()}.`,
    );

    const place = scale([from, until, now]);
    this.drawing.replaceChildren(
      axis(LANE),
      band({ lane: "window", y: LANE, from, until, place }),
      ...nowMark(place(now), [[16, 48]]),
    );
  }
}
