// Calls into the core: arguments go in as a frame, the answer comes out.
import { LatchworkError } from "./error.js";
import { Border, core_memory } from "./glue.js";
import { randomSource } from "./source.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Buffers above this many bytes are given back after a call. */
const KEPT = 1 << 16;

// What the low two bits of an answer say of the reply; the rest is its length.
const PLAIN = 0;
const CHANGES = 1;
const ERROR = 2;
const REPEATED = 3;

/** UTF-8 of a text takes at most three bytes for each UTF-16 unit. */
const roomFor = (text) => text.length * 3;

/** The core's buffers and where they are. Made at the first call: a page may load this before the wasm. */
class Buffers {
  #memory = core_memory();
  #words = 0;
  #text = 0;
  #body = 0;
  #numbers = 0;

  constructor() {
    this.core = new Border();
    this.#make(1 << 7, 1 << 11, 0);
  }

  /** Makes room. Memory that grows leaves older views empty, so these are made anew. */
  reserve(words, text, body) {
    if (words > this.#words || text > this.#text || body > this.#body) {
      this.#make(
        Math.max(words, this.#words),
        Math.max(text, this.#text),
        Math.max(body, this.#body),
      );
    } else if (this.words.buffer !== this.#memory.buffer) {
      this.#view();
    }
  }

  #make(words, text, body) {
    this.core.reserve(words, text, body);
    this.#words = words;
    this.#text = text;
    this.#body = body;
    this.#view();
  }

  #view() {
    const { buffer } = this.#memory;
    this.words = new Uint32Array(buffer, this.core.words_at(), this.#words);
    this.text = new Uint8Array(buffer, this.core.text_at(), this.#text);
    this.body = new Uint8Array(buffer, this.core.body_at(), this.#body);
  }

  /** The reply, which is wiped. */
  reply(length) {
    const reply = new Uint8Array(this.#memory.buffer, this.core.reply_at(), length);
    const text = decoder.decode(reply);
    reply.fill(0);
    return text;
  }

  /** What `use` makes of the numbers of a reply, codes mostly; afterwards they are wiped. */
  numbers(length, use) {
    this.#numbers = Math.max(length, this.#numbers);
    const numbers = new Uint32Array(this.#memory.buffer, this.core.numbers_at(), length);
    const used = use(numbers);
    numbers.fill(0);
    return used;
  }

  /** Whether the buffers are small enough to keep. */
  get kept() {
    return this.#words + this.#text + this.#body + this.#numbers <= KEPT;
  }
}

let buffers;

function begin() {
  try {
    return new Buffers();
  } catch (cause) {
    throw new LatchworkError(
      "not_initialised",
      "expected `await init()` before the first call",
      [],
      { cause },
    );
  }
}

/**
 * Calls the core.
 *
 * @param {string} name the method of Border
 * @param {import("./frame.js").Frame} frame its arguments
 * @param {{ content?: string | Uint8Array, length: number }} [body] a raw HTTP body; without
 * content where its length alone tells that it is too large
 * @param {unknown} [given] what a check gives back as its value where the core changes nothing
 */
export function call(name, frame, body, given) {
  return within(
    () => enter(name, frame, body),
    (answer) => leave(answer, given),
  );
}

/** Calls the core for an answer of many numbers. */
export function callForNumbers(name, frame) {
  return within(
    () => enter(name, frame),
    (answer) => ((answer & 3) === PLAIN ? buffers.numbers(answer >>> 2, (numbers) => numbers.slice()) : leave(answer)),
  );
}

function within(enter, leave) {
  buffers ??= begin();
  let called = false;
  try {
    const answer = enter();
    called = true;
    return leave(answer);
  } catch (cause) {
    throw failed(cause);
  } finally {
    end(called);
  }
}

/** Makes a set of free codes: calls `free_codes`, and gives what it made. */
export function make(frame, body = NOTHING) {
  return within(
    () => enter("free_codes", frame, body),
    (answer) => {
      leave(answer);
      return buffers.core.made();
    },
  );
}

const NOTHING = { content: new Uint8Array(0), length: 0 };

/** Draws codes from a set, by a method of Border; gives what `use` makes of them. */
export function drawFrom(name, set, count, use) {
  return within(
    () => {
      // A count beyond what is left is refused: no room is made for it.
      const most = count > KEPT ? Math.min(count, set.left()) : count;
      return buffers.core[name](set, count, bytesFor(most));
    },
    (answer) => ((answer & 3) === ERROR ? leave(answer) : buffers.numbers(answer >>> 2, use)),
  );
}

/** Draws a code, which is the answer itself. */
export function drawOneFrom(name, set) {
  return within(
    () => buffers.core[name](set, bytesFor(1)),
    (answer) => ((answer & 3) === ERROR ? leave(answer) : answer >>> 2),
  );
}

/** Calls a set itself. */
export function inCore(use) {
  try {
    return use();
  } catch (cause) {
    throw failed(cause);
  }
}

/** Draws that ask for just the bytes they need before any bytes are asked for ahead. */
const EXACT = 16;
/** Random bytes asked for at once: hosts take as long for a thousand codes as for one. */
const AHEAD = 4096;

let source;
let draws = 0;

/** How many random bytes to ask the host for, where there are too few for so many codes. */
function bytesFor(count) {
  const now = randomSource();
  if (now !== source) {
    source = now;
    draws = 0;
    buffers.core.forget();
  }
  draws += 1;
  return Math.max(4 * count, draws > EXACT ? AHEAD : 0);
}

function failed(cause) {
  if (cause instanceof LatchworkError) return cause;
  return new LatchworkError("core_failed", "the core could not answer", [], { cause });
}

/** After a trap the border is of no use; after a large call its memory is given back. */
function end(called) {
  if (called && buffers.kept) return;
  if (called) buffers.core.free();
  buffers = undefined;
}

function enter(name, { words, text }, body) {
  const content = body?.content ?? "";
  const isText = typeof content === "string";
  buffers.reserve(words.length, roomFor(text), isText ? roomFor(content) : body.length);
  const { core } = buffers;
  const { length } = words;
  for (let index = 0; index < length; index += 1) buffers.words[index] = words[index];
  const { written } = encoder.encodeInto(text, buffers.text);
  let answer;
  if (body === undefined) {
    answer = core[name](length, written);
  } else {
    let bodyLength = body.length;
    if (isText && body.content !== undefined) {
      bodyLength = encoder.encodeInto(content, buffers.body).written;
    } else if (!isText) {
      buffers.body.set(content);
    }
    answer = core[name](length, written, bodyLength);
    buffers.reserve(0, 0, 0);
    buffers.body.fill(0);
  }
  // Codes and pins stood here. The call may have grown the memory.
  buffers.reserve(0, 0, 0);
  buffers.text.fill(0, 0, written);
  return answer;
}

/** Changes are kept for the next call: what is a list or an object is given away as a copy. */
function changed(given, changes) {
  for (const name of Object.keys(changes)) {
    const change = changes[name];
    given[name] = typeof change === "object" ? structuredClone(change) : change;
  }
  return given;
}

function leave(answer, given) {
  const kind = answer & 3;
  const length = answer >>> 2;
  const reply = length === 0 ? undefined : JSON.parse(buffers.reply(length));
  switch (kind) {
    case PLAIN:
      return reply;
    case CHANGES:
      if (reply === undefined) return { ok: true, value: given };
      buffers.changes = reply;
      return { ok: true, value: changed(given, reply) };
    case REPEATED:
      return { ok: true, value: changed(given, buffers.changes) };
    case ERROR:
      throw new LatchworkError(reply.code, reply.message, reply.issues);
    default:
      throw new TypeError(`expected an answer of the core, found ${kind}`);
  }
}
