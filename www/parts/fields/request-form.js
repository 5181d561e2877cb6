import { html } from "lit-html";

import { element } from "../shell/element.js";
import { IssueSummary } from "./issue-summary.js";
import { issuesAt } from "./table-form.js";
import { ToolForm } from "./tool-form.js";

/** The form of a request, which is checked while it is typed, and sent. */
export class RequestForm extends ToolForm {
  summary = new IssueSummary();
  // Where the reply stands below, not beside.
  status = element("span", { class: "badge" }, "Loading");

  /** `order`: the members of the request as the API's page has them, where the form has another. */
  constructor({ submit, order, ...form }) {
    super(form);
    Object.assign(this, { submit, order });
    this.fit();
  }

  /** The request as it stands. */
  get request() {
    const { body, order } = this;
    return order ? Object.fromEntries(order.filter((name) => name in body).map((name) => [name, body[name]])) : body;
  }

  foot() {
    return html`<div class="form-foot">
      <button type="submit" class="button button-primary">${this.submit}</button>
      ${this.summary?.element} <a class="to-reply" href="#reply-heading">See the reply ${this.status}</a>
    </div>`;
  }

  /**
   * Shows each issue beside its field: those of the check once the field was touched, and at once
   * what the service has `refused` of a request that checks.
   */
  show(issues, refused = []) {
    const isRefusal = issues.length === 0;
    if (isRefusal) for (const { own, place } of this.asked) if (issuesAt(refused, place).length > 0) own.touch?.();
    const all = isRefusal ? refused : issues;
    const { wrong, loose } = super.show(all);
    this.summary.show({ labels: wrong.map(({ label }) => label), loose, complete: all.length === 0 });
  }

  /** The control of the first field that shows an issue, in the order of the page. */
  get firstWrong() {
    return this.element.querySelector("[aria-invalid], [data-wrong]");
  }
}
