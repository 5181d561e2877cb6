import { CopyButton } from "../shell/copy-button.js";
import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";
import { Field, textControl } from "../fields/field.js";
import { sayIssue, sentence } from "../fields/issue-words.js";
import { jsonText, showJson } from "../calls/json.js";
import { readNumber } from "../shell/say-number.js";
import { offsetsOf } from "./zone-offsets.js";

/** Makers and protocols, as people know them. */
const NAMES = {
  matter: "Matter",
  zigbee: "Zigbee",
  "zwave-schedule-entry-lock": "Z-Wave, entry lock schedule",
  "zwave-active-schedule": "Z-Wave, active schedule",
  nuki: "Nuki",
  tedee: "Tedee",
  ttlock: "TTLock",
  "unifi-access": "UniFi Access",
  schlage: "Schlage",
  uhppote: "UHPPOTE",
  onvif: "ONVIF",
  basip: "BAS-IP",
};

/** What the lock opens, held against what was asked. */
const OPENS = {
  same: { word: "All of it", tone: "good" },
  less: { word: "Opens less", tone: "warn" },
  more: { word: "Opens more", tone: "bad" },
  other: { word: "Opens at other times", tone: "bad" },
};
const NOTHING = { word: "None of it", tone: "bad" };

const ZONES = {
  wall: "by the door’s clock",
  "wall-and-instants": "by the door’s clock, dates as instants",
  utc: "in UTC alone",
  "fixed-offset": "without summer time",
};

/** What each maker's lock can hold of the hours, and what is lost on the way. */
export class MakersCard {
  #core;
  #rows = [];

  constructor() {
    this.rules = new Field({
      name: "rules",
      label: "Weekly rules that the lock takes",
      optional: true,
      hint: "Empty: as many as its maker says.",
      control: textControl({ class: "numeric", inputmode: "numeric" }),
    });
    this.rules.touch();
    this.body = element("tbody", {});
    this.element = element(
      "section",
      { class: "card makers", "aria-labelledby": "makers-heading" },
      element(
        "div",
        { class: "card-head" },
        element("h2", { id: "makers-heading" }, "What locks hold of it"),
        element("p", {}, "Each maker has limits of its own; what is lost on the way is said here."),
      ),
      element(
        "div",
        { class: "makers-body" },
        this.rules.element,
        element(
          "table",
          { class: "makers-table" },
          element("caption", { class: "visually-hidden" }, "What each maker’s lock holds of these hours"),
          element(
            "thead",
            {},
            element("tr", {}, ...["Lock", "Holds", "Value"].map((title) => element("th", { scope: "col" }, title))),
          ),
          this.body,
        ),
      ),
    );
  }

  start(core) {
    this.#core = core;
    this.#rows = core.scheduleMakers().map((facts) => new MakerRow(facts));
    this.body.replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /** `schedule`: as it was checked. Where it or the zone is none the last answers stay, faint. */
  show(schedule, timeZone) {
    const offsets = schedule && offsetsOf(timeZone, Date.now());
    this.element.classList.toggle("stale", !offsets);
    if (!offsets) return;
    const { value } = this.rules;
    const options = { ...offsets, ...(value !== "" && { rules: readNumber(value) }) };
    try {
      const answers = this.#rows.map(({ maker }) => this.#core.scheduleTo(maker, schedule, options));
      this.#rows.forEach((row, at) => row.show(answers[at]));
      this.rules.show([]);
    } catch (error) {
      if (!(error instanceof this.#core.LatchworkError)) throw error;
      this.rules.show(error.issues);
      this.element.classList.add("stale");
    }
  }
}

class MakerRow {
  #value;

  constructor({ maker, ...facts }) {
    this.maker = maker;
    const name = NAMES[maker] ?? maker;
    this.badge = element("span", { class: "badge" }, "–");
    this.notes = element("ul", { class: "maker-notes" });
    this.json = element("pre", {
      class: "block",
      tabindex: "0",
      role: "region",
      "aria-label": `Value for ${name}`,
    });
    const copy = new CopyButton(() => jsonText(this.#value));
    copy.element.setAttribute("aria-label", `Copy the value for ${name}`);
    this.details = element(
      "details",
      { class: "maker-value" },
      element("summary", {}, "Show", element("span", { class: "visually-hidden" }, ` the value for ${name}`)),
      this.json,
      copy.element,
      copy.said,
      element("p", { class: "maker-source" }, `By ${facts.source}.`),
    );
    this.element = element(
      "tr",
      {},
      element("th", { scope: "row" }, name, element("span", { class: "maker-facts" }, sayFacts(facts))),
      element("td", {}, this.badge, this.notes),
      element("td", {}, this.details),
    );
  }

  show({ ok, value, opens, notes, issues }) {
    const { word, tone } = ok ? OPENS[opens] : NOTHING;
    this.badge.dataset.tone = tone;
    this.badge.textContent = word;
    const said = ok ? notes : issues;
    this.notes.replaceChildren(...said.map((issue) => element("li", {}, ...noted(issue, ok))));
    this.#value = value;
    this.details.hidden = !ok;
    if (ok) showJson(this.json, value);
    else renew(this.json, undefined, () => []);
  }
}

/** What is lost; of what is refused also where it stands. */
function noted(issue, ok) {
  const { path } = issue;
  if (ok || path.length === 0) return [sayIssue(issue)];
  return [sayIssue(issue), " ", element("code", {}, path.join("."))];
}

/** What a maker's lock can hold, in a line. */
function sayFacts({ rules, dated, takesNights, specialDays, zone }) {
  const count = (number, noun) => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);
  return [
    rules === undefined ? "Weekly rules" : sentence(count(rules, "weekly rule")),
    ...(dated === 0 ? ["no dates"] : []),
    takesNights ? "over midnight" : "not over midnight",
    specialDays ? "special days" : "no special days",
    ZONES[zone],
  ].join(", ");
}
