// Schedules, and hours: what they say by the clock of a door.
import { HoursUnknown } from "#catalogue";
import { WRITTEN, addAll, answered, callForNumbers, judge, refused, textual, within } from "./border.js";
import { clockOf } from "./clock.js";
import { misuse } from "./issue.js";
import { decode } from "./utf8.js";

// What the core answers: see src/js/schedule.rs.
const STATES = ["unknown", "open", "closed", "never"];
const REASONS = ["not-yet-valid", "expired", "special-day", "outside-hours"];
const FOUND = 1;
const LOOK = 2;

const EITHER = 0;
const BOTH = 1;
const FIRST_ALONE = 2;

const IS_NEVER = 1;
const IS_ALWAYS = 2;
const IS_SAME = 4;
const COVERS = 8;

/** NEAR of the core, and a little more, in milliseconds: so far it looks ahead at once. */
const AHEAD = 50 * 3600 * 1000;

export const checkSchedule = (schedule) => judge("check_schedule", schedule);

export const hours = (schedule) => new Hours(callForNumbers("hours", schedule));

/** What types.d.ts says of `Hours`. Its bytes are all there is of it: the core keeps nothing. */
class Hours {
  #bytes;

  /** @param {Uint32Array} words the bytes, as the core gave them */
  constructor(words) {
    this.#bytes = new Uint8Array(words.buffer);
  }

  state(clock) {
    const now = clockOf(clock);
    if (typeof now === "object") return this.#stateIn(now);
    return this.#ask("hours_state", now, ({ words, text }) => {
      const change = text === "" ? undefined : { local: text, opens: words[0] !== 1 };
      return stated(words, change);
    });
  }

  nextChange(clock) {
    const now = clockOf(clock);
    if (typeof now === "object") {
      const state = this.#stateIn(now);
      return Object.hasOwn(state, "until") ? state.until : undefined;
    }
    return this.#ask("hours_next", now, ({ words, text }) =>
      words.length === 0 ? undefined : { local: text, opens: words[0] === 1 },
    );
  }

  week(date) {
    return this.#days(date, 7);
  }

  day(date) {
    return this.#days(date, 1)[0].periods;
  }

  covers(other) {
    return this.#compared(other, COVERS);
  }

  equals(other) {
    return this.#compared(other, IS_SAME);
  }

  union(other) {
    return this.#with(other, EITHER);
  }

  intersection(other) {
    return this.#with(other, BOTH);
  }

  without(other) {
    return this.#with(other, FIRST_ALONE);
  }

  get isNever() {
    return this.#compared(this, IS_NEVER);
  }

  get isAlways() {
    return this.#compared(this, IS_ALWAYS);
  }

  toSchedule() {
    return within((buffers) => {
      put(buffers, this.#bytes);
      return answered(buffers, buffers.border.hours_rules(this.#bytes.length));
    });
  }

  #days(date, count) {
    return within((buffers) => {
      addAll(buffers, [textual(date)]);
      const text = buffers.written();
      put(buffers, this.#bytes);
      const kind = buffers.border.hours_days(this.#bytes.length, count, buffers.length >>> 1, text);
      return answered(buffers, kind);
    });
  }

  /** What hours say at a clock that is text, or is not known. */
  #ask(name, now, use) {
    return within((buffers) => {
      addAll(buffers, [now]);
      const text = buffers.written();
      put(buffers, this.#bytes);
      const kind = buffers.border[name](this.#bytes.length, buffers.length >>> 1, text);
      if (kind !== WRITTEN) return refused(buffers, kind);
      return use(told(buffers));
    });
  }

  /** What hours say at an instant in a zone. */
  #stateIn(clock) {
    return within((buffers) => {
      const { border } = buffers;
      const { length } = this.#bytes;
      const { start } = clock;
      put(buffers, this.#bytes);
      border.hours_at(length, start, clock.pieceAt(start).offset);
      const { words } = told(buffers);
      if (words[0] === 0) return stated(words);
      const isOpen = words[0] === 1;
      const change = changeAfter(buffers, length, clock, isOpen);
      // What the wall says of later days may never come, and what it passes over may come again.
      if (!isOpen) words[0] = change === undefined ? 3 : 2;
      return stated(words, change);
    });
  }

  #with(other, of) {
    const bytes = bytesOf(other);
    return within((buffers) => {
      put(buffers, this.#bytes, bytes);
      const { border } = buffers;
      const kind = border.hours_of(this.#bytes.length, this.#bytes.length + bytes.length, of);
      if (kind !== WRITTEN) return refused(buffers, kind);
      return new Hours(buffers.answer().slice());
    });
  }

  #compared(other, bit) {
    const bytes = bytesOf(other);
    return within((buffers) => {
      put(buffers, this.#bytes, bytes);
      const { length } = this.#bytes;
      return (buffers.border.hours_compared(length, length + bytes.length) & bit) !== 0;
    });
  }

  /** The bytes of hours; `undefined` of anything else. */
  static bytesOf(value) {
    return typeof value === "object" && value !== null && #bytes in value ? value.#bytes : undefined;
  }
}

function bytesOf(other) {
  const bytes = Hours.bytesOf(other);
  if (bytes === undefined) throw misuse(HoursUnknown, ["other"]);
  return bytes;
}

/** Writes hours where the core reads them. */
function put(buffers, one, other) {
  buffers.room(one.length + (other?.length ?? 0));
  buffers.body.set(one);
  if (other !== undefined) buffers.body.set(other, one.length);
}

/** Walks from one change of the clocks to the next, until the hours change. */
function changeAfter(buffers, length, clock, isOpen) {
  const { border } = buffers;
  let at = clock.start;
  for (;;) {
    const { offset, until } = clock.pieceAt(at, AHEAD);
    const step = border.hours_step(length, clock.start, isOpen, at, offset, until);
    if (step !== FOUND && step !== LOOK) return undefined;
    const { words, text } = told(buffers);
    const second = (words[1] | 0) * 0x1_0000_0000 + words[0];
    if (step === FOUND) return clock.change(second, text, words[2] === 1, !isOpen);
    at = second;
  }
}

function stated([state, why], change) {
  // Members that are written later would reach a setter of Object.prototype.
  return {
    state: STATES[state],
    ...(change === undefined ? undefined : { until: change }),
    ...(state > 1 ? { why: REASONS[why] } : undefined),
  };
}

/** The words and the text of an answer. */
function told(buffers) {
  const { border, words } = buffers;
  const length = border.answer();
  const text = length === 0 ? "" : decode(new Uint8Array(words.buffer, border.answer_at(), length));
  return { words: [...buffers.answer()], text };
}
