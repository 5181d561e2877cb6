import { CopyButton } from "../shell/copy-button.js";
import { element } from "../shell/element.js";
import { jsonText, showJson } from "../calls/json.js";

/** The policy as the JSON that the functions of the package take. */
export class PolicyPanel {
  #policy = {};

  constructor() {
    this.json = element("pre", {
      class: "block",
      id: "policy-json",
      tabindex: "0",
      role: "region",
      "aria-label": "The policy’s text",
    });
    const copy = new CopyButton(() => jsonText(this.#policy));
    this.element = element(
      "section",
      { class: "panel panel-policy", "aria-labelledby": "policy-heading" },
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: "policy-heading" }, "Policy as JSON"),
        copy.element,
        copy.said,
      ),
      element("div", { class: "block-room" }, this.json),
    );
  }

  show(policy) {
    this.#policy = policy;
    showJson(this.json, policy);
  }
}
