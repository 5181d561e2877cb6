import { html, nothing, render } from "lit-html";

/**
 * A dialog over the page. `content(close)` is drawn inside; what had the focus has it again when
 * the dialog closes.
 */
export class Dialog {
  constructor() {
    this.element = document.createElement("dialog");
    this.element.className = "dialog";
    this.element.addEventListener("click", ({ target }) => {
      if (target === this.element) this.close();
    });
    this.element.addEventListener("close", () => {
      render(nothing, this.element);
      this.element.remove();
    });
  }

  open({ title, content }) {
    this.title = title;
    this.content = content;
    this.draw();
    document.body.append(this.element);
    this.element.showModal();
  }

  draw() {
    this.element.setAttribute("aria-labelledby", "dialog-heading");
    render(
      html`<div class="dialog-body">
        <header class="dialog-head">
          <h2 id="dialog-heading">${this.title()}</h2>
          <button type="button" class="button button-small" @click=${() => this.close()}>Close</button>
        </header>
        ${this.content()}
      </div>`,
      this.element,
    );
  }

  close() {
    this.element.close();
  }
}
