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

/** Whether readings are of one card, in which ways they can be, and which of them to type where. */
export class MatchPanel {
  constructor() {
    this.badge = element("span", { class: "badge", role: "status" }, "Loading");
    this.text = element("p", { class: "card-why" });
    this.which = element("div", { class: "which" });
    this.ways = element("ol", { class: "ways" });
    this.element = element(
      "section",
      { class: "panel panel-card", "aria-labelledby": "match-heading" },
      element("div", { class: "panel-head" }, element("h2", { id: "match-heading" }, "Verdict"), this.badge),
      element(
        "div",
        { class: "card-body", tabindex: "0", role: "region", "aria-label": "The verdict in full" },
        this.text,
        this.which,
        this.ways,
      ),
    );
  }

  /** What the core says of two readings, or `why` it says nothing; `describe` names a reading. */
  show({ verdict, ways = [], which, why }, describe) {
    const { word, tone, text } = VERDICTS[verdict] ?? { word: "No verdict", tone: "plain", text: why };
    this.badge.dataset.tone = tone;
    say(this.badge, word);
    this.text.textContent = text;
    this.which.replaceChildren(...(which ? whichElements(which) : []));
    this.ways.replaceChildren(...ways.map((way) => wayElement(way, describe)));
  }
}

/** Which number to type in which field, those that were given first. */
function whichElements({ rows, identifier }) {
  const heading = element("h3", {}, "Which one to type");
  if (rows.length === 0) {
    const why =
      identifier === undefined
        ? "These numbers can be read as more than one card: which to type is not known. Have a reader show the card’s identifier in hex, and compare with that."
        : "These numbers hold too little of the card for a field of its own to be known.";
    return [heading, element("p", { class: "card-why" }, why)];
  }
  const given = rows.filter(({ is }) => is >= 0);
  const partial = identifier.includes("?")
    ? [
        element(
          "p",
          { class: "card-why" },
          "None of these numbers holds the whole identifier: a field that asks for all of it cannot be filled in from them.",
        ),
      ]
    : [];
  return [
    heading,
    ...partial,
    element(
      "dl",
      { class: "which-rows" },
      ...[...given, ...rows.filter((row) => !given.includes(row))].map(whichRow),
    ),
  ];
}

function whichRow({ field, number, is, why }) {
  const from = is < 0 ? "Type this one, made of them." : `Type this one: the ${NTH[is].toLowerCase()} as it stands.`;
  return element(
    "div",
    {},
    element("dt", {}, field),
    element("dd", {}, element("code", { class: "card-number" }, number), element("span", {}, `${from} ${why}`)),
  );
}

const NTH = ["First", "Second", "Third"];

function wayElement({ a, b, bits, names: [first, second] }, describe) {
  return element(
    "li",
    { class: "way" },
    element("p", { class: "way-bits" }, `${bits} bits are held by both, and are the same`),
    reading(NTH[first], a, b, describe),
    reading(NTH[second], b, a, describe),
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
