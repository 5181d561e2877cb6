import { cardPair } from "../../sample.js";
import { element } from "../shell/element.js";
import { ToolForm } from "../fields/tool-form.js";
import { whichNumber } from "./which-number.js";

const reading = (name, label, hint, optional) => ({
  name,
  kind: "text",
  label,
  hint,
  optional,
  control: { class: "mono", maxlength: "160", autocapitalize: "off" },
});

const rows = (sample) => [
  {
    class: "section",
    rows: [
      reading("first", "First reading", "Such as the number printed on the fob."),
      reading("second", "Second reading", "Such as what a reader shows."),
      reading("third", "Third reading", "Where a card has three numbers on it.", true),
      { element: element("div", {}, sample) },
    ],
  },
];

/** Takes two or three numbers of what may be one card. */
export class MatchForm extends ToolForm {
  constructor() {
    const sample = element("button", { type: "button", class: "button button-small" }, "Try a sample pair");
    super({ heading: "cards-match-tab", rows: rows(sample) });
    sample.addEventListener("click", () => {
      for (const [i, name] of NAMES.entries()) this.part(name).control.value = cardPair[i] ?? "";
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  get question() {
    return NAMES.map((name) => this.values[name].trim());
  }

  /** What the core says of each two, and which number to type where; or why it says nothing of them. */
  match(core) {
    const [first, second, third] = this.question;
    if (!first || !second) return { why: "Type two readings to see whether they can be of one card." };
    const texts = [first, second, ...(third ? [third] : [])];
    const unknown = texts.findIndex((text) => core.identifyCard(text).length === 0);
    if (unknown >= 0) return { why: `The ${NAMES[unknown]} reading is no number of a card that is known.` };
    const pairs = PAIRS.filter(([, b]) => b < texts.length);
    const matches = pairs.map(([a, b]) => ({ a, b, ...core.matchCards(texts[a], texts[b]) }));
    // All are of one card only where each two are; a card is the same where none leaves it open.
    const verdict = ["different", "possible", "same"].find((word) => matches.some(({ verdict }) => verdict === word));
    const most = matches.length === 1 ? undefined : 1;
    const ways = matches.flatMap(({ a, b, ways }) => ways.slice(0, most).map((way) => ({ ...way, names: [a, b] })));
    return { verdict, ways, ...(verdict !== "different" && { which: whichNumber(core, texts) }) };
  }
}

const NAMES = ["first", "second", "third"];

const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
];
