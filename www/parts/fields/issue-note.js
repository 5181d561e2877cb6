import { element } from "../shell/element.js";

/**
 * The note below a control: its hint, or its issue in the same place, with room for two lines kept
 * so that nothing moves when an issue comes or goes. `tag` shows the issue's code to developers.
 */
export class IssueNote {
  constructor(id, hint = "") {
    this.touched = false;
    this.hint = element("p", { class: "hint", id: `${id}-hint` }, hint);
    this.issue = element("p", { class: "issue", id: `${id}-issue` });
    this.tag = element("code", { class: "issue-code", "aria-hidden": "true" });
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
    this.issue.textContent = shown ? sentence(shown.message) : "";
    this.tag.textContent = shown ? shown.code : "";
    this.element.classList.toggle("has-issue", Boolean(shown));
    for (const control of controls) {
      if (shown) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    return Boolean(shown);
  }
}

/** The core's sentences start in lower case. */
export function sentence(message) {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
