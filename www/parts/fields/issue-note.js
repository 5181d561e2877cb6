import { element } from "../shell/element.js";
import { sayIssue } from "./issue-words.js";

/**
 * The note below a control: its hint, or its issue in the same place, with room kept so that
 * nothing moves when an issue comes or goes.
 */
export class IssueNote {
  constructor(id, hint = "") {
    this.touched = false;
    this.hint = element("p", { class: "hint", id: `${id}-hint` }, hint);
    this.issue = element("p", { class: "issue", id: `${id}-issue` });
    this.element = element("div", { class: "note" }, this.hint, this.issue);
  }

  describe(control) {
    control.setAttribute("aria-describedby", `${this.issue.id} ${this.hint.id}`);
  }

  /** Counts the part as touched when the focus leaves it as a whole. */
  touchOnLeave(part) {
    part.addEventListener("focusout", (event) => {
      if (!part.contains(event.relatedTarget)) this.touched = true;
    });
  }

  show(issue, controls) {
    const shown = this.touched ? issue : undefined;
    this.issue.textContent = shown ? sayIssue(shown) : "";
    this.element.classList.toggle("has-issue", Boolean(shown));
    for (const control of controls) {
      if (shown) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    return Boolean(shown);
  }
}
