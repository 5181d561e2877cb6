// Sets of free codes, and the codes that calls without a list of their own are drawn from.
import { CodeSetUnknown, CodesTooMany } from "#catalogue";
import { call, large, textual } from "./border.js";
import { presetOf } from "./code.js";
import { LONGEST, SHORTEST, packed, packedList, written } from "./digits.js";
import { LatchworkError } from "./error.js";
import { homeOf } from "./home.js";
import { misuse } from "./issue.js";
import { append, listOf } from "./list.js";
import { afterTurn } from "./turn.js";
import { randomSource } from "./source.js";

/** Draws of one turn that are made one by one before codes are drawn ahead. */
const ONE_BY_ONE = 16;
/** Codes that are drawn ahead at once. */
const AHEAD = 256;

const NONE = new Uint32Array(0);

/** What types.d.ts says of `FreeCodes`. */
export class FreeCodes {
  #home;
  #set;
  #keyspace;
  // Codes drawn ahead, each from all that are free: one draw does not change the next. They are
  // numbers and not texts, so that each can be wiped when it is given away, and all of them when
  // the set changes, when the turn of the event loop ends, or when the host has another random
  // source than they came from.
  #ahead = NONE;
  #next = 0;
  #source;
  #drawn = 0;

  constructor(home, set) {
    this.#home = home;
    this.#set = set;
    this.#keyspace = set.keyspace();
  }

  get left() {
    return this.#enter((set) => set.left());
  }

  get keyspace() {
    return this.#keyspace;
  }

