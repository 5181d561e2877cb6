import { cardNumbers } from "../../sample.js";
import { CONFIDENCES, DIAGNOSES, bitsOf, sayLoss, sayStep } from "./card-words.js";
import { ConversionTable } from "./conversion-table.js";
import { element } from "../shell/element.js";
import { useButton } from "../shell/hand-over.js";
import { identifierDrawing } from "./identifier-drawing.js";
import { sentence } from "../fields/issue-words.js";
import { badgeOf } from "./readings.js";
import { WordDrawing } from "./word-drawing.js";
import { WordForms } from "./word-forms.js";
import { WordTable } from "./word-table.js";

/** One reading of a number in full: why, what is doubtful, its bits or its bytes. */
export class ReadingPanel {
  /** `onSample` is given the number that the person wants to see read. */
  constructor({ onSample }) {
    this.heading = element("h2", { id: "reading-heading", tabindex: "-1" }, "Reading");
    this.badge = element("span", { class: "badge" }, "Loading");
    this.samples = element(
      "ul",
      { class: "samples" },
      ...cardNumbers.map((sample) => sampleRow(sample, onSample)),
    );
    this.conversions = new ConversionTable();
    this.drawing = new WordDrawing();
    this.table = new WordTable();
    this.forms = new WordForms("reading");
    this.body = element("div", {
      class: "card-body",
      tabindex: "0",
      role: "region",
      "aria-label": "The reading in full",
    });
    this.element = element(
      "section",
      { class: "panel panel-card", "aria-labelledby": "reading-heading" },
      element("div", { class: "panel-head" }, this.heading, this.badge),
      this.body,
    );
  }

  /** For no reading: a number is yet to be typed, or is nothing known. */
  showNone() {
    this.badge.dataset.tone = "plain";
    this.badge.textContent = "Nothing to show";
    this.body.replaceChildren(
      element(
        "p",
        { class: "card-why" },
        "Type or paste a number: here its bits or bytes are drawn. Such numbers are:",
      ),
      this.samples,
    );
  }

  /** `typed`: the text that was read; `title` names the reading. */
  show(core, { reading, typed, title }) {
    const { word, tone } = badgeOf(reading);
    this.badge.dataset.tone = tone;
    this.badge.textContent = word;
    this.body.replaceChildren(
      element("h3", { class: "card-title" }, title),
      element("p", { class: "card-why" }, sentence(reading.why)),
      ...this.#doubts(core, reading),
      ...(reading.kind === "word"
        ? this.#word(core, reading)
        : this.#identifier(core, { reading, typed, title })),
    );
    this.body.scrollTop = 0;
  }

  #doubts(core, { notes, candidate }) {
    const format = candidate && formatOf(core, candidate);
    const doubts = [
      ...(candidate?.diagnosis ? [DIAGNOSES[candidate.diagnosis].text] : []),
      ...notes.map(({ path, message }) => sentence([...path, message].join(": "))),
      ...(candidate && candidate.confidence !== "agreed" ? [CONFIDENCES[candidate.confidence]] : []),
      ...(format?.note ? [sentence(format.note)] : []),
    ];
    if (doubts.length === 0) return [];
    return [
      element(
        "ul",
        { class: "doubts", "aria-label": "Notes" },
        ...doubts.map((doubt) => element("li", {}, doubt)),
      ),
    ];
  }

  #word(core, reading) {
    const { candidate } = reading;
    const shown = { ...candidate, bits: bitsOf(reading), format: formatOf(core, candidate) };
    this.drawing.show(shown);
    this.table.show({ ...shown, use: true });
    this.forms.show(core.checkCardWord({ bits: shown.bits }).value);
    return [this.drawing.element, this.table.element, this.forms.element];
  }

  #identifier(core, { reading, typed, title }) {
    const { identifier, conversion } = reading;
    const made = core.cardConversions().find(({ name }) => name === conversion);
    this.conversions.show(core, reading, typed);
    return [
      identifierDrawing(identifier),
      ...(made ? [element("p", { class: "card-hint" }, sayMaking(made))] : []),
      ...(made && /^\d+$/.test(typed) ? [asTyped({ typed, keyFormat: made.keyFormat, origin: title })] : []),
      this.conversions.element,
    ];
  }
}

function sampleRow({ value, detail }, onSample) {
  const button = element(
    "button",
    { type: "button", class: "button button-small", "aria-label": `Read it: ${value}` },
    "Read it",
  );
  button.addEventListener("click", () => onSample(value));
  return element(
    "li",
    {},
    element("code", { class: "card-number" }, value),
    element("span", { class: "card-most" }, detail),
    button,
  );
}

function asTyped({ typed, keyFormat, origin }) {
  return element(
    "p",
    { class: "as-typed" },
    element("span", {}, "As typed"),
    element("code", { class: "card-number" }, typed),
    useButton({ keyFormat, keyIdentification: typed, origin }),
  );
}

function sayMaking({ steps, losesBits }) {
  const made = `Made of the identifier in these steps: ${steps.map(sayStep).join(", ")}.`;
  if (losesBits === 0) return `${made} It holds the whole identifier.`;
  return `${made} ${sayLoss(losesBits)}: the number can be matched against a card, never turned back into one.`;
}

function formatOf(core, { format }) {
  return core.cardFormats().find(({ name }) => name === format);
}
