import { element } from "../shell/element.js";
import { refusedIn } from "./refused.js";

/**
 * Sends the request of a form to the service that this page came from, as who is signed in there:
 * what it makes is kept. What the service refuses is told at the fields until they are others.
 */
export class Sending {
  #request;
  #issues = [];
  #answered;
  #isBusy = false;

  /** What the last reply refuses of the request as it stands, as issues. */
  refused = [];

  constructor({ forms, replyPanel, update }) {
    Object.assign(this, { replyPanel, update });
    for (const form of forms) {
      replyPanel.mirrors.push(form.status);
      form.element.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#submitted(form);
      });
    }
    replyPanel.showNone("Not sent");
    replyPanel.say("What is sent is made in earnest, and kept there.");
  }

  /** The request as it stands, `{ path, body }`, and what the check has against it. */
  stands(request, issues) {
    this.#request = request;
    this.#issues = issues;
    if (this.#answered === undefined || JSON.stringify(request) === this.#answered) return;
    this.#answered = undefined;
    this.refused = [];
    this.replyPanel.say("The request is another one by now.");
  }

  /** Leads to the first field that is wrong, or sends the request and leads to the reply. */
  async #submitted(form) {
    form.touch();
    this.update();
    if (this.#issues.length > 0) {
      form.firstWrong?.focus();
      return;
    }
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.replyPanel.say("One moment …");
    await this.#send(this.#request);
    this.#isBusy = false;
    this.update();
    (form.firstWrong ?? this.replyPanel.heading).focus();
  }

  async #send({ path, body }) {
    const { replyPanel } = this;
    const headers = { accept: "application/json", "content-type": "application/json" };
    try {
      const reply = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" });
      const { status, statusText } = reply;
      const text = await reply.text();
      const read = readable(text);
      replyPanel.show({ status, statusText, contentType: reply.headers.get("content-type") ?? "", body: read });
      this.refused = typeof read === "object" && read !== null && status !== 401 ? refusedIn({ status, body: read }) : [];
      if (status === 401) replyPanel.say("Nobody is signed in: ", element("a", { href: "?page=keys" }, "sign in"), " first.");
      else if (status < 300) replyPanel.say("It is kept there.");
      else replyPanel.say("Nothing was kept.");
    } catch {
      replyPanel.showNone("No reply");
      replyPanel.say("The service cannot be reached.");
      this.refused = [];
    }
    this.#answered = JSON.stringify({ path, body });
  }
}

function readable(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
