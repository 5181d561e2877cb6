/** Answers beyond this are forgotten. */
const MOST_KNOWN = 2_000;

/** What a question is answered with when a later one has taken its place. */
export class Superseded extends Error {}

/** What the core refuses, with its issues. */
export class Refusal extends Error {
  constructor({ message, issues }) {
    super(message);
    this.issues = issues;
  }
}

/**
 * The core in a worker, so that counting under costly rules holds up no key press. It answers one
 * question after the other; of those that wait only the latest is kept.
 */
export class Background {
  #known = new Map();
  #asked;
  #next;

  start() {
    this.worker = new Worker(new URL(CORE_WORKER, import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => {
      this.#asked.answer(data);
      this.#asked = undefined;
      if (this.#next) this.#send(this.#next);
      this.#next = undefined;
    });
  }

  /** The answer of a function of the core; of the same question, the same answer. */
  async ask(name, ...args) {
    const question = JSON.stringify([name, args]);
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    if (!this.#known.has(question)) this.#known.set(question, await this.#answer({ name, args }));
    const { value, refusal } = this.#known.get(question);
    if (refusal) throw new Refusal(refusal);
    return value;
  }

  #answer(question) {
    return new Promise((answer, refuse) => {
      const asked = { question, answer, refuse };
      this.#next?.refuse(new Superseded());
      this.#next = undefined;
      if (this.#asked) this.#next = asked;
      else this.#send(asked);
    });
  }

  #send(asked) {
    this.#asked = asked;
    this.worker.postMessage(asked.question);
  }
}
