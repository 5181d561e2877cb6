import { element } from "../shell/element.js";
import { sentence } from "../fields/issue-note.js";
import { jsonNodes } from "./json.js";

const TITLES = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
};

/** The service's reply, and what it would store and do. */
export class ReplyPanel {
  #say;
  #effect;

  /**
   * `say(effect)` gives `rows` of a term and a text, and whether the action is `offered`;
   * `action.take` is given the effect. What stands `below` the body shares its room.
   */
  constructor({ say, action, below }) {
    this.#say = say;
    this.status = element("span", { class: "badge" }, "Loading");
    this.contentType = element("code", { class: "content-type" });
    this.body = element("pre", {
      class: "block",
      tabindex: "0",
      role: "region",
      "aria-label": "Body of the reply",
    });
    this.heading = element("h2", { id: "reply-heading", tabindex: "-1" }, "Reply ", this.status);
    this.terms = element("dl", {});
    this.action = element("button", { type: "button", class: "button button-small" }, action.label);
    this.action.addEventListener("click", () => {
      action.take(this.#effect);
      // The action is taken once, and a disabled button would swallow the focus.
      if (this.action.disabled) this.heading.focus();
    });
    this.element = element(
      "section",
      { class: "panel panel-reply", "aria-labelledby": "reply-heading" },
      element("div", { class: "panel-head" }, this.heading, this.contentType),
      this.body,
      ...(below ? [below] : []),
      element(
        "div",
        { class: "effect" },
        this.terms,
        this.action,
      ),
    );
  }

  show(reply) {
    this.status.dataset.tone = reply.status === 200 ? "good" : reply.status === 400 ? "warn" : "bad";
    this.status.textContent = `${reply.status} ${TITLES[reply.status]}`;
    this.contentType.textContent = reply.contentType;
    this.body.replaceChildren(...jsonNodes(reply.body));
    this.#showEffect(reply.effect);
  }

  /** For a state that the core refuses to decide on. */
  showUnusable(message) {
    this.status.dataset.tone = "plain";
    this.status.textContent = "No reply";
    this.contentType.textContent = "";
    this.body.textContent = sentence(message);
    this.#showEffect(undefined);
  }

  #showEffect(effect) {
    this.#effect = effect;
    const { rows, offered } = this.#say(effect);
    this.terms.replaceChildren(
      ...rows.map(([term, text]) =>
        element("div", {}, element("dt", {}, term), element("dd", {}, text)),
      ),
    );
    this.action.disabled = !offered;
  }
}
