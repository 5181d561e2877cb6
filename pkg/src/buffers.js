// An instance of the core, and the buffers through which values reach it: two words for each value,
// all texts joined (see src/schema/document.rs).
//
// Values are read here and not in wasm: an exception that passes through wasm frames leaks there,
// and thousands of them end the instance.
import { newCore } from "#core";
import {
  ARRAY,
  BIGINT,
  FALSE,
  FIELD,
  FUNCTION,
  ILL_FORMED,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  SYMBOL,
  TOO_DEEP,
  TOO_LARGE,
  TRUE,
  UNDEFINED,
  UNREADABLE,
  WHOLE,
} from "./tag.js";
import { append } from "./list.js";
import { encodeInto } from "./utf8.js";

/** LARGEST_BODY of the core: the bytes a value may have as JSON, about. */
export const LARGEST = 1 << 20;
/** The same for what a service hands over itself: its state, the codes it has given out. */
export const LARGEST_STATE = 1 << 25;
/** A member has a name, a colon and a value at the least. */
const LEAST_MEMBER = 4;
/** The members that a value may have. */
const MOST_MEMBERS = LARGEST / LEAST_MEMBER;
/** DEEPEST_BODY of the core. */
const DEEPEST = 64;

/** Buffers above this many bytes are given back after a call. */
const KEPT = 1 << 16;

/** The bits of a number, as two words. Memory of wasm is little-endian; so is every host of it. */
const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

// Thrown at a value that the core refuses as a whole: the rest of it is not read. Told apart by what
// they are: whatever else is thrown is the caller's, and may be a proxy.
const tooLarge = { tag: TOO_LARGE };
const tooDeep = { tag: TOO_DEEP };
const isStop = (thrown) => thrown === tooLarge || thrown === tooDeep;

/** Whether a text has no half of a surrogate pair. */
export const isWellFormed = String.prototype.isWellFormed
  ? (text) => text.isWellFormed()
  : (text) => !/\p{Surrogate}/u.test(text);

/** The text with U+FFFD for each half of a surrogate pair, as an encoder writes it. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** Whether a value is a list. A revoked proxy throws at the question. */
function isList(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** The length of a list; `undefined` where it is none. That of a proxy can be anything. */
function lengthOf(list) {
  try {
    const { length } = list;
    return Number.isInteger(length) && length >= 0 ? length : undefined;
  } catch {
    return undefined;
  }
}

// Through the prototype: what inherits from a typed array may lie about it.
const itemsOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length").get;

/** Whether bytes, or the characters of a text object, are more members than a value may have. */
function hasTooMany(value, room) {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView) && 4 * itemsOf.call(value) > room;
  return value instanceof String && 4 * value.length > room;
}

const PLAIN = {};

/** Whether a page has given every object a member that a loop finds. */
function isPolluted() {
  for (const _ in PLAIN) return true;
  return false;
}

const { getPrototypeOf } = Object;
const { prototype } = Object;

/** Whether a loop finds an object's own members and no others. */
function isBare(object) {
  const parent = getPrototypeOf(object);
  return parent === null || (parent === prototype && !isPolluted());
}

/** The same members on an object that inherits none. */
const bare = (object) => Object.assign(Object.create(null), object);

/** Whether an object has more members than a value may have; they are counted no further than that. */
function hasMany(object) {
  let count = 0;
  for (const _ in object) {
    count += 1;
    if (count > MOST_MEMBERS) return true;
  }
  return false;
}

/** UTF-8 of a text takes at most three bytes for each UTF-16 unit. */
const WIDEST = 3;

export class Buffers {
  core = newCore();
  border = new this.core.Border();
  memory = this.core.core_memory();
  /** All of the memory, as words. */
  #words;
  /** The views of the buffers. */
  nodes;
  bytes;
  body;
  /** How many words of nodes are written. */
  length = 0;
  /** All texts so far. */
  text = "";
  /** Of the request that was added: a bit for each field. */
  mask = 0;
  /** Where the words of the argument begin. */
  #start = 0;
  /** How many bytes the argument may have yet. */
  #room = 0;
  /** How many it could have. */
  #limit = 0;
  #levels = DEEPEST;
  #capacity = 0;
  #textCapacity = 0;
  #bodyCapacity = 0;

  constructor() {
    this.#reserve(1 << 7, 1 << 11, 0);
  }

