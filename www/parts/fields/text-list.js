import { element } from "../shell/element.js";
import { Field } from "./field.js";
import { sayIssue } from "./issue-words.js";

/** Codes in a box for text, apart by line breaks, spaces or commas. */
export class TextList extends Field {
  constructor({ rows = 4, ...rest }) {
    super({
      ...rest,
      control: element("textarea", {
        rows,
        class: "mono text-list",
        inputmode: "numeric",
        autocomplete: "off",
        spellcheck: "false",
      }),
    });
  }

  get items() {
    return this.value.split(/[\s,;]+/).filter(Boolean);
  }

  /** An issue of one item says which one: its path holds the index. */
  show([issue]) {
    const at = issue?.path.find((step) => typeof step === "number");
    return super.show(
      typeof at === "number"
        ? [{ message: `Code ${at + 1} of the list: ${sayIssue(issue)}` }]
        : issue
          ? [issue]
          : [],
    );
  }
}
