// Instances of the core that sets of free codes live in.
import { AS_GIVEN, FAILED, OBJECT, addAll, failed, misuse, objectOf } from "./border.js";
import { Buffers } from "./buffers.js";
import { LatchworkError } from "./error.js";
import { randomSource } from "./source.js";
import { afterTurn } from "./turn.js";

/** Sets that share an instance, and so its end: a call that is cut off takes all of them along. */
const MOST_SETS = 16;

/** Draws of one turn that ask for just the bytes they need before any bytes are asked for ahead. */
const EXACT = 16;
/** Random bytes asked for at once: hosts take as long for a thousand codes as for one. */
const AHEAD = 4096;

/** In place of a count or a code: nothing was drawn. */
const NOT_DRAWN = 0xffffffff;

export class Home {
  #buffers = new Buffers();
  /** How many sets were made here and not disposed of. */
  sets = 0;
  /** Whether a call is under way, or was cut off: what it was doing is half done. */
  isBusy = false;
  #source;
  #draws = 0;

  /** What `use` gives, unless a call is under way. */
  within(use) {
    if (this.isBusy) {
      throw new LatchworkError("core_failed", "expected a set of codes, found one that the core has lost");
    }
    this.isBusy = true;
    try {
      const used = use();
      this.isBusy = false;
      return used;
    } catch (cause) {
      throw failed(cause);
    }
  }

  /** Makes a set of `[policy, taken, draw]`, and of codes in use that are numbers. */
  make(values, words) {
    return this.within(() => {
      const buffers = this.#buffers;
      buffers.begin();
      addAll(buffers, values);
      const text = buffers.written();
      const length = words === undefined ? 0 : words.byteLength;
      buffers.room(length);
      if (length > 0) new Uint32Array(buffers.memory.buffer, buffers.body.byteOffset, words.length).set(words);
      const kind = buffers.border.free_codes(buffers.length >>> 1, text, length);
      if (kind !== AS_GIVEN) throw this.#refusal(kind);
      this.sets += 1;
      const set = buffers.border.made();
      buffers.scrub();
      return set;
    });
  }

  /** Decides "create access key" by `[checked, state, now, keyFormats]` and the codes of a set. */
  decide(set, values) {
    const buffers = this.#buffers;
    buffers.begin();
    addAll(buffers, values);
    const text = buffers.written();
    const kind = buffers.border.decide_with(set, buffers.length >>> 1, text);
    if (kind === OBJECT) return objectOf(buffers);
    throw this.#refusal(kind);
  }

  /** Gives the memory of a set back. */
  dispose(set) {
    this.within(() => {
      set.free();
      this.sets -= 1;
    });
  }

  /** Draws codes from a set, by a method of Border; gives what `use` makes of them. */
  drawSome(name, set, count, use) {
    const { border } = this.#buffers;
    // A count beyond what is left is refused: no room is made for it.
    const most = count > AHEAD ? Math.min(count, set.left()) : count;
    const drawn = border[name](set, count, this.#bytesFor(most));
    if (drawn === NOT_DRAWN) throw this.#refusal(FAILED);
    const words = this.#buffers.answer(drawn);
    const used = use(words);
    words.fill(0);
    this.#buffers.scrub();
    return used;
  }

  /** Draws a code, which is the answer itself. */
  drawOne(name, set) {
    const drawn = this.#buffers.border[name](set, this.#bytesFor(1));
    if (drawn === NOT_DRAWN) throw this.#refusal(FAILED);
    this.#buffers.scrub();
    return drawn;
  }

  /** Takes a code from a set; gives whether it was free. */
  take(set, word) {
    const was = set.take(word);
    this.#buffers.scrub();
    return was;
  }

  /** What the core says of a caller, which is the end of a call like another. */
  #refusal(kind) {
    const error = misuse(this.#buffers, kind);
    this.isBusy = false;
    return error;
  }

  /** How many random bytes to ask the host for, where there are too few for so many codes. */
  #bytesFor(count) {
    const source = randomSource();
    if (source !== this.#source) {
      this.#source = source;
      this.#draws = 0;
      this.#buffers.border.forget();
    }
    if (this.#draws === 0) afterTurn(this);
    this.#draws += 1;
    return Math.max(4 * count, this.#draws > EXACT ? AHEAD : 0);
  }

  /** Forgets random bytes that were asked for ahead: a copy of the process must not draw by them again. */
  turnEnded() {
    this.#draws = 0;
    if (!this.isBusy) this.#buffers.border.forget();
  }
}

let home;

/** An instance for one more set. */
export function homeOf() {
  if (home === undefined || home.isBusy || home.sets >= MOST_SETS) home = new Home();
  return home;
}
