import { CopyButton } from "../shell/copy-button.js";
import { csvText, download } from "./csv.js";
import { element } from "../shell/element.js";
import { sayInstant } from "../fields/instant.js";
import { sayPolicy } from "./policy-words.js";

/** The codes that were drawn last: to see, copy, print and save. */
export class CodeSheet {
  #codes = [];
  #window = {};

  /** `onTake` is given the codes and their window when the person has them put among those in use. */
  constructor({ onTake }) {
    this.heading = element("span", { role: "status" }, "No code drawn yet");
    this.list = element("ol", {
      class: "codes",
      id: "codes",
      tabindex: "0",
      "aria-labelledby": "sheet-heading",
    });
    const copy = new CopyButton(() => this.#codes.join("\n"));
    this.actions = [
      copy.element,
      action("Print", () => print()),
      action("Download CSV", () => this.#save()),
      action("Mark as in use", () => onTake(this.#codes, this.#window)),
    ];
    this.advice = element(
      "p",
      { class: "sheet-hint" },
      "A spreadsheet keeps leading zeros when the column is imported as text.",
    );
    this.head = element("div", { class: "sheet-actions" }, ...this.actions, copy.said);
    for (const part of [this.head, this.list, this.advice]) part.hidden = true;
    this.element = element(
      "section",
      { class: "sheet", "aria-labelledby": "sheet-heading" },
      element(
        "div",
        { class: "sheet-head" },
        element("h3", { id: "sheet-heading" }, this.heading),
        this.head,
      ),
      this.list,
      this.advice,
    );

    this.about = element("p", {});
    this.rows = element("tbody", {});
    /** What a printer is given in place of the page. */
    this.print = element(
      "section",
      { class: "print-sheet", hidden: true },
      element("h1", {}, "Codes"),
      this.about,
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["No.", "Code", "Given to", "On"].map((title) => element("th", { scope: "col" }, title)),
          ),
        ),
        this.rows,
      ),
    );
  }

  /** Codes that open in a window of RFC 3339 text. */
  show({ codes, policy, window }) {
    this.#codes = codes;
    this.#window = window;
    this.heading.textContent = codes.length === 1 ? "1 code" : `${codes.length} codes`;
    this.list.replaceChildren(...codes.map((code) => element("li", {}, element("code", {}, code))));
    this.list.classList.toggle("codes-one", codes.length === 1);
    this.list.scrollTop = 0;
    const drawn = `drawn ${sayInstant(Date.now())}`;
    this.about.textContent = `${[this.heading.textContent, drawn, ...sayWindow(window)].join(", ")}. ${sayPolicy(policy)}.`;
    this.rows.replaceChildren(
      ...codes.map((code, i) =>
        element(
          "tr",
          {},
          element("td", {}, String(i + 1)),
          element("td", { class: "print-code" }, code),
          element("td", {}),
          element("td", {}),
        ),
      ),
    );
    this.print.hidden = false;
    for (const part of [this.head, this.list, this.advice]) part.hidden = false;
  }

  #save() {
    const ends = Object.entries(this.#window);
    const rows = this.#codes.map((code, i) => [i + 1, code, ...ends.map(([, text]) => text)]);
    download({
      name: "codes.csv",
      type: "text/csv;charset=utf-8",
      text: csvText([["number", "code", ...ends.map(([name]) => name)], ...rows]),
    });
  }
}

function sayWindow(window) {
  return Object.entries(window).map(([end, text]) => `${end} ${text}`);
}

function action(label, act) {
  const button = element("button", { type: "button", class: "button button-small" }, label);
  button.addEventListener("click", act);
  return button;
}
