import { element } from "./element.js";

/** Tabs over panels, with the arrow keys, Home and End. `tabs`: { name, label, panel }. */
export class Tabs {
  #buttons;

  /** Called when another tab is turned to. */
  onSelect = () => {};

  constructor({ id, label, tabs }) {
    this.tabs = tabs;
    this.#buttons = tabs.map(({ name, label }) =>
      element(
        "button",
        {
          type: "button",
          class: "tab",
          role: "tab",
          id: `${id}-${name}-tab`,
          "aria-controls": `${id}-${name}`,
        },
        label,
      ),
    );
    tabs.forEach(({ name, panel }, i) => {
      panel.id = `${id}-${name}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", this.#buttons[i].id);
      this.#buttons[i].addEventListener("click", () => this.#select(i));
    });
    this.element = element("div", { class: "tabs", role: "tablist", "aria-label": label }, ...this.#buttons);
    this.element.addEventListener("keydown", (event) => {
      const next = this.#target(event.key);
      if (next === undefined) return;
      event.preventDefault();
      this.#select(next);
      this.#buttons[next].focus();
    });
    this.#select(0);
  }

  get selected() {
    return this.tabs[this.#index()].name;
  }

  /** What is kept of it while the page is away. */
  get draft() {
    return this.selected;
  }

  set draft(selected) {
    const index = this.tabs.findIndex(({ name }) => name === selected);
    if (index >= 0) this.#select(index);
  }

  #index() {
    return this.#buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
  }

  #target(key) {
    const count = this.#buttons.length;
    return {
      ArrowRight: (this.#index() + 1) % count,
      ArrowLeft: (this.#index() + count - 1) % count,
      Home: 0,
      End: count - 1,
    }[key];
  }

  #select(index) {
    this.#buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      this.tabs[i].panel.hidden = i !== index;
    });
    this.onSelect();
  }
}
