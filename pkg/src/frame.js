// Writes JavaScript values for the core: a word for each, all texts joined (see src/js/frame.rs).
//
// Values are read here and not in wasm: an exception that passes through wasm frames leaks there,
// and thousands of them end the instance. Reading them all before anything is written also lets a
// getter call this package again.

const UNDEFINED = 0;
const NULL = 1;
const FALSE = 2;
const TRUE = 3;
const NUMBER = 4;
const STRING = 5;
const ARRAY = 6;
const OBJECT = 7;
const FUNCTION = 8;
const SYMBOL = 9;
const BIGINT = 10;
const UNREADABLE = 11;
const ILL_FORMED = 12;
const TOO_LARGE = 13;
const TOO_DEEP = 14;

/** LARGEST_BODY of the core: the bytes a value may have as JSON, about. */
export const LARGEST = 1 << 20;
/** The same for what a service hands over itself: its state, the codes it has given out. */
export const LARGEST_STATE = 1 << 25;
/** DEEPEST_BODY of the core. */
const DEEPEST = 64;

/** The bits of a number, as two words. Memory of wasm is little-endian; so is every host of it. */
const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

/** Thrown at a value that the core refuses as a whole: the rest of it is not read. */
class Stop {
  constructor(tag) {
    this.tag = tag;
  }
}

/** Whether a text has no half of a surrogate pair. */
export const isWellFormed = String.prototype.isWellFormed
  ? (text) => text.isWellFormed()
  : (text) => !/\p{Surrogate}/u.test(text);

/** The arguments of a call. */
export class Frame {
  words = [];
  text = "";
  #end = 0;

  /** Adds an argument of at most `limit` bytes. */
  with(value, limit = LARGEST) {
    const { length } = this.words;
    const { text } = this;
    this.#end = 2 * length + text.length + limit;
    try {
      this.#value(value, 0);
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      this.words.length = length;
      this.words.push(stop.tag);
      this.text = text;
    }
    return this;
  }

  /** @param {number} depth how many lists and objects the value is inside of */
  #value(value, depth) {
    switch (typeof value) {
      case "string":
        this.#string(value);
        break;
      case "object":
        if (value === null) this.#word(NULL, 0);
        else this.#container(value, depth);
        break;
      case "boolean":
        this.#word(value ? TRUE : FALSE, 0);
        break;
      case "number":
        this.#number(value);
        break;
      case "undefined":
        this.#word(UNDEFINED, 0);
        break;
      case "function":
        this.#word(FUNCTION, 0);
        break;
      case "symbol":
        this.#word(SYMBOL, 0);
        break;
      default:
        this.#word(BIGINT, 0);
    }
  }

  #number(value) {
    float[0] = value;
    this.#word(NUMBER, 0);
    this.words.push(halves[0], halves[1]);
  }

  #string(value) {
    // Judged text by text: two halves of a pair would look whole once joined.
    if (isWellFormed(value)) this.#written(value);
    else this.#word(ILL_FORMED, 0);
  }

  #container(value, depth) {
    if (depth === DEEPEST) throw new Stop(TOO_DEEP);
    let names;
    let length;
    try {
      // A revoked proxy throws at the first of these, a hostile one at either of the others.
      if (Array.isArray(value)) length = value.length;
      else names = Object.keys(value);
    } catch {
      this.#word(UNREADABLE, 0);
      return;
    }
    if (names) this.#object(value, names, depth + 1);
    // The length of a proxy can be anything.
    else if (Number.isInteger(length) && length >= 0) this.#list(value, length, depth + 1);
    else this.#word(UNREADABLE, 0);
  }

  #list(list, length, depth) {
    this.#room(2 * length);
    this.#word(ARRAY, length);
    for (let index = 0; index < length; index += 1) {
      let item;
      try {
        item = list[index];
      } catch {
        this.#word(UNREADABLE, 0);
        continue;
      }
      this.#value(item, depth);
    }
  }

  #object(object, names, depth) {
    const at = this.words.length;
    let members = 0;
    this.#word(OBJECT, 0);
    for (const name of names) {
      let member;
      let readable = true;
      try {
        member = object[name];
      } catch {
        readable = false;
      }
      if (readable && member === undefined) continue;
      members += 1;
      this.#written(name);
      if (readable) this.#value(member, depth);
      else this.#word(UNREADABLE, 0);
    }
    this.words[at] = (members << 4) | OBJECT;
  }

  #written(text) {
    this.#room(text.length);
    this.text += text;
    this.#word(STRING, text.length);
  }

  #word(tag, length) {
    this.words.push((length << 4) | tag);
    this.#room(0);
  }

  /** Two bytes are the least a value has as JSON, with its comma: `1,`. */
  #room(bytes) {
    if (2 * this.words.length + this.text.length + bytes > this.#end) throw new Stop(TOO_LARGE);
  }
}
