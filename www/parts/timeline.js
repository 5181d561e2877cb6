import { element, svgElement } from "./element.js";
import { sayDistance, sayInstant } from "./instant.js";
import { sentence } from "./issue-note.js";

const STATES = {
  "not-yet-valid": "Not yet valid",
  valid: "Valid",
  expired: "Expired",
};

/** A validity window as a line: where it starts, where it ends, and where now is. */
export class Timeline {
  constructor() {
    this.badge = element("span", { class: "badge" });
    this.saying = element("span", { class: "timeline-saying" });
    this.drawing = svgElement("svg", { class: "timeline-drawing", role: "img" });
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

  /** `valid`, `not-yet-valid`, `expired`, or `unknown` when there is no window to draw. */
  get state() {
    return this.element.dataset.state;
  }

  /** `from` and `until` as RFC 3339 text or absent, `now` in epoch milliseconds or absent. */
  show({ core, from, until, now }) {
    const window = { from, until };
    if (now === undefined || !core.checkWindow(window).ok) {
      this.#blank();
      return;
    }
    const instant = (text) => (text === undefined ? undefined : core.parseTimestamp(text).value.epochMillis);
    this.#draw(core.windowState(window, now), instant(from), instant(until), now);
  }

  #blank() {
    this.element.dataset.state = "unknown";
    this.badge.textContent = "No window";
    this.saying.textContent = "The dates make no window.";
    this.from.textContent = "";
    this.until.textContent = "";
    this.drawing.setAttribute("aria-label", "No window to draw");
    this.drawing.replaceChildren(axis());
  }

  #draw(state, from, until, now) {
    this.element.dataset.state = state;
    this.badge.textContent = STATES[state];
    this.saying.textContent = saying(state, from, until, now);
    const start = from === undefined ? "no start date" : `from ${sayInstant(from)}`;
    const end = until === undefined ? "no end date" : `until ${sayInstant(until)}`;
    this.from.textContent = sentence(start);
    this.until.textContent = sentence(end);
    this.drawing.setAttribute(
      "aria-label",
      `Window: ${start}, ${end}. Now, ${sayInstant(now)}: ${STATES[state].toLowerCase()}.`,
    );

    const place = scale([from, until, now].filter((instant) => instant !== undefined));
    const left = from === undefined ? 0 : place(from);
    const right = until === undefined ? 100 : place(until);
    this.drawing.replaceChildren(
      axis(),
      svgElement("rect", {
        class: "timeline-band",
        x: `${left}%`,
        y: 24,
        width: `${right - left}%`,
        height: 16,
      }),
      from === undefined ? fade("from", left, right) : edge("from", left),
      until === undefined ? fade("until", left, right) : edge("until", right),
      ...nowMark(place(now)),
    );
  }
}

/** Where an instant stands, in per cent, with room on both sides for what has no end. */
function scale(instants) {
  const first = Math.min(...instants);
  const span = Math.max(...instants) - first;
  return (instant) => (span === 0 ? 50 : 12 + (76 * (instant - first)) / span);
}

function saying(state, from, until, now) {
  if (state === "not-yet-valid") return `Starts ${sayDistance(from, now)}`;
  if (state === "expired") return `Ended ${sayDistance(until, now)}`;
  return until === undefined ? "Never expires" : `Ends ${sayDistance(until, now)}`;
}

function axis() {
  return svgElement("line", { class: "timeline-axis", x1: "0", x2: "100%", y1: 32, y2: 32 });
}

function edge(name, at) {
  return svgElement("line", {
    class: "timeline-edge",
    "data-edge": name,
    x1: `${at}%`,
    x2: `${at}%`,
    y1: 20,
    y2: 44,
  });
}

/** An open end: the band goes over into the ground. */
function fade(name, left, right) {
  const width = Math.min(25, right - left);
  const at = name === "from" ? left : right - width;
  const [start, end] = name === "from" ? [1, 0] : [0, 1];
  const stop = (offset, opacity) =>
    svgElement("stop", { class: "timeline-ground", offset, "stop-opacity": opacity });
  return svgElement(
    "g",
    { "data-open": name },
    svgElement("linearGradient", { id: `timeline-fade-${name}` }, stop(0, start), stop(1, end)),
    svgElement("rect", {
      x: `${at}%`,
      y: 22,
      width: `${width}%`,
      height: 20,
      fill: `url(#timeline-fade-${name})`,
    }),
  );
}

function nowMark(at) {
  return [
    svgElement("line", { class: "timeline-now", x1: `${at}%`, x2: `${at}%`, y1: 16, y2: 48 }),
    svgElement("text", { class: "timeline-now-label", x: `${at}%`, y: 12, "text-anchor": "middle" }, "now"),
  ];
}
