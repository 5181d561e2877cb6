import { CopyButton } from "../shell/copy-button.js";
import { curlText } from "./curl.js";
import { element } from "../shell/element.js";
import { jsonText, showJson } from "./json.js";
import { say } from "../shell/say.js";
import { Tabs } from "../shell/tabs.js";

/** The request as it would be sent: JSON, and a command line. */
export class RequestPanel {
  #request = { url: location.origin, body: {} };

  /** `longPath`: whether the path needs a second line. */
  constructor({ longPath = false } = {}) {
    this.badge = element("span", { class: "badge" }, "Loading");
    this.line = element("code", { class: `request-line ${longPath ? "request-line-long" : ""}` });
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
      tabs.selected === "json" ? jsonText(this.#request.body) : curlText(this.#request),
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
      this.line,
      element("div", { class: "block-room" }, this.json, this.curl),
    );
  }

  /** `path`: where it goes, at the service of this page; `body`: its JSON. */
  show({ path, body, issues }) {
    this.#request = { url: location.origin + path, body };
    this.badge.dataset.tone = issues.length === 0 ? "good" : "plain";
    this.badge.textContent =
      issues.length === 0 ? "Complete" : issues.length === 1 ? "1 issue" : `${issues.length} issues`;
    say(this.line, `POST ${path}`);
    showJson(this.json, body);
    say(this.curl, curlText(this.#request));
  }
}
