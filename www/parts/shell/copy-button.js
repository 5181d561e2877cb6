import { element } from "./element.js";

const SAID_FOR = 2_000;

/** Copies what `text()` gives and says whether it did. */
export class CopyButton {
  #timer;

  constructor(text) {
    this.element = element("button", { type: "button", class: "button button-small copy" }, "Copy");
    this.said = element("span", { class: "visually-hidden", role: "status" });
    this.element.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        this.#say("Copied");
      } catch {
        // Without a secure origin or a permission there is no clipboard; the text can be selected.
        this.#say("Not copied");
      }
    });
  }

  #say(word) {
    this.element.textContent = word;
    this.said.textContent = word;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = "Copy";
      this.said.textContent = "";
    }, SAID_FOR);
  }
}
