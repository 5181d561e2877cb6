import { element } from "../shell/element.js";
import { sentence } from "../fields/issue-words.js";
import { say } from "../shell/say.js";
import { REASONS, STORED, VOCABULARIES } from "./reason-words.js";

/** What becomes of an attempt: open or shut, and why. */
export class AnswerPanel {
  #shown;

  constructor() {
    this.badge = element("span", { class: "badge" }, "Loading");
    this.verdict = element("strong", { class: "answer-verdict" }, "–");
    this.reason = element("span", { class: "answer-reason" });
    this.keypad = element("dd", {});
    this.reasons = element("ol", { class: "answer-reasons" });
    this.unknown = element("p", { class: "answer-unknown" });
    this.others = element("ol", { class: "answer-reasons" });
    this.othersPart = element("div", {}, element("h3", {}, "Of the other person"), this.others);
    this.stored = element("tbody", {});
    this.words = element("tbody", {});
    // Before there is an answer nothing stands here that would have to move.
    this.more = element("div", { class: "answer-more", hidden: true });
    this.element = element(
      "section",
      { class: "panel panel-answer", "aria-labelledby": "answer-heading" },
      element("div", { class: "panel-head" }, element("h2", { id: "answer-heading" }, "Answer"), this.badge),
      element(
        "div",
        { class: "answer", tabindex: "0", role: "region", "aria-label": "Answer and reasons" },
        element("p", { class: "answer-says", role: "status" }, this.verdict, " ", this.reason),
        this.more,
      ),
    );
    this.more.append(
      element("dl", {}, element("div", {}, element("dt", {}, "At the keypad"), this.keypad)),
      element("h3", {}, "Every reason, in order"),
      this.reasons,
      this.unknown,
      this.othersPart,
      element("h3", {}, "What is stored"),
      table("What is stored", ["What", "Of", "Becomes", "When"], this.stored),
      element("h3", {}, "The reason in other systems’ words"),
      table("The reason in other systems’ words", ["System", "Word"], this.words),
    );
  }

  /** The answer in short. */
  get said() {
    return this.verdict.textContent;
  }

  /** `wordIn(vocabulary, reason)` gives a system's word, or `null`. */
  show(opening, wordIn) {
    // The clock asks again all the time: the same answer leaves alone what a person has selected.
    const answer = JSON.stringify(opening);
    if (answer === this.#shown) return;
    this.#shown = answer;
    this.more.hidden = false;
    const { open, reason, reasons, keypad, unknown, companions, effect, duress } = opening;
    this.element.classList.remove("stale");
    this.element.dataset.open = open;
    this.badge.dataset.tone = open ? (duress ? "warn" : "good") : "bad";
    this.badge.textContent = duress ? "Threatened" : open ? "Open" : "Shut";
    say(this.verdict, open ? "It opens." : "It stays shut.");
    say(this.reason, `${REASONS[reason] ?? reason}.`);
    this.keypad.textContent = sentence(keypad);
    this.reasons.replaceChildren(...reasons.map(said));
    this.others.replaceChildren(...companions.flatMap(({ reasons }) => reasons.map(said)));
    this.othersPart.hidden = companions.length === 0;
    const missing = [unknown, ...companions.map(({ unknown }) => unknown)].flat();
    this.unknown.textContent = missing.length > 0 ? `Not known: ${missing.join(", ")}.` : "";
    const claims = [
      ...effect.atOnce.map((claim) => [claim, "at once"]),
      ...effect.onceOpened.map((claim) => [claim, "once it opened"]),
    ];
    this.stored.replaceChildren(
      ...(claims.length > 0
        ? claims.map(([{ of, id, becomes }, when]) =>
            row(STORED[of] ?? of, id ?? "", element("code", {}, short(becomes)), when),
          )
        : [element("tr", {}, element("td", { colspan: "4" }, "Nothing."))]),
    );
    this.words.replaceChildren(
      ...Object.entries(VOCABULARIES).map(([vocabulary, name]) => {
        const word = wordIn(vocabulary, reason);
        return row(name, element("code", {}, word === null || word === undefined ? "none" : String(word)));
      }),
    );
  }

  /** For a question that is none; the last answer stays, faint. */
  showUnusable(message) {
    this.#shown = undefined;
    this.element.classList.add("stale");
    this.badge.dataset.tone = "plain";
    this.badge.textContent = "No answer";
    say(this.verdict, "No answer.");
    say(this.reason, `${sentence(message)}.`);
  }
}

function said(reason) {
  return element("li", {}, element("span", {}, REASONS[reason] ?? reason), element("code", {}, reason));
}

function short(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function table(caption, titles, rows) {
  return element(
    "table",
    { class: "card-table" },
    element("caption", { class: "visually-hidden" }, caption),
    element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)))),
    rows,
  );
}

function row(head, ...cells) {
  return element("tr", {}, element("th", { scope: "row" }, head), ...cells.map((cell) => element("td", {}, cell)));
}
