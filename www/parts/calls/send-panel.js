import { element } from "../shell/element.js";
import { jsonText } from "./json.js";

/**
 * The request in earnest: sent to the service that this page came from, as who is signed in there,
 * and what that answers. What the sample service says beside it changes nothing.
 */
export class SendPanel {
  #request;

  constructor() {
    this.line = element("code", { class: "request-line" });
    this.send = element("button", { type: "button", class: "button" }, "Send it in earnest");
    this.note = element("p", { role: "status" }, "What it makes is kept there.");
    this.body = element("pre", { class: "block", tabindex: "0", role: "region", "aria-label": "Answer of the service", hidden: true });
    this.element = element(
      "details",
      { class: "card send-panel" },
      element("summary", {}, "Send it to this service"),
      this.line,
      element("div", { class: "send-act" }, this.send, this.note),
      this.body,
    );
    this.send.addEventListener("click", () => this.#sent());
  }

  /** `path`: where the request goes, of this page's own host. */
  show({ path, body }) {
    this.#request = { path, body };
    this.line.textContent = `POST ${path}`;
  }

  async #sent() {
    const { path, body } = this.#request;
    this.send.disabled = true;
    this.note.textContent = "One moment …";
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      const reply = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" });
      const text = await reply.text();
      this.note.textContent = reply.status === 401 ? "401: nobody is signed in; sign in at Keys." : `${reply.status} ${reply.statusText}`;
      this.body.textContent = readable(text);
      this.body.hidden = text === "";
    } catch {
      this.note.textContent = "The service cannot be reached.";
    }
    this.send.disabled = false;
  }
}

function readable(text) {
  try {
    return jsonText(JSON.parse(text));
  } catch {
    return text;
  }
}
