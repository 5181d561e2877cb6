import { element } from "../shell/element.js";
import { sentence } from "../fields/issue-words.js";
import { renew } from "../shell/renew.js";
import { say } from "../shell/say.js";
import { showJson } from "./json.js";

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
  #says;
  #taken;
  #effect;

  /** How an action is taken: it changes the state that the reply was decided on. */
  onTake = (act) => act();

  /**
   * `says(effect)` gives `rows` of a term and a text, and whether the action is `offered`;
   * `action.take` is given the effect, and `action.taken` says that it is. What stands `below` the
   * body shares its room.
   */
  constructor({ says, action, below }) {
    this.#says = says;
    this.status = element("span", { class: "badge" }, "Loading");
    /** Badges elsewhere that say the same. */
    this.mirrors = [];
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
      this.onTake(() => action.take(this.#effect));
      this.#taken = action.taken;
      this.#showEffect(this.#effect);
      // The action is taken once, and a disabled button would swallow the focus.
      this.heading.focus();
    });
    this.done = element("span", { class: "effect-done", role: "status" });
    this.element = element(
      "section",
      { class: "panel panel-reply", "aria-labelledby": "reply-heading" },
      element("div", { class: "panel-head" }, this.heading, this.contentType),
      element("div", { class: "block-room" }, this.body),
      ...(below ? [below] : []),
      element(
        "div",
        { class: "effect" },
        this.terms,
        element("div", { class: "effect-act" }, this.done, this.action),
      ),
    );
  }

  show(reply) {
    const tone = reply.status === 200 ? "good" : reply.status === 400 ? "warn" : "bad";
    this.#sayStatus(tone, `${reply.status} ${TITLES[reply.status]}`);
    this.contentType.textContent = reply.contentType;
    showJson(this.body, reply.body);
    this.#taken = undefined;
    this.#showEffect(reply.effect);
  }

  /** For a state that the core refuses to decide on. */
  showUnusable(message) {
    this.#sayStatus("plain", "No reply");
    this.contentType.textContent = "";
    renew(this.body, message, () => [sentence(message)]);
    this.#taken = undefined;
    this.#showEffect(undefined);
  }

  #sayStatus(tone, word) {
    for (const badge of [this.status, ...this.mirrors]) {
      badge.dataset.tone = tone;
      badge.textContent = word;
    }
  }

  #showEffect(effect) {
    this.#effect = effect;
    const { rows, offered } = this.#says(effect);
    renew(this.terms, JSON.stringify(rows), () =>
      rows.map(([term, text]) =>
        element("div", {}, element("dt", {}, term), element("dd", {}, text)),
      ),
    );
    this.action.disabled = !offered || this.#taken !== undefined;
    say(this.done, this.#taken ?? "");
  }
}
