import { CopyButton } from "../shell/copy-button.js";
import { element } from "../shell/element.js";
import { say } from "../shell/say.js";
import { jsonText, showJson } from "./json.js";
import { Tabs } from "../shell/tabs.js";

/** A question to the core as JSON, and the call that asks it, in JavaScript and in Rust. */
export class CallPanel {
  #texts = {};

  /** `name` is what its ids begin with. */
  constructor({ name, heading }) {
    this.blocks = Object.fromEntries(
      ["json", "javascript", "rust"].map((name) => [name, element("pre", { class: "block", tabindex: "0" })]),
    );
    const tabs = new Tabs({
      id: name,
      label: `${heading} as`,
      tabs: [
        { name: "json", label: "JSON", panel: this.blocks.json },
        { name: "javascript", label: "JavaScript", panel: this.blocks.javascript },
        { name: "rust", label: "Rust", panel: this.blocks.rust },
      ],
    });
    const copy = new CopyButton(() => this.#texts[tabs.selected]);
    this.element = element(
      "section",
      { class: "panel panel-call", "aria-labelledby": `${name}-heading` },
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: `${name}-heading` }, heading),
        tabs.element,
        copy.element,
        copy.said,
      ),
      element("div", { class: "block-room" }, ...Object.values(this.blocks)),
    );
  }

  show({ value, javascript, rust }) {
    this.#texts = { json: jsonText(value), javascript, rust };
    showJson(this.blocks.json, value);
    say(this.blocks.javascript, javascript);
    say(this.blocks.rust, rust);
  }
}

/** A value as the text of a raw string of Rust, which needs more signs around it than it has inside. */
export function rustJson(value) {
  const text = jsonText(value);
  const inside = [...text.matchAll(/"(#*)/g)].map(([, { length }]) => length);
  const signs = "#".repeat(1 + Math.max(0, ...inside));
  return `r${signs}"${text}"${signs}`;
}
