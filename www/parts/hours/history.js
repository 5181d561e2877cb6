/** Steps beyond this are forgotten. */
const MOST = 100;

/** How a thing was, step by step: what is typed into one control in a row is one step. */
export class History {
  #before = [];
  #now;
  #by;

  get some() {
    return this.#before.length > 0;
  }

  /** Keeps how the thing is now, and who made it so; tells whether it is another than before. */
  add(text, by) {
    if (text === this.#now) return false;
    const typed = by === this.#by && by?.matches("input:not([type=checkbox])");
    if (this.#now !== undefined && !typed) this.#before.push(this.#now);
    if (this.#before.length > MOST) this.#before.shift();
    this.#now = text;
    this.#by = by;
    return true;
  }

  /** How it was a step ago, which it is from now on. */
  back() {
    const text = this.#before.pop();
    if (text === undefined) return undefined;
    this.#now = text;
    this.#by = undefined;
    return text;
  }
}
