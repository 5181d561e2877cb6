import { ask, listed, Refused } from "../service/api.js";

/** A list of the service as it is asked for: its items so far, and how to have more. */
export class List {
  items = [];
  next = null;
  busy = false;
  refusal = undefined;
  #asked = new AbortController();

  /** `draw` is called whenever something changed; `on` is what a further page is asked for by. */
  constructor(path, draw, { on = "after" } = {}) {
    Object.assign(this, { path, draw, on });
  }

  /** Asks anew; an answer to an older question is dropped. */
  async ask(query) {
    this.query = query;
    this.#asked.abort();
    this.#asked = new AbortController();
    await this.#load(false, this.#asked.signal);
  }

  async more() {
    await this.#load(true, this.#asked.signal);
  }

  again() {
    return this.ask(this.query);
  }

  async #load(more, signal) {
    this.busy = true;
    this.draw();
    try {
      const on = more ? this.next : undefined;
      const page = await ask("GET", listed(this.path, { ...this.query, [this.on]: on }), { signal });
      if (signal.aborted) return;
      this.items = more ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.refusal = undefined;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      this.refusal = error;
    }
    this.busy = false;
    this.draw();
  }
}

/** Calls a function when nothing was typed for a moment. */
export function afterPause(call, pause = 200) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...args), pause);
  };
}
