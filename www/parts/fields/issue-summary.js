import { element } from "../shell/element.js";
import { sentence } from "./issue-note.js";

/** One line beside the submit button that says, also aloud, how the form stands. */
export class IssueSummary {
  constructor() {
    this.element = element("p", { class: "summary", role: "status" });
  }

  /** `labels`: the fields that show an issue; `loose`: issues that belong to no field. */
  show({ labels, loose, complete }) {
    const count = labels.length === 1 ? "1 field to correct" : `${labels.length} fields to correct`;
    const wrong = [
      ...(labels.length > 0 ? [`${count}: ${labels.join(", ")}`] : []),
      ...loose.map(({ path, message }) => `${path.join(".")}: ${sentence(message)}`),
    ];
    const text = complete ? "Every field is valid." : wrong.join("; ");
    // Setting the same text again would have it read aloud again.
    if (this.element.textContent !== text) this.element.textContent = text;
    this.element.dataset.tone = complete ? "good" : "bad";
  }
}