  draw() {
    if (this.#next < this.#ahead.length && this.#source === randomSource()) {
      const at = this.#next;
      // First: a call that is cut off has given no code away, and the next must not give a wiped one.
      this.#next = at + 1;
      const word = this.#ahead[at];
      this.#ahead[at] = 0;
      return written(word);
    }
    return written(this.#drawOne());
  }

  drawMany(count) {
    const checked = countOf(count);
    return this.#enter((set, home) => home.drawSome("draw_many", set, checked, writtenList));
  }

  issue() {
    this.#wipe();
    return written(this.#enter((set, home) => home.drawOne("issue", set)));
  }

  issueMany(count) {
    const checked = countOf(count);
    this.#wipe();
    return this.#enter((set, home) => home.drawSome("issue_many", set, checked, writtenList));
  }

  take(code) {
    const word = packed(code);
    if (word === -1) call("refuse_code", textual(code));
    this.#wipe();
    return this.#enter((set, home) => home.take(set, word));
  }

  dispose() {
    this.#wipe();
    const set = this.#set;
    this.#set = undefined;
    // What a call that was cut off has left of it goes with its home.
    if (set !== undefined && !this.#home.isBusy) this.#home.dispose(set);
  }

  /** Decides "create access key" with a set: see `Home.decide`. */
  static decide(free, values) {
    if (typeof free !== "object" || free === null || !(#set in free)) throw misuse(CodeSetUnknown, ["state", "free"]);
    return free.#enter((set, home) => home.decide(set, values));
  }

  /** Whether there is a set behind it that can be asked. */
  static isAlive(free) {
    return free.#set !== undefined && !free.#home.isBusy;
  }

  #drawOne() {
    this.#wipe();
    const source = randomSource();
    if (source !== this.#source) {
      this.#source = source;
      this.#drawn = 0;
    }
    if (this.#drawn === 0) afterTurn(this);
    this.#drawn += 1;
    if (this.#drawn <= ONE_BY_ONE) return this.#enter((set, home) => home.drawOne("draw", set));
    const words = this.#enter((set, home) => home.drawSome("draw_each", set, AHEAD, (words) => words.slice()));
    // None from a source that may still be good for one.
    if (words.length === 0) return this.#enter((set, home) => home.drawOne("draw", set));
    this.#ahead = words;
    this.#next = 1;
    const [first] = words;
    words[0] = 0;
    return first;
  }

  /** Forgets what was drawn ahead: a copy of the process must not give the same codes again. */
  turnEnded() {
    this.#wipe();
    this.#drawn = 0;
  }

  #enter(use) {
    if (this.#set === undefined) {
      throw new LatchworkError("disposed", "expected a set of codes, found one that was disposed of");
    }
    return this.#home.within(() => use(this.#set, this.#home));
  }

  #wipe() {
    if (this.#ahead === NONE) return;
    this.#ahead.fill(0);
    this.#ahead = NONE;
    this.#next = 0;
  }
}

if (Symbol.dispose) FreeCodes.prototype[Symbol.dispose] = FreeCodes.prototype.dispose;

const writtenList = (words) => listOf(words.length, (index) => written(words[index]));

/** A count that the core can be asked for. */
export function countOf(count) {
  if (!(Number.isInteger(count) && count >= 0 && count < 2 ** 32)) {
    call("refuse_count", textual(count));
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
    append(codes, code);
    if (codes.length > MOST_TAKEN) throw misuse(CodesTooMany, ["taken"], [MOST_TAKEN]);
  }
  return codes;
}

/** Makes a set of free codes. */
export function freeCodes(policy, taken, draw) {
  const codes = listed(taken);
  // Texts that are codes go as numbers. Whatever else there is, the core reads as it stands, and
  // says what is wrong with it.
  const words = Array.isArray(codes) ? packedList(codes) : undefined;
  const home = homeOf();
  try {
    const rest = words === undefined ? large(codes) : undefined;
    return new FreeCodes(home, home.make([large(policy), rest, draw], words));
  } finally {
    words?.fill(0);
  }
}

/** Sets of policies alone, kept from one call to the next; the one made last comes last. */
const kept = new Map();
/** Sets that are kept. */
const MOST_KEPT = 8;
/** The most lengths or rules of a policy whose set is kept. */
const MOST_ITEMS = 16;

/** The lengths of a policy that says nothing else, asked for last, and its set. */
let lastLengths;
let lastSet;

/** The set of no policy. */
let plain;
/** Sets of policies that nobody can change, by their place: kept for good. */
const constant = Object.create(null);

/**
 * A set of a policy alone; `undefined` where none is kept: for a large policy, and for one that
 * says what a person's codes are not.
 */
export function keptFor(policy) {
  if (policy === undefined) {
    if (plain === undefined || !FreeCodes.isAlive(plain)) plain = freeCodes();
    return plain;
  }
  // An object may have been changed since: what it says counts, not which it is.
  const lengths = lengthsOf(policy);
  if (lengths !== undefined && lengths === lastLengths && FreeCodes.isAlive(lastSet)) return lastSet;
  const preset = presetOf(policy);
  if (preset !== -1) {
    const known = constant[preset];
    if (known === undefined || !FreeCodes.isAlive(known)) constant[preset] = freeCodes(policy);
    return constant[preset];
  }
  const key = lengths ?? keyOf(policy);
  if (key === undefined) return undefined;
  let set = kept.get(key);
  if (set === undefined || !FreeCodes.isAlive(set)) {
    set = freeCodes(policyOf(key));
    kept.delete(key);
    kept.set(key, set);
    while (kept.size > MOST_KEPT) {
      const [oldest, unused] = kept.entries().next().value;
      kept.delete(oldest);
      unused.dispose();
    }
  }
  if (lengths !== undefined) {
    lastLengths = lengths;
    lastSet = set;
  }
  return set;
}

/** The lengths of a policy that says nothing else, a bit for each; `undefined` for any other. */
function lengthsOf(policy) {
  try {
    if (typeof policy !== "object" || policy === null || !Object.hasOwn(policy, "lengths")) return undefined;
    for (const name in policy) if (name !== "lengths") return undefined;
    const list = policy.lengths;
    if (!Array.isArray(list) || !(list.length >= 1 && list.length <= MOST_ITEMS)) return undefined;
    let lengths = 0;
    for (let index = 0; index < list.length; index += 1) {
      const length = list[index];
      if (!(length >= SHORTEST && length <= LONGEST && length === (length | 0))) return undefined;
      lengths |= 1 << length;
    }
    return lengths;
  } catch {
    // A member that throws: for the core to refuse.
    return undefined;
  }
}

/** What a policy of lengths and rules says, as a text; `undefined` for one that says more, or may not be one. */
function keyOf(policy) {
  try {
    if (typeof policy !== "object" || policy === null) return undefined;
    let key = "";
    for (const name of Object.keys(policy)) {
      const list = policy[name];
      if ((name !== "lengths" && name !== "rules") || !Array.isArray(list) || list.length > MOST_ITEMS) return undefined;
      key += name;
      for (let index = 0; index < list.length; index += 1) {
        const item = list[index];
        // Neither a number nor a rule has a comma or a quotation mark.
        if (typeof item === "number") key += `,${item}`;
        else if (typeof item === "string" && /^\w+$/.test(item)) key += `,"${item}`;
        else return undefined;
      }
      key += ";";
    }
    return key;
  } catch {
    // A member that throws: for the core to refuse.
    return undefined;
  }
}

/** The policy of a key: read again, the caller's own may say something else. */
function policyOf(key) {
  if (typeof key === "number") {
    const all = [4, 5, 6, 7, 8];
    return { lengths: all.filter((length) => (key >>> length) & 1) };
  }
  const lists = key.split(";").slice(0, -1).map((list) => list.split(","));
  return Object.fromEntries(
    lists.map(([name, ...items]) => [name, items.map((item) => (item[0] === '"' ? item.slice(1) : Number(item)))]),
  );
}
