// Calls into the core: arguments go in through buffers, the answer comes out.
//
// Nothing is kept from one call to the next. A call takes the idle instance of the core, or a fresh
// one, and gives it back only when it has ended as it should: after one that was cut off, by an
// exception, a trap or the end of its time, the next call has another instance.
import { Answer } from "./answer.js";
import { Buffers, LARGEST, LARGEST_STATE } from "./buffers.js";
import { LatchworkError } from "./error.js";
import { told } from "./issue.js";
import { append } from "./list.js";

// What kind of answer there is: see src/js/answer.rs. 3 is the misuse of an argument.
export const AS_GIVEN = 0;
export const WRITTEN = 1;
export const REFUSED = 2;
export const FAILED = 4;
export const OBJECT = 5;

/** An instance that no call is using. */
let idle;

/** Takes an instance for a call. */
function enter() {
  const buffers = idle ?? new Buffers();
  idle = undefined;
  buffers.begin();
  return buffers;
}

/** Gives the instance of a call back. Large buffers are left to the garbage collector. */
function leave(buffers) {
  if (buffers.isSmall) idle = buffers;
}

/** An argument that is read in its own way. */
class Argument {
  #value;
  #given;

  /** @param {unknown[]} given what `Buffers.add` takes after the value */
  constructor(value, ...given) {
    this.#value = value;
    this.#given = given;
  }

  /** Adds an argument, which may be a proxy: nothing is asked of it here. */
  static add(buffers, value) {
    if (typeof value === "object" && value !== null && #value in value) buffers.add(value.#value, ...value.#given);
    else buffers.add(value);
  }
}

/**
 * An argument that a service hands over itself, and that may be larger than a request.
 *
 * @param {readonly string[]} [omitted] members of it that are no part of the argument
 */
export const large = (value, omitted) => new Argument(value, LARGEST_STATE, omitted);

/** An argument of which nothing is looked at that lies deeper: it would be wrong, whatever it is. */
export const flat = (value, levels = 0) => new Argument(value, LARGEST, undefined, levels);

/** An argument that should be a text. */
export const textual = (value) => (typeof value === "object" ? flat(value) : value);

/**
 * Calls the core; gives what `use` makes of the kind of its answer.
 *
 * @param {string} name the method of Border
 * @param {number} [request] which request it is about, where the method asks
 * @param {unknown[]} values its arguments
 */
function ask(name, request, values, use) {
  return within((buffers) => {
    addAll(buffers, values);
    const text = buffers.written();
    const { border } = buffers;
    const nodes = buffers.length >>> 1;
    const kind = request === undefined ? border[name](nodes, text) : border[name](request, nodes, text);
    return use(buffers, kind);
  });
}

/** Calls the core. */
export const call = (name, ...values) => callFor(name, undefined, ...values);

/** Calls the core for what a request is checked, refused or decided by. */
export const callFor = (name, request, ...values) =>
  ask(name, request, values, (buffers, kind) => answered(buffers, kind, values[0]));

/** Calls the core for an answer of many numbers; none where it gives none. */
export const callForNumbers = (name, ...values) =>
  ask(name, undefined, values, (buffers, kind) => {
    if (kind !== WRITTEN) return refused(buffers, kind);
    return buffers.answer().slice();
  });

/** Judges a value: what the core answers is a result. */
export const judge = (name, ...values) =>
  ask(name, undefined, values, (buffers, kind) => {
    // What a policy or options are read into may lie on the stack.
    if (values.length > 1) buffers.scrub();
    return judged(buffers, kind, values[0]);
  });

/** Judges the second of two values. */
export const judgeSecond = (name, first, second) =>
  ask(name, undefined, [first, second], (buffers, kind) => judged(buffers, kind, second));

/** What `use` makes of an instance that is taken for it. */
export function within(use) {
  try {
    const buffers = enter();
    const used = use(buffers);
    leave(buffers);
    return used;
  } catch (cause) {
    throw failed(cause);
  }
}

export function addAll(buffers, values) {
  for (const value of values) Argument.add(buffers, value);
}

/** The answer itself. */
export function answered(buffers, kind, given) {
  switch (kind) {
    case AS_GIVEN:
      return given;
    case OBJECT:
      return objectOf(buffers);
    case WRITTEN:
      return new Answer(buffers).value();
    default:
      return refused(buffers, kind);
  }
}

/** The object that is the answer. */
export function objectOf(buffers) {
  const answer = dressed(buffers.border.object());
  buffers.scrub();
  return answer;
}

/** What the core made, which has no prototype anywhere, as plain data. */
function dressed(answer) {
  if (typeof answer !== "object" || answer === null) return answer;
  if (Array.isArray(answer)) {
    const items = [];
    for (let at = 0; at < answer.length; at += 1) append(items, dressed(answer[at]));
    return items;
  }
  return Object.fromEntries(Object.entries(answer).map(([name, member]) => [name, dressed(member)]));
}

/** The answer as a result. */
function judged(buffers, kind, given) {
  if (kind === AS_GIVEN) return { ok: true, value: given };
  if (kind === REFUSED) return { ok: false, issues: new Answer(buffers).issues() };
  if (kind !== WRITTEN) return { ok: true, value: answered(buffers, kind, given) };
  const answer = new Answer(buffers);
  const value = answer.value();
  const notes = answer.issues();
  return notes.length === 0 ? { ok: true, value } : { ok: true, value, notes };
}

/** Throws what the core says of the caller. The instance is as good as it was. */
export function refused(buffers, kind) {
  const error = misuse(buffers, kind);
  leave(buffers);
  throw error;
}

/** What the core says of the caller. */
export function misuse(buffers, kind) {
  buffers.scrub();
  const answer = new Answer(buffers);
  if (kind === FAILED) {
    const [code, message] = answer.text.split("\n");
    return new LatchworkError(code, message);
  }
  const issues = answer.issues();
  return new LatchworkError("invalid_argument", told(issues), issues);
}

export function failed(cause) {
  if (cause instanceof LatchworkError) return cause;
  return new LatchworkError("core_failed", "the core could not answer", [], { cause });
}
