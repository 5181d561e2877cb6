import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";
import { sentence } from "./issue-words.js";

/** Every issue of a check, below a reply that has words for the first one only. */
export class IssueList {
  constructor() {
    this.count = element("span", { class: "issue-count" });
    this.none = element("p", { class: "hint" }, "None: the request is complete.");
    this.list = element("ol", { class: "issue-rows" });
    this.element = element(
      "section",
      { class: "issues", "aria-labelledby": "issues-heading", tabindex: "0" },
      element("h3", { id: "issues-heading" }, "All issues of the check ", this.count),
      this.none,
      this.list,
    );
  }

  show(issues) {
    this.count.textContent = String(issues.length);
    this.none.hidden = issues.length > 0;
    renew(this.list, JSON.stringify(issues), () =>
      issues.map(({ code, path, message }) =>
        element(
          "li",
          {},
          element("code", { class: "issue-path" }, path.join(".") || "body"),
          element("span", {}, sentence(message)),
          element("code", { class: "issue-name" }, code),
        ),
      ),
    );
  }
}