  #reserve(nodes, text, body) {
    this.border.reserve(nodes, text, body);
    this.#capacity = 2 * nodes;
    this.#textCapacity = text;
    this.#bodyCapacity = body;
    this.#view();
  }

  #view() {
    const { buffer } = this.memory;
    this.#words = new Uint32Array(buffer);
    this.nodes = new Uint32Array(buffer, this.border.nodes_at(), this.#capacity);
    this.bytes = new Uint8Array(buffer, this.border.text_at(), this.#textCapacity);
    this.body = new Uint8Array(buffer, this.border.body_at(), this.#bodyCapacity);
  }

  /** Makes the views anew where the memory has grown, which leaves older ones empty. */
  #refresh() {
    if (this.nodes.length === 0) this.#view();
  }

  /** All of the memory, as words. A call may have grown it. */
  get words() {
    this.#refresh();
    return this.#words;
  }

  /** The words of the answer, or so many of them, where they stand. */
  answer(length = this.border.words()) {
    const at = this.border.words_at() >>> 2;
    return this.words.subarray(at, at + length);
  }

  /** Begins a call. */
  begin() {
    this.#refresh();
    this.length = 0;
    this.text = "";
  }

  /**
   * Adds an argument of at most `limit` bytes, without the members of these names. What lies inside
   * of more than `levels` lists and objects is not looked at.
   */
  add(value, limit = LARGEST, omitted = undefined, levels = DEEPEST) {
    this.#enter(limit);
    this.#levels = levels;
    const { text } = this;
    try {
      this.#value(value, 0, omitted);
    } catch (stop) {
      if (!isStop(stop)) throw stop;
      this.#stopped(stop, text);
    }
  }

  /**
   * Adds a request, the names of its fields as numbers. Gives what stands in each of them, lists as
   * copies, where all of its members are plain; else `undefined`.
   */
  addRequest(input, fields) {
    if (typeof input !== "object" || input === null || isList(input)) {
      this.add(input);
      return undefined;
    }
    this.#enter(LARGEST);
    const { text } = this;
    try {
      if (hasTooMany(input, LARGEST)) throw tooLarge;
      if (isBare(input)) return this.#members(input, fields);
      if (hasMany(input)) throw tooLarge;
      return this.#members(bare(input), fields);
    } catch (stop) {
      this.#stopped(stop, text);
      // A member that throws: read where it stands, to tell which.
      if (!isStop(stop)) this.add(input);
      return undefined;
    }
  }

  /** Adds the members of an object, each of which is read once, getters and all. */
  #members(object, fields) {
    const { names } = fields;
    // Each is there already: what is put into one goes to no setter of a page.
    const given = names.slice();
    const at = this.length;
    let read = 0;
    let count = 0;
    let next = 0;
    let mask = 0;
    let isPlain = true;
    this.#word(OBJECT, 0, 0);
    for (const name in object) {
      read += 1;
      if (read > MOST_MEMBERS) throw tooLarge;
      const value = object[name];
      if (value === undefined) continue;
      count += 1;
      // Members mostly come in the order of the fields.
      const field = names[next] === name ? next : fields.placeOf(name);
      if (field === -1) {
        this.#name(name);
        isPlain = this.#plain(value) !== undefined && isPlain;
        continue;
      }
      mask |= 1 << field;
      next = field + 1;
      this.#word(FIELD, 0, field);
      const kept = this.#plain(value);
      if (kept === undefined) isPlain = false;
      given[field] = kept;
    }
    this.nodes[at] = (count << 5) | OBJECT;
    this.nodes[at + 1] = (this.length - this.#start) >>> 1;
    this.mask = mask;
    return isPlain ? given : undefined;
  }

  /** Adds a member; gives it where it is plain, a list as a copy, else `undefined`. */
  #plain(value) {
    if (typeof value === "string") {
      this.#string(value);
    } else if (typeof value === "object" && value !== null) {
      return this.#plainList(value);
    } else {
      this.#value(value, 1);
    }
    return value;
  }

  /** Adds a list; gives its items where each is a text, a flag or a number, else `undefined`. */
  #plainList(list) {
    if (!isList(list)) {
      this.#value(list, 1);
      return undefined;
    }
    const items = [];
    return this.#list(list, 2, items) ? items : undefined;
  }

  #enter(limit) {
    this.#start = this.length;
    this.#room = limit;
    this.#limit = limit;
    this.#levels = DEEPEST;
  }

  /** Takes back what was written of an argument; tells why one is refused as a whole, and how long it may be. */
  #stopped(stop, text) {
    this.length = this.#start;
    this.text = text;
    if (!isStop(stop)) return;
    this.#room = LARGEST;
    this.#word(stop.tag, this.#limit, 0);
  }

  /** @param {number} depth how many lists and objects the value is inside of */
  #value(value, depth, omitted) {
    switch (typeof value) {
      case "string":
        this.#string(value);
        break;
      case "object":
        if (value === null) this.#word(NULL, 0, 0);
        else this.#container(value, depth, omitted);
        break;
      case "boolean":
        this.#word(value ? TRUE : FALSE, 0, 0);
        break;
      case "number":
        this.#number(value);
        break;
      case "undefined":
        this.#word(UNDEFINED, 0, 0);
        break;
      case "function":
        this.#word(FUNCTION, 0, 0);
        break;
      case "symbol":
        this.#word(SYMBOL, 0, 0);
        break;
      default:
        this.#word(BIGINT, 0, 0);
    }
  }

  #number(value) {
    if (value >>> 0 === value && !Object.is(value, -0)) {
      this.#word(WHOLE, 0, value);
      return;
    }
    this.#word(NUMBER, 0, 0);
    float[0] = value;
    this.#word(0, 0, 0);
    this.nodes[this.length - 2] = halves[0];
    this.nodes[this.length - 1] = halves[1];
  }

  #container(value, depth, omitted) {
    if (depth === DEEPEST) throw tooDeep;
    if (depth === this.#levels) {
      this.#close(this.#open(isList(value) ? ARRAY : OBJECT, 0));
      return;
    }
    if (isList(value)) {
      this.#list(value, depth + 1);
      return;
    }
    let names;
    try {
      // A proxy may throw at either of these.
      if (hasTooMany(value, this.#room)) throw tooLarge;
      names = Object.keys(value);
    } catch (stop) {
      if (isStop(stop)) throw stop;
      this.#word(UNREADABLE, 0, 0);
      return;
    }
    this.#object(value, names, depth + 1, omitted);
  }

  /** Adds a list; gives whether each item is a text, a flag or a number. `items` gets them, as far as they are. */
  #list(list, depth, items) {
    const length = lengthOf(list);
    if (length === undefined) {
      this.#word(UNREADABLE, 0, 0);
      return false;
    }
    const at = this.#open(ARRAY, length);
    let isPlain = true;
    for (let index = 0; index < length; index += 1) {
      let item;
      try {
        item = list[index];
      } catch {
        this.#word(UNREADABLE, 0, 0);
        isPlain = false;
        continue;
      }
      isPlain &&= typeof item === "string" || typeof item === "boolean" || typeof item === "number";
      if (isPlain && items !== undefined) append(items, item);
      this.#value(item, depth);
    }
    this.#close(at);
    return isPlain;
  }

  #object(object, names, depth, omitted) {
    if (LEAST_MEMBER * names.length > this.#room) throw tooLarge;
    const at = this.#open(OBJECT, 0);
    let members = 0;
    for (const name of names) {
      if (omitted?.includes(name)) continue;
      let member;
      let readable = true;
      try {
        member = object[name];
      } catch {
        readable = false;
      }
      if (readable && member === undefined) continue;
      members += 1;
      this.#name(name);
      if (readable) this.#value(member, depth);
      else this.#word(UNREADABLE, 0, 0);
    }
    this.nodes[at] = (members << 5) | OBJECT;
    this.#close(at);
  }

  #open(tag, length) {
    // Two bytes are the least a value has as JSON, with its comma: `1,`.
    if (2 * length > this.#room) throw tooLarge;
    const at = this.length;
    this.#word(tag, length, 0);
    return at;
  }

  #close(at) {
    this.nodes[at + 1] = (this.length - this.#start) >>> 1;
  }

  #name(name) {
    this.#string(isWellFormed(name) ? name : wellFormed(name));
  }

  #string(text) {
    const { length } = text;
    this.#room -= length;
    this.#word(STRING, length, this.text.length);
    this.text += text;
  }

  #word(tag, length, place) {
    this.#room -= 2;
    if (this.#room < 0) throw tooLarge;
    const at = this.length;
    if (at === this.#capacity) this.#reserve(this.#capacity, this.#textCapacity, this.#bodyCapacity);
    this.nodes[at] = (length << 5) | tag;
    this.nodes[at + 1] = place;
    this.length = at + 2;
  }

  /** Writes the texts of all arguments. */
  written() {
    const { text } = this;
    const { length } = text;
    if (length > this.#textCapacity) this.#reserve(this.#capacity >>> 1, length, this.#bodyCapacity);
    const { read, written } = encodeInto(text, this.bytes);
    return read === length && written === length ? written : this.#rewritten();
  }

  /** Writes texts that are not all ASCII, each by itself: two halves of a pair would look whole once joined. */
  #rewritten() {
    this.#reserve(this.#capacity >>> 1, Math.max(this.#textCapacity, WIDEST * this.text.length), this.#bodyCapacity);
    const { nodes, bytes } = this;
    // What was written at once may reach further than what is written now.
    bytes.fill(0);
    let place = 0;
    let next = 0;
    for (let at = 0; at < this.length; at += 2) {
      const tag = nodes[at] & 31;
      if (tag === NUMBER) at += 2;
      if (tag !== STRING) continue;
      const length = nodes[at] >>> 5;
      const text = this.text.slice(next, next + length);
      next += length;
      if (!isWellFormed(text)) {
        nodes[at] = ILL_FORMED;
        continue;
      }
      const { written } = encodeInto(text, bytes.subarray(place));
      nodes[at] = (written << 5) | STRING;
      nodes[at + 1] = place;
      place += written;
    }
    return place;
  }

  /** Makes room for a body of so many bytes. */
  room(length) {
    if (length > this.#bodyCapacity) this.#reserve(this.#capacity >>> 1, this.#textCapacity, length);
  }

  /** Wipes what calls have left on the stack of the core. */
  scrub() {
    this.core.Border.scrub();
  }

  /** Whether the buffers are small enough to keep. */
  get isSmall() {
    return 4 * this.#capacity + this.#textCapacity + this.#bodyCapacity <= KEPT;
  }
}
