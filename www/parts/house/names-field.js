import { html, nothing } from "lit-html";

/** So many keys are made in one go at most. */
const MOST = 200;

/** The names of many, one a line, that may be made by number. */
export class NamesField {
  #draft = { count: "40", called: "", text: "" };

  /** What is kept of it while the page is away. */
  get draft() {
    return this.#draft;
  }

  set draft(draft) {
    this.#draft = { ...this.#draft, ...draft };
  }

  /** The names, as many as are made in one go. */
  get value() {
    return this.#lines.slice(0, MOST);
  }

  get #lines() {
    const lines = this.#draft.text.split("\n").map((line) => line.trim());
    return lines.filter(Boolean);
  }

  get issue() {
    const { length } = this.#lines;
    if (length === 0) return "Write one name a line.";
    return length > MOST ? `At most ${MOST} at once; these are ${length}.` : undefined;
  }

  /** Leaves the last of them only. */
  keepLast(count) {
    this.#draft.text = this.#lines.slice(-count).join("\n");
  }

  template(redraw, refused) {
    const { count, called, text } = this.#draft;
    const set = (name) => ({ target }) => {
      this.#draft[name] = target.value;
      redraw();
    };
    const fill = () => {
      const length = Math.min(Math.max(Number.parseInt(count, 10) || 0, 0), MOST);
      this.#draft.text = Array.from({ length }, (_, i) => `${called.trim() || "Guest"} ${i + 1}`).join("\n");
      redraw();
    };
    const enter = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      fill();
    };
    const input = (name, label, more) => html`<div class="filter">
      <label for=${name}>${label}</label>
      <input class="input" id=${name} type="text" autocomplete="off" .value=${this.#draft[name]} inputmode=${more.inputmode ?? "text"} placeholder=${more.placeholder ?? ""} @input=${set(name)} />
    </div>`;
    const { length } = this.#lines;
    return html`<div class="names">
      <div class="numbered" @keydown=${enter}>
        ${input("count", "How many", { inputmode: "numeric" })} ${input("called", "Called", { placeholder: "Guest" })}
        <button type="button" class="button" @click=${fill}>Fill in</button>
      </div>
      <div class="filter">
        <label for="names">Names, one a line</label>
        <textarea class="input" id="names" rows="8" .value=${text} aria-invalid=${refused ? "true" : nothing} aria-describedby="names-note" @input=${set("text")}></textarea>
        <p class=${refused ? "wrong" : "help"} id="names-note">${refused ?? (length === 1 ? "1 key" : `${length} keys`)}</p>
      </div>
    </div>`;
  }
}
