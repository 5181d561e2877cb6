import { JsonField } from "../fields/json-field.js";
import { loadCore } from "../shell/core.js";
import { element } from "../shell/element.js";
import { showJson } from "./json.js";
import { renew } from "../shell/renew.js";
import { sentence } from "../fields/issue-words.js";
import { TITLES } from "./reply-panel.js";

/**
 * What the package decides of the request by a state that is typed in: for who writes a service,
 * and wants to see what a state comes to. No service is asked.
 */
export class WhatIf {
  #core;
  #question;

  /** Called when there is something that decides. */
  onReady = () => {};

  /**
   * `name` tells it from others of its page, `state` is what stands there at first. The `parts` of
   * the package that decide are asked for when somebody looks.
   */
  constructor({ name, state, parts }) {
    this.state = new JsonField({
      name: `${name}-state`,
      label: "What the service would know, as JSON",
      hint: "Without “now” it is this moment.",
      what: "the state that `decide` takes",
    });
    this.state.json = state;
    this.badge = element("span", { class: "badge" }, "Loading");
    this.contentType = element("code", { class: "content-type" });
    this.body = block("Body that is decided");
    this.effect = block("Effect that is decided");
    this.element = element(
      "details",
      { class: "card what-if" },
      element("summary", {}, "What would be decided"),
      element(
        "p",
        { class: "part-lead" },
        "What the package’s ",
        element("code", {}, "decide"),
        " says of this request by a state of your own. No service is asked, and nothing is kept.",
      ),
      this.state.element,
      element("p", { class: "what-if-head", role: "status" }, this.badge, this.contentType),
      this.body,
      element("p", { class: "part-lead" }, "What a service would then store and do:"),
      this.effect,
    );
    this.element.addEventListener("toggle", () => this.#load(parts));
  }

  async #load(parts) {
    if (!this.element.open || this.#core) return;
    try {
      this.#core = await loadCore(parts);
    } catch {
      this.#say("bad", "Not loaded: close this, and open it again");
      return;
    }
    this.onReady();
  }

  /** The state that is typed in, with the time; its members may be anything. */
  get known() {
    const { json } = this.state;
    if (json === undefined) return undefined;
    return typeof json === "object" && json !== null && !Array.isArray(json) ? { now: Date.now(), ...json } : json;
  }

  /** The time of the state in epoch milliseconds; `undefined` where it is none. */
  now(core) {
    const now = this.known?.now;
    if (typeof now !== "string") return typeof now === "number" ? now : undefined;
    const parsed = core.parseTimestamp(now);
    return parsed.ok ? parsed.value.epochMillis : undefined;
  }

  /**
   * `decide(core, state)` is asked when the `question` or the state is another than before: a
   * decision can draw a code or hold the instant it was made at, and the same question keeps its
   * answer.
   */
  show(question, decide) {
    const core = this.#core;
    if (core === undefined) return;
    const text = JSON.stringify([question, this.state.value]);
    if (text === this.#question) return;
    this.#question = text;
    const { known } = this;
    this.state.show([]);
    if (known === undefined) {
      this.#showNothing("the state is no JSON");
      return;
    }
    try {
      this.#show(decide(core, known));
    } catch (error) {
      if (!(error instanceof core.LatchworkError)) throw error;
      this.state.show(error.issues);
      this.#showNothing(error.message);
    }
  }

  #show({ status, contentType, body, effect }) {
    this.#say(status === 200 ? "good" : status === 400 ? "warn" : "bad", `${status} ${TITLES[status]}`);
    this.contentType.textContent = contentType;
    showJson(this.body, body);
    showJson(this.effect, effect ?? null);
  }

  #showNothing(message) {
    this.#say("plain", "Nothing is decided");
    this.contentType.textContent = "";
    renew(this.body, message, () => [sentence(message)]);
    showJson(this.effect, null);
  }

  #say(tone, word) {
    this.badge.dataset.tone = tone;
    if (this.badge.textContent !== word) this.badge.textContent = word;
  }
}

const block = (label) => element("pre", { class: "block", tabindex: "0", role: "region", "aria-label": label });
