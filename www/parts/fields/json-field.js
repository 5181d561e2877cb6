import { element } from "../shell/element.js";
import { Field } from "./field.js";
import { sayIssue } from "./issue-words.js";

/** A field for a value as JSON; `what` it is, where it is none. */
export class JsonField extends Field {
  #what;

  constructor({ rows = 12, what, ...field }) {
    const control = element("textarea", { rows, class: "mono text-list", autocomplete: "off", spellcheck: "false" });
    super({ ...field, control });
    this.#what = what;
    this.touch();
  }

  /** The value; `undefined` for a text that is no JSON. */
  get json() {
    try {
      return JSON.parse(this.control.value);
    } catch {
      return undefined;
    }
  }

  set json(value) {
    this.control.value = JSON.stringify(value, null, 2);
  }

  /** `issues` of the core, whose paths begin with what it calls the value. */
  show([issue]) {
    if (this.json === undefined) return super.show([{ message: `expected JSON: ${this.#what}` }]);
    const place = issue?.path.slice(1).join(".");
    return super.show(issue ? [{ message: place ? `at ${place}: ${sayIssue(issue)}` : issue.message }] : []);
  }
}
