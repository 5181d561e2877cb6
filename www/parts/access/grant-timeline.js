import { element, svgElement } from "../shell/element.js";
import { sayInstant } from "../fields/instant.js";
import { sentence } from "../fields/issue-words.js";
import { axis, band, nowMark, scale } from "./timeline-drawing.js";
import { instants, sayEnd, sayStart, sayState, STATES } from "./window-words.js";

/** The middles of the two bands. */
const LANES = { granted: 44, grantor: 92 };

/** The line of now, beside the names. */
const NOW = [
  [32, 61],
  [80, 108],
];

const NAMES = { granted: "This access", grantor: "Caller’s own" };

/**
 * The granted window over the grantor's own, on one line of time. What of the granted window lies
 * outside the grantor's is drawn as such.
 */
export class GrantTimeline {
  constructor() {
    this.rows = { granted: row("granted"), grantor: row("grantor") };
    this.drawing = svgElement("svg", { class: "timeline-drawing grant-drawing", role: "img", "aria-label": "No window to draw" });
    this.element = element(
      "figure",
      { class: "timeline grant-timeline" },
      element("figcaption", {}, this.rows.granted.element, this.rows.grantor.element),
      this.drawing,
    );
  }

  /** The states of both, or `unknown`. */
  get state() {
    return Object.values(this.rows).map(({ element }) => element.dataset.state);
  }

  /** `granted`: a window; `grantor`: a grant, or `null` for none; `now` in epoch milliseconds or absent. */
  show({ core, granted, grantor, organisation, now }) {
    const drawn = now !== undefined && instants(core, granted);
    const own =
      now !== undefined &&
      grantor &&
      instants(core, { from: grantor.validFrom, until: grantor.validUntil });
    const outside = drawn && own ? reachesOutside(drawn, own) : {};
    this.#say("granted", {
      window: drawn,
      now,
      state: drawn && core.windowState(granted, now),
      blank: "The dates make no window.",
      extra: outside.before || outside.after ? "reaches outside the caller’s own" : "",
    });
    this.#say("grantor", {
      window: own,
      now,
      state: own && core.grantState(grantor, now),
      blank: grantor ? "The dates make no window." : sayNone(organisation),
      none: !grantor,
    });
    const rows = Object.values(this.rows);
    const texts = rows.map(
      ({ element }) => `${[...element.children].map(({ textContent }) => textContent).join(", ")}.`,
    );
    this.drawing.setAttribute(
      "aria-label",
      [...texts, ...(now === undefined ? [] : [`Now: ${sayInstant(now)}.`])].join(" "),
    );
    this.#draw({ granted: drawn, grantor: own, outside, now });
  }

  #say(name, { window, state, now, blank, none, extra = "" }) {
    const { element, badge, saying, ends } = this.rows[name];
    element.dataset.state = window ? state : "unknown";
    badge.textContent = window ? STATES[state] : none ? "None" : "No window";
    saying.textContent = window
      ? [sayState(state, { ...window, now }), extra].filter(Boolean).join(", ")
      : blank;
    ends.textContent = window ? sentence(`${sayStart(window.from)}, ${sayEnd(window.until)}`) : "";
    element.toggleAttribute("data-outside", extra !== "");
  }

  #draw({ granted, grantor, outside, now }) {
    const place =
      now !== undefined && scale([granted?.from, granted?.until, grantor?.from, grantor?.until, now]);
    const bands = Object.entries({ granted, grantor })
      .filter(([, window]) => window)
      .map(([lane, window]) => {
        const drawn = band({ lane, y: LANES[lane], place, ...window });
        drawn.dataset.state = this.rows[lane].element.dataset.state;
        return drawn;
      });
    this.drawing.replaceChildren(
      ...Object.values(LANES).map(axis),
      ...bands,
      ...overhangs(outside, granted, grantor, place),
      ...(now === undefined ? [] : nowMark(place(now), NOW)),
      ...Object.entries(LANES).map(([lane, y]) =>
        svgElement("text", { class: "timeline-lane-name", x: 0, y: y - 17 }, NAMES[lane]),
      ),
    );
  }
}

/** As the rule has it: a start counts when it is given, an end also when it is not. */
function reachesOutside(granted, grantor) {
  return {
    before: granted.from !== undefined && grantor.from !== undefined && granted.from < grantor.from,
    after: grantor.until !== undefined && (granted.until === undefined || granted.until > grantor.until),
  };
}

function overhangs({ before, after }, granted, grantor, place) {
  const piece = (side, left, right) =>
    svgElement("rect", {
      class: "timeline-outside",
      "data-outside": side,
      x: `${left}%`,
      width: `${Math.max(0, right - left)}%`,
      y: LANES.granted - 8,
      height: 16,
    });
  const start = granted && granted.from === undefined ? 0 : place && place(granted?.from);
  const end = granted && granted.until === undefined ? 100 : place && place(granted?.until);
  return [
    ...(before ? [piece("before", start, Math.min(end, place(grantor.from)))] : []),
    ...(after ? [piece("after", Math.max(start, place(grantor.until)), end)] : []),
  ];
}

function sayNone(organisation) {
  return organisation ? "The organisation decides, and no window binds." : "No access to this lock.";
}

function row(name) {
  const badge = element("span", { class: "badge" });
  const saying = element("span", { class: "timeline-saying" });
  const ends = element("span", { class: "timeline-saying" });
  return {
    badge,
    saying,
    ends,
    element: element(
      "div",
      { class: "grant-row", "data-row": name },
      element("span", { class: "grant-row-name" }, NAMES[name]),
      badge,
      saying,
      ends,
    ),
  };
}
