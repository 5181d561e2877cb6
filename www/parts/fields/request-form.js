import { element } from "../shell/element.js";
import { IssueSummary } from "./issue-summary.js";

/**
 * A form whose parts are the fields of a request. What extends it gives `parts`, every field that
 * shows issues in the order of the page, and `asked`, those that the request has as things stand.
 *
 * A part answers for the issues under its `path`, which is its name when it has none.
 */
export class RequestForm {
  constructor() {
    this.summary = new IssueSummary();
    // Where the reply stands below, not beside.
    this.status = element("span", { class: "badge" }, "Loading");
    this.toReply = element("a", { class: "to-reply", href: "#reply-heading" }, "See the reply ", this.status);
  }

  get asked() {
    return this.parts;
  }

  /** Lays the form out, disabled until `enable()`. `heading` is the id of what names it. */
  build({ heading, submit, children }) {
    this.body = element(
      "fieldset",
      { class: "form-body", disabled: true, "aria-labelledby": heading },
      ...children,
      this.foot(submit),
    );
    this.element = element("form", { class: "card form", novalidate: true, autocomplete: "off" }, this.body);
  }

  /** What stands below the fields. */
  foot(submit) {
    this.submit = element("button", { type: "submit", class: "button button-primary" }, submit);
    return element("div", { class: "form-foot" }, this.submit, this.summary.element, this.toReply);
  }

  enable() {
    this.body.disabled = false;
  }

  /** What was given, by name. What was left empty is left out. */
  get given() {
    return Object.fromEntries(
      this.asked
        .filter(({ value, given = value !== "" }) => given)
        .map(({ name, value }) => [name, value]),
    );
  }

  /** Shows the parts that are asked for, and no others. */
  fit() {
    const { asked } = this;
    for (const part of this.parts) part.element.hidden = !asked.includes(part);
  }

  /** Has every field show its issue from now on. */
  touch() {
    for (const part of this.asked) part.touch();
  }

  /**
   * Shows each issue beside its field: those of the check once the field was touched, and at once
   * what the service has `refused` of a request that checks.
   */
  show(issues, refused = []) {
    const { asked } = this;
    const all = issues.length > 0 ? issues : refused;
    const isRefusal = issues.length === 0;
    for (const part of asked) if (isRefusal && refused.some((issue) => concerns(part, issue))) part.touch();
    const wrong = this.parts.filter((part) =>
      part.show(asked.includes(part) ? all.filter((issue) => concerns(part, issue)) : []),
    );
    this.summary.show({
      labels: wrong.map(({ label }) => label),
      loose: all.filter((issue) => !asked.some((part) => concerns(part, issue))),
      complete: all.length === 0,
    });
  }

  /** The control of the first field that shows an issue, in the order of the page. */
  get firstWrong() {
    return this.element.querySelector("[aria-invalid], [data-wrong]");
  }
}

/** The members of `values` that `names` has, in its order. */
export function ordered(names, values) {
  return Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
}

function concerns({ name, path = [name] }, issue) {
  return path.every((step, i) => issue.path[i] === step);
}
