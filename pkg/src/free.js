// Sets of free codes, and the codes that calls without a list of their own are drawn from.
import { call, drawFrom, drawOneFrom, inCore, make } from "./border.js";
import { packed, packedList, written } from "./code.js";
import { LatchworkError } from "./error.js";
import { Frame, LARGEST_STATE } from "./frame.js";
import { randomSource } from "./source.js";

/** Draws that are made one by one before codes are drawn ahead. */
const ONE_BY_ONE = 16;
/** Codes that are drawn ahead at once. */
const AHEAD = 256;

const NONE = new Uint32Array(0);

/** What types.d.ts says of `FreeCodes`. */
export class FreeCodes {
  #set;
  #keyspace;
  /** Whether the core failed while it changed the set. */
  #lost = false;
  // Codes drawn ahead, each from all that are free: one draw does not change the next. They are
  // numbers and not texts, so that each can be wiped when it is given away, and all of them when
  // the set changes or the host has another random source than they came from.
  #ahead = NONE;
  #next = 0;
  #source;
  #drawn = 0;

  constructor(set) {
    this.#set = set;
    this.#keyspace = set.keyspace();
  }

  get left() {
    return this.#enter((set) => inCore(() => set.left()));
  }

  get keyspace() {
    return this.#keyspace;
  }

  draw() {
    if (this.#next < this.#ahead.length && this.#source === randomSource()) {
      const word = this.#ahead[this.#next];
      this.#ahead[this.#next] = 0;
      this.#next += 1;
      return written(word);
    }
    return written(this.#enter((set) => this.#drawOne(set)));
  }

  drawMany(count) {
    const checked = countOf(count);
    return this.#enter((set) => drawFrom("draw_many", set, checked, writtenList));
  }

  issue() {
    this.#wipe();
    return written(this.#enter((set) => drawOneFrom("issue", set)));
  }

  issueMany(count) {
    const checked = countOf(count);
    this.#wipe();
    return this.#enter((set) => drawFrom("issue_many", set, checked, writtenList));
  }

  take(code) {
    const word = packed(code);
    if (word === -1) call("refuse_code", new Frame().with(code));
    this.#wipe();
    return this.#enter((set) => inCore(() => set.take(word)));
  }

  dispose() {
    this.#wipe();
    const set = this.#set;
    this.#set = undefined;
    if (set !== undefined) inCore(() => set.free());
  }

  /** Whether there is a set behind it. */
  static isAlive(free) {
    return free.#set !== undefined;
  }

  #drawOne(set) {
    this.#wipe();
    const source = randomSource();
    if (source !== this.#source) {
      this.#source = source;
      this.#drawn = 0;
    }
    this.#drawn += 1;
    if (this.#drawn > ONE_BY_ONE) {
      const words = drawFrom("draw_each", set, AHEAD, (words) => words.slice());
      // None from a source that may still be good for one.
      if (words.length > 0) {
        this.#ahead = words;
        this.#next = 1;
        const [first] = words;
        words[0] = 0;
        return first;
      }
    }
    return drawOneFrom("draw", set);
  }

  #enter(use) {
    if (this.#set === undefined) {
      throw this.#lost
        ? new LatchworkError("core_failed", "expected a set of codes, found one that the core has lost")
        : new LatchworkError("disposed", "expected a set of codes, found one that was disposed of");
    }
    try {
      return use(this.#set);
    } catch (error) {
      if (error.code === "core_failed") {
        // What it was doing is half done. The set is not given back: the core still holds it.
        this.#set = undefined;
        this.#lost = true;
        this.#wipe();
      }
      throw error;
    }
  }

  #wipe() {
    if (this.#ahead === NONE) return;
    this.#ahead.fill(0);
    this.#ahead = NONE;
    this.#next = 0;
  }
}

if (Symbol.dispose) FreeCodes.prototype[Symbol.dispose] = FreeCodes.prototype.dispose;

function writtenList(words) {
  const { length } = words;
  const codes = new Array(length);
  for (let index = 0; index < length; index += 1) codes[index] = written(words[index]);
  return codes;
}

/** A count that the core can be asked for. */
export function countOf(count) {
  if (!(Number.isInteger(count) && count >= 0 && count < 2 ** 32)) {
    call("refuse_count", new Frame().with(count));
  }
  return count;
}

/** More taken codes than this are refused: beyond it lie only endless iterables. */
const MOST_TAKEN = 10_000_000;

/** What an iterable gives; a text or what cannot be iterated stays as it is, for the core to refuse. */
function listed(taken) {
  if (typeof taken === "string" || typeof taken?.[Symbol.iterator] !== "function") return taken;
  const codes = [];
  for (const code of taken) {
    if (codes.push(code) > MOST_TAKEN) {
      const message = `expected at most ${MOST_TAKEN} codes, found more`;
      throw new LatchworkError("invalid_argument", `taken: ${message}`, [
        { code: "list_too_long", path: ["taken"], message, params: { limit: MOST_TAKEN } },
      ]);
    }
  }
  return codes;
}

/** Makes a set of free codes. */
export function freeCodes(policy, taken, draw) {
  const frame = new Frame().with(policy, LARGEST_STATE);
  const codes = listed(taken);
  // Texts that are codes go as numbers. Whatever else there is, the core reads as it stands, and
  // says what is wrong with it.
  const words = Array.isArray(codes) ? packedList(codes, LARGEST_STATE) : undefined;
  if (words === undefined) {
    return new FreeCodes(make(frame.with(codes, LARGEST_STATE).with(draw)));
  }
  const bytes = new Uint8Array(words.buffer);
  try {
    return new FreeCodes(make(frame.with(undefined).with(draw), { content: bytes, length: bytes.length }));
  } finally {
    bytes.fill(0);
  }
}

/** Sets of policies alone, kept from one call to the next; the last used first. */
const kept = [];
/** Sets that are kept. */
const MOST_KEPT = 8;
/** The words of the largest policy that is compared with those of kept sets. */
const LARGEST_KEPT = 64;

/** The set of no policy. */
let plain;
/** Sets of policies that nobody can change. */
const constant = new Map();

/** Keeps the set of a policy that is this very value for good. */
export function keepFor(policy) {
  constant.set(policy, undefined);
}

/**
 * A set of a policy alone; `undefined` where none is kept: for a large policy, and for one that
 * says what a person's codes are not.
 */
export function keptFor(policy) {
  if (policy === undefined) {
    if (plain === undefined || !FreeCodes.isAlive(plain)) plain = freeCodes();
    return plain;
  }
  const known = constant.get(policy);
  if (known !== undefined && FreeCodes.isAlive(known)) return known;
  if (constant.has(policy)) {
    const set = freeCodes(policy);
    constant.set(policy, set);
    return set;
  }
  // An object may have been changed since: what it says counts, not which it is.
  const { words, text } = new Frame().with(policy, LARGEST_STATE);
  if (words.length > LARGEST_KEPT || /blocked|notDerivedFrom/.test(text)) return undefined;
  const place = kept.findIndex((one) => isSame(one, words, text));
  if (place !== -1) {
    const [one] = kept.splice(place, 1);
    if (FreeCodes.isAlive(one.set)) {
      kept.unshift(one);
      return one.set;
    }
  }
  const set = new FreeCodes(make({ words, text }));
  kept.unshift({ words, text, set });
  if (kept.length > MOST_KEPT) kept.pop().set.dispose();
  return set;
}

function isSame(one, words, text) {
  return (
    one.text === text &&
    one.words.length === words.length &&
    one.words.every((word, index) => word === words[index])
  );
}
