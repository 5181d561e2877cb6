import { element } from "../shell/element.js";
import { textControl } from "../fields/field.js";
import { sentence } from "../fields/issue-words.js";
import { say } from "../shell/say.js";

/** Tries a code against the policy: what the core says of it, and the place that it says. */
export class TryPanel {
  constructor() {
    this.badge = element("span", { class: "badge", role: "status" }, "Loading");
    this.control = textControl({
      id: "try",
      class: "input numeric",
      inputmode: "numeric",
      maxlength: "16",
      disabled: true,
      "aria-label": "Code to try",
      "aria-describedby": "try-issues",
    });
    this.cells = element("p", { class: "cells", "aria-hidden": "true" });
    this.hint = element("p", { class: "try-hint" });
    this.issues = element("ul", { class: "try-issues", id: "try-issues" });
    this.element = element(
      "section",
      { class: "panel panel-try", "aria-labelledby": "try-heading" },
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: "try-heading" }, "Try a code"),
        this.badge,
      ),
      element("div", { class: "try" }, this.control, this.cells),
      element("div", { class: "try-says", tabindex: "0", role: "region", "aria-label": "Verdict" }, this.hint, this.issues),
    );
  }

  start() {
    this.control.disabled = false;
  }

  /** `judge` gives the core's result for a code. */
  show(judge) {
    const code = this.control.value;
    const issues = code === "" ? [] : issuesOf(judge(code));
    if (code === "") this.#say("plain", "No code", "Type a code to see what the policy says of it.");
    else if (issues.length === 0) this.#say("good", "Allowed", "The policy allows this code.");
    else this.#say("bad", issues.length === 1 ? "1 issue" : `${issues.length} issues`, "");
    this.#mark(code, issues);
  }

  /** For a policy that is none: nothing is said of the code. */
  showUnusable() {
    this.#say("plain", "No policy", "The policy has an issue; no code can be judged by it.");
    this.#mark(this.control.value, []);
  }

  #say(tone, word, hint) {
    this.badge.dataset.tone = tone;
    say(this.badge, word);
    this.hint.textContent = hint;
  }

  #mark(code, issues) {
    const marked = new Set(issues.flatMap(({ params }) => positions(params)));
    this.cells.replaceChildren(
      ...[...code].map((digit, i) =>
        element(marked.has(i + 1) ? "mark" : "span", { class: "cell" }, digit),
      ),
    );
    this.issues.replaceChildren(
      ...issues.map(({ code, message }) =>
        element(
          "li",
          { "data-code": code },
          element("span", {}, sentence(message)),
        ),
      ),
    );
    if (issues.length > 0) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
  }
}

function issuesOf(result) {
  return result.ok ? [] : result.issues;
}

/** The places that an issue names: one, or as many as its run is long; most name none. */
function positions({ position, length = 1 } = {}) {
  return position === undefined ? [] : Array.from({ length }, (_, i) => position + i);
}
