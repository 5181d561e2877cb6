import { element } from "./element.js";
import { sentence } from "./issue-note.js";
import { jsonNodes } from "./json.js";

const TITLES = { 200: "OK", 400: "Bad Request", 403: "Forbidden", 409: "Conflict" };

/** The service's reply, and what it would store and do. */
export class ReplyPanel {
  #key;

  /** `onStore` is given the key when the person has it put among those in use. */
  constructor({ onStore }) {
    this.status = element("span", { class: "badge" }, "Loading");
    this.contentType = element("code", { class: "content-type" });
    this.body = element("pre", {
      class: "block",
      tabindex: "0",
      role: "region",
      "aria-label": "Body of the reply",
    });
    this.heading = element("h2", { id: "reply-heading", tabindex: "-1" }, "Reply ", this.status);
    this.store = element("dd", {});
    this.user = element("dd", {});
    this.notify = element("dd", {});
    this.storeButton = element("button", { type: "button", class: "button button-small" }, "Mark as in use");
    this.storeButton.addEventListener("click", () => onStore(this.#key));
    this.element = element(
      "section",
      { class: "panel panel-reply", "aria-labelledby": "reply-heading" },
      element("div", { class: "panel-head" }, this.heading, this.contentType),
      this.body,
      element(
        "div",
        { class: "effect" },
        element(
          "dl",
          {},
          element("div", {}, element("dt", {}, "Stores"), this.store),
          element("div", {}, element("dt", {}, "Creates"), this.user),
          element("div", {}, element("dt", {}, "Notifies"), this.notify),
        ),
        this.storeButton,
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
    this.#key = effect?.storeKey;
    this.store.textContent = effect ? sayKey(effect.storeKey) : "nothing";
    this.user.textContent = effect?.createUser ? sayUser(effect.createUser) : "no user";
    this.notify.textContent = effect?.notify ? "the user" : "nobody";
    // An identification is what another key can clash with; a mobile key has none.
    this.storeButton.disabled = effect?.storeKey.keyIdentification === undefined;
  }
}

function sayKey({ keyType, keyFormat, keyIdentification, pin, accesses }) {
  const doors = accesses.length === 1 ? "1 access" : `${accesses.length} accesses`;
  return [keyType, "key", keyFormat, keyIdentification, pin && "with a PIN", "for", doors]
    .filter(Boolean)
    .join(" ");
}

function sayUser({ type, phoneNumber, firstName, lastName }) {
  const who = [firstName, lastName, phoneNumber].filter(Boolean).join(" ");
  return who ? `a ${type} user: ${who}` : `a ${type} user`;
}
