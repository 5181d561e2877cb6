import { element } from "../shell/element.js";
import { say } from "../shell/say.js";
import { sayIssue } from "./issue-words.js";

/** One line beside the submit button that says, also aloud, how the form stands. */
export class IssueSummary {
  constructor() {
    this.element = element("p", { class: "summary", role: "status" });
  }

  /** `labels`: the fields that show an issue; `loose`: issues that belong to no field. */
  show({ labels, loose, complete }) {
    const count = labels.length === 1 ? "1 field to correct" : `${labels.length} fields to correct`;
    const wrong = [...(labels.length > 0 ? [`${count}: ${labels.join(", ")}`] : []), ...loose.map(sayIssue)];
    say(this.element, complete ? "Every field is valid." : wrong.join("; "));
    this.element.dataset.tone = complete ? "good" : "bad";
  }
}
