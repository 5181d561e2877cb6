import { CopyButton } from "./copy-button.js";
import { curlText } from "./curl.js";
import { element } from "./element.js";
import { jsonNodes, jsonText } from "./json.js";
import { Tabs } from "./tabs.js";

/** The request as it would be sent: JSON, and a command line. */
export class RequestPanel {
  #request = {};

  constructor({ url }) {
    this.url = url;
    this.badge = element("span", { class: "badge" }, "Loading");
    this.json = element("pre", { class: "block", tabindex: "0" });
    this.curl = element("pre", { class: "block", tabindex: "0" });
    const tabs = new Tabs({
      id: "request",
      label: "Request as",
      tabs: [
        { name: "json", label: "JSON", panel: this.json },
        { name: "curl", label: "curl", panel: this.curl },
      ],
    });
    const copy = new CopyButton(() =>
      tabs.selected === "json" ? jsonText(this.#request) : curlText(this.url, this.#request),
    );
    this.element = element(
      "section",
      { class: "panel", "aria-labelledby": "request-heading" },
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: "request-heading" }, "Request"),
        this.badge,
        tabs.element,
        copy.element,
        copy.said,
      ),
      this.json,
      this.curl,
    );
  }

  show(request, issues) {
    this.#request = request;
    this.badge.dataset.tone = issues.length === 0 ? "good" : "plain";
    this.badge.textContent =
      issues.length === 0 ? "Complete" : issues.length === 1 ? "1 issue" : `${issues.length} issues`;
    this.json.replaceChildren(...jsonNodes(request));
    this.curl.textContent = curlText(this.url, request);
  }
}
