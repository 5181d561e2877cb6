import { ask, listed, onceWord, send } from "../service/api.js";

const STORED = "latchwork-new-keys";
/** The service gives the same answer again for a day: after that a key would be made twice. */
const LASTS = 12 * 3_600_000;

/**
 * Keys that are asked for in one go. Each request has a word of its own, kept in this tab before it
 * is sent: a page that is loaded anew amid them sends the same again, so that no key is made twice,
 * and the service tells once more what opens, so that no code is lost and none has to be kept here.
 */
export class NewKeys {
  #at = Date.now();
  #entries = [];
  #answered = 0;

  constructor(principal, requests = []) {
    this.principal = principal;
    this.#entries = requests.map((request) => ({ request, word: onceWord() }));
    this.#keep();
  }

  /** What was begun in this tab by who is signed in, and its end if it came to one. */
  static kept(principal) {
    try {
      const stored = JSON.parse(sessionStorage.getItem(STORED));
      const isOwn = stored?.principal === principal && Date.now() - stored.at < LASTS;
      if (!isOwn) return undefined;
      const kept = new NewKeys(principal);
      kept.#at = stored.at;
      kept.#entries = stored.entries;
      kept.wasEnded = stored.ended;
      return kept;
    } catch {
      return undefined; // Where storage is refused nothing was kept.
    }
  }

  get total() {
    return this.#entries.length;
  }

  get left() {
    return this.#entries.length - this.#answered;
  }

  /** Asks for the next key, and gives what the service answered. */
  async next() {
    const { request, word } = this.#entries[this.#answered];
    const { body } = await send("POST", "/keys", { body: request, once: word });
    this.#answered += 1;
    if (this.left === 0) this.#keep();
    return body;
  }

  /** Puts other requests in the place of those that are left; what is asked for as before keeps its word. */
  goOn(requests) {
    const before = this.#entries.splice(this.#answered);
    for (const request of requests) {
      const at = before.findIndex((entry) => JSON.stringify(entry.request) === JSON.stringify(request));
      this.#entries.push(at < 0 ? { request, word: onceWord() } : before.splice(at, 1)[0]);
    }
    this.#keep();
  }

  forget() {
    try {
      sessionStorage.removeItem(STORED);
    } catch {
      // There is nothing to forget then.
    }
  }

  #keep() {
    const entries = this.#entries;
    // What somebody typed to open a door is not kept: it is taken when it is asked for twice.
    if (entries.length === 0 || !entries.every(({ request }) => ["*", undefined].includes(request.keyIdentification))) {
      return;
    }
    const { principal } = this;
    try {
      sessionStorage.setItem(STORED, JSON.stringify({ principal, at: this.#at, entries, ended: this.left === 0 }));
    } catch {
      // Then it lasts until the page is left.
    }
  }
}

/** People whose name or phone holds a text. */
export async function peopleOf(search) {
  const text = search.trim();
  if (text.length < 2) return [];
  return (await ask("GET", listed("/people", { search: text, limit: 6 }))).items;
}
