import { CONFIDENCES } from "./card-words.js";
import { element } from "../shell/element.js";
import { sayFormat } from "./readings.js";
import { say } from "../shell/say.js";
import { WordDrawing } from "./word-drawing.js";
import { WordForms } from "./word-forms.js";
import { WordTable } from "./word-table.js";

/** The word that fields make, drawn and in every way to write it. */
export class EncodePanel {
  constructor() {
    this.badge = element("span", { class: "badge", role: "status" }, "Loading");
    this.title = element("h3", { class: "card-title" });
    this.confidence = element("p", { class: "card-why" });
    this.drawing = new WordDrawing();
    this.table = new WordTable();
    this.forms = new WordForms("encode");
    this.element = element(
      "section",
      { class: "panel panel-card", "aria-labelledby": "encode-heading" },
      element("div", { class: "panel-head" }, element("h2", { id: "encode-heading" }, "Word"), this.badge),
      element(
        "div",
        { class: "card-body", tabindex: "0", role: "region", "aria-label": "The word in full" },
        this.title,
        this.confidence,
        this.forms.element,
        this.drawing.element,
        this.table.element,
      ),
    );
  }

  /** Where the fields make no word, the last one stays, faint. */
  show(core, { format, word, issues }) {
    this.element.classList.toggle("stale", word === undefined);
    this.badge.dataset.tone = word ? "good" : "bad";
    say(
      this.badge,
      word ? `${word.length} bits` : issues.length === 1 ? "1 issue" : `${issues.length} issues`,
    );
    this.forms.show(word);
    if (!word) return;
    this.title.textContent = sayFormat(format);
    this.confidence.textContent = CONFIDENCES[format.confidence];
    const [candidate] = core.decodeCard({ bits: word.bits }, { only: [format.name] });
    const shown = { ...candidate, bits: word.bits, format };
    this.drawing.show(shown);
    this.table.show(shown);
  }
}
