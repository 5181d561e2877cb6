import { bytesOf, sayFields } from "./card-words.js";
import { element } from "../shell/element.js";
import { sentence } from "../fields/issue-words.js";
import { badgeOf } from "./readings.js";
import { say } from "../shell/say.js";

/** What a number may be, the likelier first, to choose one from. */
export class ReadingList {
  #readings = [];

  /** Called with the reading that is chosen, or with none. */
  onChoose = () => {};

  constructor() {
    this.badge = element("span", { class: "badge", role: "status" }, "Loading");
    this.empty = element("p", { class: "readings-empty" });
    this.list = element("div", {
      class: "readings",
      role: "radiogroup",
      "aria-labelledby": "readings-heading",
    });
    // Where the reading in full stands below, not beside.
    this.link = element("a", { class: "to-reading", href: "#reading-heading" }, "See the chosen one in full");
    this.element = element(
      "section",
      { class: "card", "aria-labelledby": "readings-heading" },
      element(
        "div",
        { class: "card-head readings-head" },
        element("h2", { id: "readings-heading" }, "What it may be"),
        this.badge,
      ),
      this.empty,
      this.list,
      this.link,
    );
    this.list.addEventListener("input", () => this.#choose());
  }

  /** `describe(reading)` gives its title; `empty` is said where there is none. */
  show({ readings, describe, empty }) {
    this.#readings = readings;
    this.badge.dataset.tone = readings.length > 0 ? "good" : "plain";
    say(
      this.badge,
      readings.length === 0 ? "None" : readings.length === 1 ? "1 reading" : `${readings.length} readings`,
    );
    this.empty.textContent = empty;
    this.empty.hidden = readings.length > 0;
    this.link.hidden = readings.length === 0;
    const options = readings.map((reading, nth) => option(reading, nth, describe(reading)));
    const best = bestOf(readings);
    this.list.replaceChildren(...options.slice(0, best), ...fold(options.slice(best)));
    this.#choose();
  }

  #choose() {
    this.onChoose(this.#readings[this.list.querySelector(":checked")?.value]);
  }
}

/** How many of the first readings fit as well as the first; of what is only possible, one is enough. */
function bestOf(readings) {
  const [{ fit } = {}] = readings;
  if (fit === undefined) return readings.length;
  const others = readings.findIndex((reading) => reading.fit !== fit);
  return fit === "likely" && others > 0 ? others : 1;
}

/** What is less likely is out of the way until it is asked for. */
function fold(options) {
  if (options.length === 0) return [];
  const count = options.length === 1 ? "1 other reading" : `${options.length} other readings`;
  return [
    element(
      "details",
      { class: "readings-more" },
      element("summary", {}, count),
      element("div", { class: "readings" }, ...options),
    ),
  ];
}

function option(reading, nth, title) {
  const { word, tone } = badgeOf(reading);
  return element(
    "label",
    { class: "reading" },
    element("input", { type: "radio", name: "reading", value: nth, checked: nth === 0, autocomplete: "off" }),
    element("span", { class: "reading-title" }, title),
    element("span", { class: "badge", "data-tone": tone }, word),
    reading.kind === "word"
      ? element("span", { class: "reading-says" }, sayFields(reading.candidate.fields))
      : element("code", { class: "reading-says" }, bytesOf(reading.identifier).join(" ")),
    element("span", { class: "reading-why" }, sentence(reading.why)),
  );
}
