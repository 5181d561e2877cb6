import { element } from "../shell/element.js";
import { sayIssue } from "./issue-words.js";

/** One choice of few, as radio buttons side by side. `options`: { value, label, detail }. */
export class Segments {
  constructor({ name, id = name, legend, options, value }) {
    this.label = legend;
    this.issue = element("span", { class: "issue" });
    this.radios = options.map((option) =>
      element("input", {
        type: "radio",
        name: id,
        value: option.value,
        checked: option.value === value,
        autocomplete: "off",
      }),
    );
    this.element = element(
      "fieldset",
      { class: "segments" },
      element("legend", {}, legend, this.issue),
      element(
        "div",
        { class: "segments-row" },
        ...options.map((option, i) =>
          element(
            "label",
            { class: "segment" },
            this.radios[i],
            element("span", { class: "segment-label" }, option.label),
            element("span", { class: "segment-detail" }, option.detail),
          ),
        ),
      ),
    );
  }

  get value() {
    return this.radios.find((radio) => radio.checked).value;
  }

  set value(value) {
    for (const radio of this.radios) radio.checked = radio.value === value;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.value;
  }

  set draft(value) {
    if (this.radios.some((radio) => radio.value === value)) this.value = value;
  }

  /** Something is always chosen: an issue shows at once. */
  touch() {}

  /** Shows the first issue in the legend, where there is room; tells whether it does. */
  show([issue]) {
    this.issue.textContent = issue ? `: ${sayIssue(issue)}` : "";
    for (const radio of this.radios) radio.toggleAttribute("data-wrong", Boolean(issue) && radio.checked);
    return Boolean(issue);
  }
}
