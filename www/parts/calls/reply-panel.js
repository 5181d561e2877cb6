import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";
import { showJson } from "./json.js";

export const TITLES = {
  200: "OK",
  201: "Created",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
};

/** What the service answered to the request, once it is sent. */
export class ReplyPanel {
  /** What stands `below` the body shares its room. */
  constructor({ below } = {}) {
    this.status = element("span", { class: "badge" });
    /** Badges elsewhere that say the same. */
    this.mirrors = [];
    this.contentType = element("code", { class: "content-type" });
    this.body = element("pre", { class: "block", tabindex: "0", role: "region", "aria-label": "Body of the reply" });
    this.heading = element("h2", { id: "reply-heading", tabindex: "-1" }, "Reply ", this.status);
    this.note = element("p", { class: "reply-note", role: "status" });
    this.element = element(
      "section",
      { class: "panel panel-reply", "aria-labelledby": "reply-heading" },
      element("div", { class: "panel-head" }, this.heading, this.contentType),
      this.note,
      element("div", { class: "block-room" }, this.body),
      ...(below ? [below] : []),
    );
  }

  show({ status, statusText, contentType, body }) {
    const tone = status < 300 ? "good" : status === 400 ? "warn" : "bad";
    this.#say(tone, `${status} ${TITLES[status] ?? statusText}`.trim());
    this.contentType.textContent = contentType;
    if (typeof body === "string") renew(this.body, body, () => [body]);
    else showJson(this.body, body);
  }

  /** There is no reply, because of `word`. */
  showNone(word) {
    this.#say("plain", word);
    this.contentType.textContent = "";
    renew(this.body, "", () => []);
  }

  /** Says in a sentence what a reply is to, or how to have one. */
  say(...sentence) {
    this.note.replaceChildren(...sentence);
  }

  #say(tone, word) {
    for (const badge of [this.status, ...this.mirrors]) {
      badge.dataset.tone = tone;
      badge.textContent = word;
    }
  }
}
