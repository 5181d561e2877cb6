// Cards: Wiegand words and their formats.
import { WordsMissing, WordsTooMany } from "#catalogue";
import { whole } from "./answer.js";
import { call, callForNumbers, judge, large } from "./border.js";
import { LatchworkError } from "./error.js";
import { misuse, told } from "./issue.js";
import { append } from "./list.js";

export const cardFormats = () => call("card_formats");

export const checkCardFormat = (format) => judge("check_card_format", format);

export const checkCardWord = (word) => judge("check_card_word", word);

export const encodeCard = (format, fields) =>
  judge("encode_card", format, withoutBigInts(fields));

export const decodeCard = (word, options) => call("decode_card", word, options);

/** Fields with text in place of each bigint, for which the core has no type; else as they are. */
function withoutBigInts(fields) {
  try {
    // Before anything is listed: a text, a list or bytes have a member for each of their items.
    if (typeof fields !== "object" || Array.isArray(fields) || ArrayBuffer.isView(fields)) return fields;
    const members = Object.entries(fields);
    if (!members.some(([, number]) => typeof number === "bigint")) return fields;
    return Object.fromEntries(
      members.map(([name, number]) => [name, typeof number === "bigint" ? String(number) : number]),
    );
  } catch {
    // null, or a member that throws: for the core to refuse.
    return fields;
  }
}

/** Words are handed over in parts of this many: what a part takes of memory is given back. */
const PART = 1 << 16;

/** More words than this are refused: beyond it lie only endless iterables. */
const MOST_WORDS = 1_000_000;

/** The legend of the built-in formats. */
let builtIn;

/** The formats by the numbers that the core answers with: see src/js/card/many.rs. */
function legendOf(options) {
  if (options === undefined) return (builtIn ??= call("card_legend"));
  return call("card_legend", options);
}

export function decodeCards(words, options) {
  const legend = legendOf(options);
  if (typeof words === "string" || typeof words?.[Symbol.iterator] !== "function") {
    throw misuse(WordsMissing, ["words"]);
  }
  const decoded = [];
  let lines = [];
  const decodeLines = () => {
    const reader = new Reader(numbersOf(lines, options, decoded.length), legend);
    for (let left = lines.length; left > 0; left -= 1) append(decoded, reader.candidates());
    lines = [];
  };
  for (const word of words) {
    const index = decoded.length + lines.length;
    if (index === MOST_WORDS) throw misuse(WordsTooMany, ["words"], [MOST_WORDS]);
    append(lines, lineOf(word, index));
    if (lines.length === PART) decodeLines();
  }
  if (lines.length > 0) decodeLines();
  return decoded;
}

/** The misuse of a word, by the first of its issues. */
function misuseOf(issues, index) {
  const placed = issues.map((issue) => ({ ...issue, path: ["words", index, ...issue.path] }));
  return new LatchworkError("invalid_argument", told(placed.slice(0, 1)), placed);
}

/** No word is written with more characters; longer texts are for the core to refuse one by one. */
const LONGEST_TEXT = 130;

/** A word as a line for the core: see src/js/card/many.rs. */
function lineOf(word, index) {
  try {
    const names = Object.keys(word);
    const { bits, hex, length } = word;
    if (names.length === 1 && names[0] === "bits" && isShort(bits)) return `b${bits}`;
    const isHex = names.length === 2 && names.includes("hex") && names.includes("length");
    if (isHex && isShort(hex) && isLength(length)) return `${length}x${hex}`;
  } catch {
    // No object, or one whose members throw: for the core to refuse.
  }
  const checked = checkCardWord(word);
  if (checked.ok) return `b${checked.value.bits}`;
  throw misuseOf(checked.issues, index);
}

const isShort = (text) => typeof text === "string" && text.length <= LONGEST_TEXT;
const isLength = (length) => Number.isInteger(length) && length >= 1 && length <= 128;

/** What the core answers to lines; `first` is the place of the first among all words. */
function numbersOf(lines, options, first) {
  const numbers = callForNumbers("decode_cards", options, large(lines.join("\n")), lines.length);
  if (numbers.length > 0) return numbers;
  for (const [index, line] of lines.entries()) {
    const [, length, text] = /^(?:b|(\d+)x)([^]*)$/.exec(line);
    const word = length === undefined ? { bits: text } : { hex: text, length: Number(length) };
    const { ok, issues } = checkCardWord(word);
    if (!ok) throw misuseOf(issues, first + index);
  }
  throw new LatchworkError("core_failed", "the core could not answer");
}

/** A note of the legend, for the caller to keep; structuredClone takes ten times as long. */
function copied({ code, path, message, params, severity }) {
  if (params === undefined) return { code, path: [...path], message, severity };
  return { code, path: [...path], message, params: { ...params }, severity };
}

const VERDICTS = ["ok", "none", "failed"];
const FIELDS = ["facility", "card", "issue", "oem"];
const DIAGNOSES = [undefined, "data-lines-swapped", "bits-reversed"];

/** Reads the numbers that the core answers with: see src/js/card/many.rs. */
class Reader {
  #numbers;
  #legend;
  #next = 0;

  constructor(numbers, legend) {
    this.#numbers = numbers;
    this.#legend = legend;
  }

  candidates() {
    const candidates = [];
    for (let left = this.#number(); left > 0; left -= 1) append(candidates, this.#candidate());
    return candidates;
  }

  #candidate() {
    const head = this.#number();
    const { format, confidence, notes } = this.#legend[head & 0xffff];
    const parity = VERDICTS[(head >>> 16) & 3];
    const failed = parity === "failed" ? this.#bits() : undefined;
    const fields = this.#fields((head >>> 18) & 15);
    let candidate =
      failed === undefined
        ? { format, fields, parity, confidence }
        : { format, fields, parity, failed, confidence };
    const noted = (head >>> 22) & 15;
    if (noted !== 0) {
      const told = FIELDS.filter((_, place) => (noted >>> place) & 1);
      candidate = { ...candidate, notes: told.map((field) => copied(notes[field][Object.hasOwn(fields, field) ? 0 : 1])) };
    }
    const diagnosis = DIAGNOSES[head >>> 26];
    return diagnosis === undefined ? candidate : { ...candidate, diagnosis };
  }

  #fields(told) {
    // Written out for the two sets that most formats have: no larger than it needs to be, of many.
    if (told === 0b0011) return { facility: this.#decimal(), card: this.#decimal() };
    if (told === 0b0010) return { card: this.#decimal() };
    // Members of its own, whatever a page has put on every object; the same below.
    let fields = {};
    for (let place = 0; place < FIELDS.length; place += 1) {
      if ((told >>> place) & 1) fields = { ...fields, [FIELDS[place]]: this.#decimal() };
    }
    return fields;
  }

  #number() {
    return this.#numbers[this.#next++];
  }

  /** The numbers of the bits that are set; bit 0 is the highest. */
  #bits() {
    let bits = [];
    for (let first = 96; first >= 0; first -= 32) {
      const found = [];
      for (let rest = this.#number(); rest !== 0; ) {
        const bit = Math.clz32(rest);
        append(found, first + bit);
        rest = (rest ^ (0x80000000 >>> bit)) >>> 0;
      }
      bits = [...found, ...bits];
    }
    return bits;
  }

  #decimal() {
    return String(whole(this.#number(), this.#number()));
  }
}
