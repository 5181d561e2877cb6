import { bytesOf, sayFields } from "./card-words.js";
import { element } from "../shell/element.js";
import { say } from "../shell/say.js";

const VERDICTS = {
  same: { word: "Same card", tone: "good", text: "Both hold the whole identifier, and it is the same." },
  possible: {
    word: "Possibly the same card",
    tone: "warn",
    text: "All that both hold agrees, but that need not be one card alone: another could read the same.",
  },
  different: {
    word: "Different cards",
    tone: "bad",
    text: "Read in no known way are these two numbers of one card.",
  },
};

/** Whether two readings are of one card, and in which ways they can be. */
export class MatchPanel {
  constructor() {
    this.badge = element("span", { class: "badge", role: "status" }, "Loading");
    this.text = element("p", { class: "card-why" });
    this.ways = element("ol", { class: "ways" });
    this.element = element(
      "section",
      { class: "panel panel-card", "aria-labelledby": "match-heading" },
      element("div", { class: "panel-head" }, element("h2", { id: "match-heading" }, "Verdict"), this.badge),
      element(
        "div",
        { class: "card-body", tabindex: "0", role: "region", "aria-label": "The verdict in full" },
        this.text,
        this.ways,
      ),
    );
  }

  /** What the core says of two readings, or `why` it says nothing; `describe` names a reading. */
  show({ verdict, ways = [], why }, describe) {
    const { word, tone, text } = VERDICTS[verdict] ?? { word: "No verdict", tone: "plain", text: why };
    this.badge.dataset.tone = tone;
    say(this.badge, word);
    this.text.textContent = text;
    this.ways.replaceChildren(...ways.map((way) => wayElement(way, describe)));
  }
}

function wayElement({ a, b, bits }, describe) {
  return element(
    "li",
    { class: "way" },
    element("p", { class: "way-bits" }, `${bits} bits are held by both, and are the same`),
    reading("First", a, b, describe),
    reading("Second", b, a, describe),
  );
}

/** One reading; what the other holds as well is marked. */
function reading(name, one, other, describe) {
  return element(
    "div",
    { class: "way-reading" },
    element("span", { class: "way-name" }, name),
    element("span", {}, describe(one)),
    one.identifier
      ? digits(one.identifier, other.identifier)
      : element("span", {}, sayFields(one.candidate.fields)),
  );
}

function digits(identifier, other) {
  const others = other ? bytesOf(other) : [];
  return element(
    "p",
    { class: "bytes" },
    ...bytesOf(identifier).flatMap((byte, i) => [
      element(
        "span",
        { class: "byte", "data-known": String(!byte.includes("?")), "data-both": String(byte === others[i]) },
        byte,
      ),
      " ",
    ]),
  );
}
